package catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * @param tables      how many tables and views the login can see in it; null where counting would cost a call
 * @param changeToken on request, where the type has one: it is another one when a definition in the schema changed; null otherwise
 */
public record Schema(String name, String comment, Long tables, @JsonIgnore String changeToken) {

    /** Without a token. */
    public Schema(String name, String comment, Long tables) {
        this(name, comment, tables, null);
    }
}
