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

/** What cannot be beaten: the catalog's answers as they are, from the source's {@code COPY} into that of plain tables, and reading them alone. */
final class Floor {
    private static final List<String> QUERIES = List.of("tables", "columns", "keys", "indexes");

    private Floor() { }

    /** All four answers through the driver, row by row, each value looked at and forgotten. @return the number of rows */
    static long read(Connection source) throws SQLException {
        long rows = 0;
        source.setAutoCommit(false);
        for (String query : QUERIES) rows += read(source, sql(query));
        source.rollback();
        return rows;
    }

    private static long read(Connection source, String sql) throws SQLException {
        long rows = 0;
        try (Statement statement = source.createStatement()) {
            statement.setFetchSize(1_000);
            try (ResultSet answer = statement.executeQuery(sql)) {
                int columns = answer.getMetaData().getColumnCount();
                for (; answer.next(); rows++) for (int i = 1; i <= columns; i++) answer.getObject(i);
            }
        }
        return rows;
    }

    /** @param target where plain tables may be made; they are gone afterwards */
    static void copy(Connection source, Connection target) throws SQLException {
        target.setAutoCommit(false);
        for (String query : QUERIES) {
            makePlainTable(source, target, query);
            copy(source.unwrap(PGConnection.class), target.unwrap(PGConnection.class), query);
        }
        target.commit();
        try (Statement statement = target.createStatement()) {
            for (String query : QUERIES) statement.execute("DROP TABLE floor_" + query);
        }
        target.commit();
    }

    private static void makePlainTable(Connection source, Connection target, String query) throws SQLException {
        StringBuilder columns = new StringBuilder();
        try (Statement ask = source.createStatement(); ResultSet none = ask.executeQuery("SELECT * FROM (" + sql(query) + ") q LIMIT 0");
             Statement make = target.createStatement()) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) columns.append(i == 1 ? "" : ", ").append('c').append(i).append(" text");
            make.execute("CREATE TABLE floor_" + query + " (" + columns + ")");
        }
    }

    private static void copy(PGConnection source, PGConnection target, String query) throws SQLException {
        CopyOut out = source.getCopyAPI().copyOut("COPY (" + sql(query) + ") TO STDOUT");
        CopyIn in = target.getCopyAPI().copyIn("COPY floor_" + query + " FROM STDIN");
        for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) in.writeToCopy(row, 0, row.length);
        in.endCopy();
    }

    /** The type's own SQL, with everything selected. */
    private static String sql(String query) {
        try (var file = Floor.class.getResourceAsStream("/camel/types/postgresql/" + query + ".sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll(":#\\w+", "NULL");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
