package app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import problems.CannotStart;

/** What an operator's own database URL says. */
final class ExternalUrl {
    private ExternalUrl() { }

    static int port(String url) {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new CannotStart("SERAI_DATABASE_URL is not a PostgreSQL URL. "
                    + "An example: jdbc:postgresql://db.example.com:5432/serai");
        }
        return Integer.parseInt(PGProperty.PG_PORT.getOrDefault(parsed).split(",")[0]);
    }

    /** The name as the server knows it. */
    static String database(DatabaseServer server) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.username(), server.password())) {
            return connection.getCatalog();
        } catch (SQLException refused) {
            throw new CannotStart("Serai's own database does not let " + server.username() + " in (" + refused.getSQLState()
                    + "). Check SERAI_DATABASE_URL, SERAI_DATABASE_USERNAME and SERAI_DATABASE_PASSWORD.", refused);
        }
    }
}
