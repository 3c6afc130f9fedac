package catalog;

/**
 * One thing that an import reads from a source: a table, that it need not be read again, or the reason why it could not be read.
 * A table that fails does not end the import; a source that fails throws.
 */
public sealed interface Discovered {
    TableName tableName();

    /** More than that is no token: the table is read each time. */
    int LONGEST_TOKEN = 500;

    /**
     * @param sourceToken another one as soon as reading the table could give something else, and cheaper to have than a read;
     *                    null for none. It comes back by {@link KnownTokens}
     */
    record Readable(Table table, String sourceToken) implements Discovered {
        public Readable {
            if (sourceToken != null && sourceToken.length() > LONGEST_TOKEN) sourceToken = null;
        }

        public Readable(Table table) {
            this(table, null);
        }

        @Override
        public TableName tableName() {
            return table.tableName();
        }
    }

    /**
     * Not read, because it is as it is stored: its token is the one that {@link KnownTokens} gave, or this very import has
     * {@linkplain KnownTokens#seen seen} it.
     *
     * @param sourceToken to be kept from now on; it may be written otherwise than the known one. Null keeps the known one
     */
    record Unchanged(TableName tableName, String sourceToken) implements Discovered { }

    /**
     * @param code    stable and machine readable
     * @param message a sentence with the place, never file content
     * @param extent  of what could not be read
     */
    record Unreadable(TableName tableName, String code, String message, Extent extent) implements Discovered {

        /** One table. */
        public Unreadable(TableName tableName, String code, String message) {
            this(tableName, code, message, Extent.TABLE);
        }

        /** Whether a table of this name may well be there, although nothing was read of it. */
        public boolean mayHide(TableName name) {
            return switch (extent) {
                case TABLE -> name.equals(tableName);
                case SCHEMA -> name.schema().equals(tableName.schema()) || name.schema().startsWith(tableName.schema() + "/");
                case FOLLOWING -> name.compareTo(tableName) >= 0;
                case UNKNOWN -> true;
            };
        }
    }

    /** How much could not be read. What may be hidden in it is not taken for removed. */
    enum Extent {
        TABLE,
        /** All of a schema, and of those inside it: {@code a} and {@code a/b}. Its table's name is {@code *}. */
        SCHEMA,
        /** This table and all that follow it in order. */
        FOLLOWING,
        /** Reading ended early, and it cannot be said what was left out. */
        UNKNOWN
    }
}
