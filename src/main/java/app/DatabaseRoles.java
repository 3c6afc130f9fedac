package app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import problems.CannotStart;

/**
 * The three roles of the database (docs/security.md): the owner of the tables, which migrates and cannot log in; the
 * application, which runs and owns nothing; and the owner of the few functions that look across accounts. Their names begin
 * with the database's, because roles belong to the whole server.
 */
record DatabaseRoles(String owner, String app, String jobs, String appPassword, boolean appIsGiven) {

    /** @param appPassword hex of our own making */
    static DatabaseRoles of(String database, String appPassword) {
        return new DatabaseRoles(database + "_owner", database + "_app", database + "_jobs", appPassword, false);
    }

    /** The operator has made the application's login; Serai sets no password for it. */
    DatabaseRoles withApp(String login, String password) {
        return new DatabaseRoles(owner, login, jobs, password, true);
    }

    Map<String, String> placeholders() {
        return Map.of("app", quoted(app), "jobs", quoted(jobs), "owner", quoted(owner));
    }

    /** Makes what is missing; safe to repeat, also by several replicas at once. */
    void ensure(DatabaseServer server) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.username(), server.password());
             Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(728170000)");
            create(statement, owner, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT");
            create(statement, jobs, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
            if (!appIsGiven) createApp(statement);
            statement.execute("GRANT " + quoted(owner) + " TO CURRENT_USER");
            statement.execute("GRANT " + quoted(jobs) + " TO " + quoted(owner));
            String database = quoted(connection.getCatalog());
            statement.execute("GRANT CREATE, CONNECT ON DATABASE " + database + " TO " + quoted(owner));
            statement.execute("GRANT CONNECT ON DATABASE " + database + " TO " + quoted(app));
            if (server.embedded()) statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            connection.commit();
        } catch (SQLException refused) {
            throw new CannotStart(explained(refused, server), refused);
        }
    }

    private void createApp(Statement statement) throws SQLException {
        create(statement, app, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
        // hex from our own key: nothing in it needs quoting
        statement.execute("ALTER ROLE " + quoted(app) + " PASSWORD '" + appPassword + "'");
    }

    private static void create(Statement statement, String role, String options) throws SQLException {
        String query = "SELECT 1 FROM pg_roles WHERE rolname = '" + role.replace("'", "''") + "'";
        try (ResultSet known = statement.executeQuery(query)) {
            if (known.next()) return;
        }
        statement.execute("CREATE ROLE " + quoted(role) + " " + options);
    }

    private String explained(SQLException refused, DatabaseServer server) {
        if (!"42501".equals(refused.getSQLState())) {
            return "Serai's database cannot be set up as " + server.username() + " (" + refused.getSQLState()
                    + "). Check SERAI_DATABASE_URL, SERAI_DATABASE_USERNAME and SERAI_DATABASE_PASSWORD.";
        }
        return "The user " + server.username() + " may not make the roles " + owner + ", " + app + " and " + jobs
                + ". Give it CREATEROLE and ownership of the database, or use a user that has them.";
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return owner + ", " + app + ", " + jobs;
    }
}
