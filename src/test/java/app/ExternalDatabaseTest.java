package app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import testing.ChildSerai;
import testing.Serai;
import testing.TestPostgres;

/** An operator's own PostgreSQL in place of the embedded one, and the sentences for when it is not as it must be. */
class ExternalDatabaseTest {
    private static final String KEY = "5e".repeat(32);
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    @Test
    void oneLoginWithCreateRoleIsEnough() {
        String database = database("one_login", "CREATEROLE");
        try (ChildSerai serai = ChildSerai.start(variables(database, "one_login"))) {
            works(serai);
            assertThat(ownRole(database)).isEqualTo(database + "_app");
        }
        POSTGRES.run(database, "UPDATE app.connections SET description = 'kept'");
        try (ChildSerai again = ChildSerai.start(variables(database, "one_login"))) {
            assertThat(again.get("/api/connections", Serai.TOKEN).body()).contains("kept");
        }
    }

    @Test
    void loginWithoutCreateRoleIsToldWhatItNeeds() {
        String database = database("poor_login", "NOCREATEROLE");
        try (ChildSerai serai = ChildSerai.start(variables(database, "poor_login"))) {
            refuses(serai, "The user poor_login may not make the roles " + database + "_owner, " + database + "_app and " + database + "_jobs. Give it CREATEROLE");
        }
    }

    @Test
    void separateLoginsForOwnerAndApplication() {
        String database = database("setup_login", "CREATEROLE");
        POSTGRES.newLogin("run_login", "run-password");
        Map<String, String> variables = variables(database, "run_login");
        variables.put("SERAI_DATABASE_OWNER_USERNAME", "setup_login");
        variables.put("SERAI_DATABASE_OWNER_PASSWORD", "setup_login-password");
        variables.put("SERAI_DATABASE_PASSWORD", "run-password");
        try (ChildSerai serai = ChildSerai.start(variables)) {
            works(serai);
            assertThat(ownRole(database)).isEqualTo("run_login");
            assertThat(POSTGRES.ask("postgres", "SELECT count(*) FROM pg_roles WHERE rolname = '" + database + "_app'")).isEqualTo("0");
        }
        assertThat(POSTGRES.ask(database, "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'app' AND relowner IN ('run_login'::regrole, 'setup_login'::regrole)")).isEqualTo("0");
    }

    @Test
    void wrongPasswordIsSaidPlainly() {
        String database = database("known_login", "CREATEROLE");
        Map<String, String> variables = variables(database, "known_login");
        variables.put("SERAI_DATABASE_PASSWORD", "wrong-password");
        try (ChildSerai serai = ChildSerai.start(variables)) {
            refuses(serai, "Serai's own database does not let known_login in (28P01)");
            assertThat(serai.console()).doesNotContain("wrong-password");
        }
    }

    @Test
    void keyMustBeGiven() {
        Map<String, String> variables = variables(database("keyless_login", "CREATEROLE"), "keyless_login");
        variables.remove("ENCRYPTION_KEY");
        try (ChildSerai serai = ChildSerai.start(variables)) {
            refuses(serai, "With an external database ENCRYPTION_KEY must be set");
        }
    }

    @Test
    void shortKeyIsRefusedWithoutRepeatingIt() {
        Map<String, String> variables = variables(database("short_login", "CREATEROLE"), "short_login");
        variables.put("ENCRYPTION_KEY", "abcdef0123456789");
        try (ChildSerai serai = ChildSerai.start(variables)) {
            refuses(serai, "The encryption key must be 32 bytes");
            assertThat(serai.console()).doesNotContain("abcdef0123456789");
        }
    }

    @Test
    void urlOfAnotherDatabaseProductIsRefused() {
        Map<String, String> variables = variables("x", "x");
        variables.put("SERAI_DATABASE_URL", "jdbc:mysql://localhost/x");
        try (ChildSerai serai = ChildSerai.start(variables)) {
            refuses(serai, "SERAI_DATABASE_URL must begin with jdbc:postgresql://");
        }
    }

