package app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes databases in the embedded server. */
final class EmbeddedSetup {
    private EmbeddedSetup() { }

    static void createDatabases(DatabaseServer server, List<String> names) {
        String url = server.urlOf("postgres");
        try (Connection connection = DriverManager.getConnection(url, server.username(), server.password())) {
            for (String name : names) if (!exists(connection, name)) create(connection, name);
        } catch (SQLException failure) {
            throw new IllegalStateException("The embedded database cannot be set up (" + failure.getSQLState() + ").", failure);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private static void create(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DatabaseRoles.quoted(name));
        }
    }
}
