package catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One column as the source defines it.
 *
 * @param position     1-based, in the source's order; gaps of dropped columns stay
 * @param nativeType   the source's own spelling, lossless
 * @param length       characters or bytes, as the source counts them; null where it has no limit
 * @param defaultValue the default's expression in the source's own language
 * @param generated    the expression of a computed column; null for a stored one
 */
public record Column(String name, int position, CommonType type, String nativeType, Integer length, Integer precision,
                     Integer scale, boolean nullable, @JsonProperty("default") String defaultValue, boolean identity,
                     String generated, String comment) {

    /** A column of a source that knows no lengths, defaults or comments, such as a file. */
    public static Column plain(String name, int position, CommonType type, String nativeType, boolean nullable) {
        return new Column(name, position, type, nativeType, null, null, null, nullable, null, false, null, null);
    }
}
