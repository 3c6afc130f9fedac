package app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** A database of its own in the embedded server, with a login that can read this database and get into no other. */
@Component
class SampleDatabase {
    static final String NAME = "sample";
    private static final String LOGIN = "serai_sample";

    record Access(int port, String username, String password) {
        ObjectNode configuration(ObjectMapper json) {
            ObjectNode configuration = json.createObjectNode().put("server", "127.0.0.1").put("port", port).put("database", NAME);
            configuration.putObject("authentication").put("type", "password").put("username", username).put("password", password);
            // both ends are this machine's loopback, and the embedded server has no certificate
            configuration.putObject("ssl").put("enabled", false);
            return configuration;
        }

        @Override
        public String toString() {
            return username + " at port " + port;
        }
    }

    private final Home home;

    SampleDatabase(Home home) {
        this.home = home;
    }

    /** Safe to repeat. Leaves {@code sample-database.env} behind, for the README's first five minutes. */
    Access create(DatabaseServer server) {
        Access access = new Access(server.port(), LOGIN, home.keptSecret("sample-database.password", Passphrase::random));
        EmbeddedSetup.createDatabases(server, List.of(NAME));
        try (Connection connection = DriverManager.getConnection(server.urlOf(NAME), server.username(), server.password());
             Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (isEmpty(statement)) fill(statement, access);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException("The sample database cannot be set up (" + failure.getSQLState() + ").", failure);
        }
        home.writePrivate(home.path("sample-database.env"), "SAMPLE_PORT=" + access.port + "\n"
                + "SAMPLE_USER=" + access.username + "\n"
                + "SAMPLE_PASSWORD=" + access.password + "\n");
        return access;
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'sales')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void fill(Statement statement, Access access) throws SQLException {
        // letters, digits, dash and underscore: nothing in it needs quoting
        statement.execute("CREATE ROLE " + LOGIN + " LOGIN PASSWORD '" + access.password + "'");
        statement.execute(script());
        statement.execute("REVOKE ALL ON DATABASE " + NAME + ", postgres, template1 FROM PUBLIC");
        statement.execute("GRANT CONNECT ON DATABASE " + NAME + " TO " + LOGIN);
        statement.execute("DO $$ DECLARE s text; BEGIN "
                + "FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP "
                + "EXECUTE format('GRANT USAGE ON SCHEMA %I TO " + LOGIN + "', s); "
                + "EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO " + LOGIN + "', s); "
                + "END LOOP; END $$");
        statement.execute("ANALYZE");
    }

    private static String script() {
        try {
            return new ClassPathResource("samples/sales.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
