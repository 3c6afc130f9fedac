package catalog;

import java.util.List;

/**
 * What is asked of a target as a text, for people to read and to run themselves.
 *
 * @param origins the servers that the tables come from; those that the target can be led to, it is
 */
public record TargetExport(List<Wanted> wanted, List<Origin> origins) {
    public TargetExport {
        wanted = List.copyOf(wanted);
        origins = List.copyOf(origins);
    }

    /**
     * A server that tables come from. Who signs in there, and with what, is not part of it.
     *
     * @param sourceType the type of its connection
     * @param name       of the connection, as people know it
     * @param host       null where the source has none
     * @param port       null for the usual one
     * @param database   or whatever the source calls what its tables are in; null where it has none
     */
    public record Origin(String sourceType, String name, String host, Integer port, String database) { }
}
