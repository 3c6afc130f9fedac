package benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** What cannot be beaten: the answers to a type's own catalog queries, copied as they are into plain tables; and reading them alone. */
final class Floor {
    private static final List<String> QUERIES = List.of("tables", "columns", "keys", "indexes");
    private static final int FETCH = 1_000;

    private Floor() { }

    private interface Rows {
        void take(ResultSet row, int columns) throws SQLException;
    }

    /** All four answers through the driver, row by row; each value is looked at and forgotten. */
    static void read(Connection source, BigCatalog catalog) throws SQLException {
        for (String query : QUERIES) {
            each(source, catalog, query, (row, columns) -> {
                for (int i = 1; i <= columns; i++) row.getObject(i);
            });
        }
    }

    /** @param target a PostgreSQL, where plain tables are made; they are gone afterwards */
    static void copy(Connection source, BigCatalog catalog, Connection target) throws SQLException {
        target.setAutoCommit(false);
        for (String query : QUERIES) {
            makePlainTable(source, catalog, target, query);
            CopyIn in = target.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY floor_" + query + " FROM STDIN");
            if (source.isWrapperFor(PGConnection.class)) copyOut(source, catalog, query, in);
            else each(source, catalog, query, (row, columns) -> copyRow(row, columns, in));
            in.endCopy();
        }
        target.commit();
        try (Statement statement = target.createStatement()) {
            for (String query : QUERIES) statement.execute("DROP TABLE floor_" + query);
        }
        target.commit();
    }

    private static void each(Connection source, BigCatalog catalog, String query, Rows rows) throws SQLException {
        source.setAutoCommit(false);
        try (Statement statement = source.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet answer = statement.executeQuery(sql(catalog, query))) {
                int columns = answer.getMetaData().getColumnCount();
                while (answer.next()) rows.take(answer, columns);
            }
        }
    }

    private static void copyOut(Connection source, BigCatalog catalog, String query, CopyIn in) throws SQLException {
        CopyOut out = source.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + sql(catalog, query) + ") TO STDOUT");
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) in.writeToCopy(row, 0, row.length);
    }

    private static void copyRow(ResultSet row, int columns, CopyIn in) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            String value = row.getString(i);
            line.append(i == 1 ? "" : "\t").append(value == null ? "\\N" : value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
        }
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        in.writeToCopy(bytes, 0, bytes.length);
    }

    private static void makePlainTable(Connection source, BigCatalog catalog, Connection target, String query) throws SQLException {
        StringBuilder columns = new StringBuilder();
        try (Statement ask = source.createStatement(); ResultSet none = ask.executeQuery("SELECT * FROM (" + sql(catalog, query) + ") q LIMIT 0");
             Statement make = target.createStatement()) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) columns.append(i == 1 ? "" : ", ").append('c').append(i).append(" text");
            make.execute("CREATE TABLE floor_" + query + " (" + columns + ")");
        }
    }

    /** With everything selected. */
    private static String sql(BigCatalog catalog, String query) {
        String folder = catalog.product().toLowerCase(java.util.Locale.ROOT);
        try (var file = Floor.class.getResourceAsStream("/camel/types/" + folder + "/" + query + ".sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll(":#\\w+", "NULL");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