    /** The application's password is derived from the key: a replica with a wrong key must not lock the others out. */
    @Test
    void wrongKeyIsRefusedAndTheRunningReplicaGoesOn() {
        String database = database("twice_login", "CREATEROLE");
        try (ChildSerai first = ChildSerai.start(variables(database, "twice_login"))) {
            works(first);
            String before = state(database);
            Map<String, String> wrong = variables(database, "twice_login");
            wrong.put("ENCRYPTION_KEY", "aa".repeat(32));
            try (ChildSerai second = ChildSerai.start(wrong)) {
                refuses(second, "ENCRYPTION_KEY is not the key that this database's secrets were sealed with.");
                assertThat(second.console()).doesNotContain("aa".repeat(32));
            }
            assertThat(state(database)).isEqualTo(before);
            POSTGRES.run(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + database + "_app'");
            org.awaitility.Awaitility.await().until(() -> first.get("/api/me", Serai.TOKEN).statusCode() == 200);
        }
    }

    @Test
    void newKeyInFrontOfTheFormerOneOpensEverything() {
        String database = database("rotating_login", "CREATEROLE");
        try (ChildSerai first = ChildSerai.start(variables(database, "rotating_login"))) {
            works(first);
        }
        Map<String, String> both = variables(database, "rotating_login");
        both.remove("ENCRYPTION_KEY");
        both.put("ENCRYPTION_KEYS", "new:" + "bb".repeat(32) + ",old:" + KEY);
        try (ChildSerai second = ChildSerai.start(both)) {
            assertThat(second.get("/api/connections", Serai.TOKEN).body()).contains("\"secret\":true");
            assertThat(second.get("/api/audit/verify", Serai.TOKEN).body()).contains("\"intact\":true");
        }
    }

    private static void works(ChildSerai serai) {
        String body = "{\"name\": \"External\", \"connection_type\": \"PostgreSQL\", \"configuration\": {\"server\": \"localhost\", \"port\": " + POSTGRES.port()
                + ", \"database\": \"postgres\", \"authentication\": {\"type\": \"password\", \"username\": \"postgres\", \"password\": \"x\"}, \"ssl\": {\"enabled\": false}}}";
        assertThat(serai.post("/api/connections", Serai.TOKEN, body).statusCode()).as(serai.console()).isEqualTo(201);
        assertThat(serai.get("/api/connections", Serai.TOKEN).body()).contains("External").contains("\"secret\":true");
        assertThat(serai.post("/api/connections/test", Serai.TOKEN, body).body()).as("its own database").contains("\"POLICY\"");
    }

    private static void refuses(ChildSerai serai, String sentence) {
        assertThat(serai.awaitExit()).isNotZero();
        assertThat(serai.console()).contains(sentence).contains("APPLICATION FAILED TO START").doesNotContain("\tat ").doesNotContain("Caused by");
    }

    private static String database(String login, String right) {
        POSTGRES.newLogin(login, login + "-password");
        String database = POSTGRES.newDatabase();
        POSTGRES.run("postgres", "ALTER ROLE " + login + " " + right, "ALTER DATABASE " + database + " OWNER TO " + login);
        return database;
    }

    private static Map<String, String> variables(String database, String login) {
        return new HashMap<>(Map.of("SERAI_DATABASE_URL", "jdbc:postgresql://localhost:" + POSTGRES.port() + "/" + database, "SERAI_DATABASE_USERNAME", login, "SERAI_DATABASE_PASSWORD", login + "-password", "ENCRYPTION_KEY", KEY));
    }

    private static String ownRole(String database) {
        return POSTGRES.ask(database, "SELECT usename FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'Serai' LIMIT 1");
    }

    private static String state(String database) {
        return List.of(POSTGRES.ask(database, "SELECT string_agg(encode(kid, 'hex'), ',' ORDER BY kid) FROM app.crypto_keys"), POSTGRES.ask(database, "SELECT rolpassword FROM pg_authid WHERE rolname = '" + database + "_app'"),
                POSTGRES.ask(database, "SELECT count(*)::text FROM app.flyway_schema_history"), POSTGRES.ask(database, "SELECT count(*)::text FROM app.users")).toString();
    }
}
