package catalog;

/**
 * What is known of a source's tables: from the imports before, the token that its reader gave each; and what the import that is
 * being read has stored already, before it was interrupted.
 *
 * <p>A family that asks for its tables one by one, or some at a time, leaves out those that are {@link #seen}: it answers
 * {@link Discovered.Unchanged} with a null token for each and asks nothing. Where several tables make one call (25 describes),
 * the seen ones are left out before the rest is divided into calls:
 * <pre>
 * List&lt;TableName&gt; rest = listed.stream().filter(name -&gt; !known.seen(name)).toList();   // these are asked for, 25 a call
 * // and in the order of the list: known.seen(name) ? new Discovered.Unchanged(name, null) : the answer to its call
 * </pre>
 * Both questions are put in the order of reading, on one thread, before the calls are made.
 */
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

    /**
     * Whether this very import has read and stored the table, with the same settings of the connection, before it was
     * interrupted and went on. As cheap as {@link #of}.
     */
    default boolean seen(TableName name) {
        return false;
    }
}
