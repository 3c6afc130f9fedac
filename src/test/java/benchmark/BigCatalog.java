package benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables as a large company has them: ten columns, a primary key, an index, a unique constraint, comments and a default each,
 * and in every schema a chain of foreign keys through all of its tables.
 */
final class BigCatalog {
    static final int COLUMNS = 10;

    private BigCatalog() { }

    static String schema(int number) {
        return "area_" + number;
    }

    static String table(int number) {
        return String.format("record_%04d", number);
    }

    /** @return statements, each small enough for a transaction of its own */
    static List<String> postgres(int schemas, int tablesEach) {
        List<String> statements = new ArrayList<>();
        for (int s = 0; s < schemas; s++) {
            statements.add("CREATE SCHEMA " + schema(s));
            for (int t = 0; t < tablesEach; t++) statements.add(postgresTable(schema(s), t));
        }
        statements.add("ANALYZE pg_catalog.pg_class; ANALYZE pg_catalog.pg_attribute; ANALYZE pg_catalog.pg_constraint; ANALYZE pg_catalog.pg_index");
        return statements;
    }

    private static String postgresTable(String schema, int number) {
        String name = schema + "." + table(number);
        String previous = number == 0 ? "" : " REFERENCES " + schema + "." + table(number - 1) + " (id)";
        return "CREATE TABLE " + name + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, previous_id bigint" + previous + ","
                + " code varchar(40) NOT NULL UNIQUE, title text NOT NULL, amount numeric(18, 2) NOT NULL DEFAULT 0,"
                + " quantity integer CHECK (quantity >= 0), created_at timestamptz NOT NULL DEFAULT now(), due_on date,"
                + " is_open boolean NOT NULL DEFAULT true, payload jsonb);"
                + "CREATE INDEX ON " + name + " (previous_id, created_at);"
                + "COMMENT ON TABLE " + name + " IS 'Records of kind " + number + "';"
                + "COMMENT ON COLUMN " + name + ".amount IS 'In the currency of the contract'";
    }
}
