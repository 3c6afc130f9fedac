package testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The running program's own database, as nobody but a test may look at it: as the superuser, or as the application with a user of one's choice. */
public final class OwnDatabase {
    private final Serai serai;

    public OwnDatabase(Serai serai) {
        this.serai = serai;
    }

    /** What is done in a transaction that is always rolled back. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    public Connection superuser() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/serai", "postgres", kept("postgres.password"));
    }

    public int port() {
        return Integer.parseInt(kept("postgres.port"));
    }

    public String kept(String file) {
        try {
            return Files.readString(serai.home().resolve(file)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first column of each row, as text, asked as the superuser. */
    public List<String> ask(String query, Object... values) {
        try (Connection connection = superuser()) {
            return ask(connection, query, values);
        } catch (SQLException broken) {
            throw new IllegalStateException(query, broken);
        }
    }

    /** @return the number of rows that it changed */
    public int run(String sql, Object... values) {
        try (Connection connection = superuser()) {
            return run(connection, sql, values);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    /** As the application's role, through its pool. @param user null for none */
    public <T> T as(UUID user, Work<T> work) throws SQLException {
        try (Connection connection = serai.bean(DataSource.class).getConnection()) {
            connection.setAutoCommit(false);
            try {
                ask(connection, "SELECT set_config('app.user_id', ?, true)", user == null ? "" : user.toString());
                return work.with(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** As {@link #as}: the number that a query answers. */
    public long counted(UUID user, String query, Object... values) throws SQLException {
        return as(user, c -> count(c, query, values));
    }

    public List<String> askedBy(UUID user, String query, Object... values) throws SQLException {
        return as(user, c -> ask(c, query, values));
    }

    public int changedBy(UUID user, String sql, Object... values) throws SQLException {
        return as(user, c -> run(c, sql, values));
    }

    /** @return the SQL state of the refusal; null when it goes through */
    public String refusal(UUID user, Work<?> work) throws SQLException {
        return as(user, connection -> {
            Savepoint before = connection.setSavepoint();
            try {
                work.with(connection);
                return null;
            } catch (SQLException refused) {
                connection.rollback(before);
                return refused.getSQLState();
            }
        });
    }

    public static List<String> ask(Connection connection, String query, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, query, values); ResultSet rows = statement.executeQuery()) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) answers.add(rows.getString(1));
            return answers;
        }
    }

    public static long count(Connection connection, String query, Object... values) throws SQLException {
        return Long.parseLong(ask(connection, query, values).get(0));
    }

    public static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        return statement;
    }
}
