package benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import testing.TestMariaDb;
import testing.TestPostgres;

/**
 * A database as a large company has it: tables of ten columns with a primary key, an index, a unique constraint, comments and
 * defaults, and in every schema a chain of foreign keys through all of its tables.
 */
record BigCatalog(String product, int schemas, int tablesEach, String database) {
    static final int COLUMNS = 10;
    private static final int TABLES_A_STATEMENT = 50;

    int tables() {
        return schemas * tablesEach;
    }

    static String schema(int number) {
        return "area_" + number;
    }

    static String table(int number) {
        return String.format("record_%04d", number);
    }

    static BigCatalog onPostgres(int schemas, int tablesEach) {
        List<String> statements = new ArrayList<>();
        for (int s = 0; s < schemas; s++) {
            statements.add("CREATE SCHEMA " + schema(s));
            StringBuilder several = new StringBuilder();
            for (int t = 0; t < tablesEach; t++) {
                several.append(postgresTable(schema(s), t)).append(';');
                if (t % TABLES_A_STATEMENT < TABLES_A_STATEMENT - 1 && t < tablesEach - 1) continue;
                statements.add(several.toString());
                several.setLength(0);
            }
        }
        statements.add("ANALYZE");
        return new BigCatalog("PostgreSQL", schemas, tablesEach, TestPostgres.plain().newDatabase(statements.toArray(String[]::new)));
    }

    /** Schemas and databases are the same thing there; the server holds nothing else. */
    static BigCatalog onMariaDb(int schemas, int tablesEach) {
        List<String> statements = new ArrayList<>();
        for (int s = 0; s < schemas; s++) {
            statements.add("CREATE DATABASE " + schema(s) + " CHARACTER SET utf8mb4");
            for (int t = 0; t < tablesEach; t++) statements.add(mariaDbTable(schema(s), t));
        }
        TestMariaDb.running().run(null, statements.toArray(String[]::new));
        return new BigCatalog("MySQL", schemas, tablesEach, null);
    }

    Connection open() throws SQLException {
        return database == null ? TestMariaDb.running().administrator(null) : TestPostgres.plain().superuser(database);
    }

    int port() {
        return database == null ? TestMariaDb.running().port() : TestPostgres.plain().port();
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

    private static String mariaDbTable(String schema, int number) {
        String previous = number == 0 ? "" : ", FOREIGN KEY (previous_id) REFERENCES " + schema + "." + table(number - 1) + " (id)";
        return "CREATE TABLE " + schema + "." + table(number) + " (id bigint AUTO_INCREMENT PRIMARY KEY, previous_id bigint,"
                + " code varchar(40) NOT NULL UNIQUE, title text NOT NULL, amount decimal(18, 2) NOT NULL DEFAULT 0 COMMENT 'In the currency of the contract',"
                + " quantity integer CHECK (quantity >= 0), created_at timestamp NOT NULL DEFAULT current_timestamp, due_on date,"
                + " is_open boolean NOT NULL DEFAULT true, payload json, INDEX (previous_id, created_at)" + previous
                + ") COMMENT 'Records of kind " + number + "'";
    }
}
