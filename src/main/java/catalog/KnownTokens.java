package catalog;

/** What is known of a source's tables from the imports before: for each the token that its reader gave it. */
@FunctionalInterface
public interface KnownTokens {

    /** Nothing is known, or everything shall be read again. */
    KnownTokens NONE = name -> null;

    /**
     * Cheap where names are asked for in the order in which tables are read: by schema, then name, in code points.
     *
     * @return null where the table was not seen by the last import, has no token, or was read with other settings or options:
     *         then it must be read
     */
    String of(TableName name);
}
