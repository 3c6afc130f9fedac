package access;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.OwnDatabase.ask;
import static testing.OwnDatabase.count;
import static testing.OwnDatabase.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;

/**
 * The second lock: what the database itself lets the application's role see and do, whatever the program above it forgets.
 * Two accounts are filled through REST; the tables come from the catalog, so that a new one is tried without being listed here.
 */
class RowSecurityTest {
    private static final String REFUSED = "42501";
    private static final String NO_SUCH_KEY = "23503";
    /** What a viewer may write: the outcome of a test, what was looked up, and the trace of it. */
    private static final Set<String> WRITTEN_BY_VIEWERS = Set.of("test_runs", "test_steps", "health_checks", "connection_metadata_cache", "audit", "audit_heads", "idempotency_keys", "api_tokens", "service_tokens", "budgets", "budget_connections");

    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static Tenant a;
    private static Tenant b;

    @BeforeAll
    static void fill() {
        a = Tenant.a();
        b = Tenant.b();
        a.awaitHealthCheck();
        b.awaitHealthCheck();
        for (Tenant tenant : List.of(a, b)) {
            DATABASE.ask("INSERT INTO app.service_tokens (account_id, credentials) VALUES (?, 'of a service') RETURNING 1", tenant.account);
            DATABASE.ask("""
                    INSERT INTO app.pending_consents (state_hash, account_id, connection_id, user_id, session_hash, version, verifier, redirect_uri, expires_at)
                    VALUES (sha256(?::text::bytea), ?, ?, ?, sha256('s'), 1, 'sealed', 'http://localhost/oauth/callback', now() + interval '1 hour') RETURNING 1""",
                    tenant.account, tenant.account, tenant.connection, tenant.adminUser);
            DATABASE.ask("INSERT INTO app.budgets (account_id, organisation, product) VALUES (?, 'acme.example.com', 'Acme') RETURNING 1", tenant.account);
            DATABASE.ask("INSERT INTO app.budget_connections (account_id, organisation, connection_id) VALUES (?, 'acme.example.com', ?) RETURNING 1", tenant.account, tenant.connection);
        }
    }

    static Stream<String> tables() {
        return DATABASE.ask("""
                SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute t ON t.attrelid = c.oid
                 WHERE n.nspname = 'app' AND c.relkind IN ('r', 'p') AND t.attname IN ('account_id', 'connection_id') AND NOT t.attisdropped ORDER BY 1""").stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void securityIsEnabledAndForced(String table) {
        assertThat(DATABASE.ask("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = ?::regclass", "app." + table)).containsExactly("t");
        assertThat(DATABASE.ask("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'app' AND column_name = 'account_id' AND table_name = ?", table))
                .as("names its account").containsExactly("1");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void withoutACallerNoRowIsVisible(String table) throws SQLException {
        assertThat(DATABASE.counted(null, "SELECT count(*) FROM app." + table)).isZero();
        assertThat(DATABASE.counted(UUID.randomUUID(), "SELECT count(*) FROM app." + table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodySeesRowsOfAnotherAccount(String table) throws SQLException {
        String rowsOf = "SELECT count(*) FROM app." + table + " WHERE account_id = ?";

        assertThat(DATABASE.ask(rowsOf, a.account)).as("A has rows, or this proves nothing").isNotEqualTo(List.of("0"));
        assertThat(DATABASE.counted(a.adminUser, rowsOf, a.account)).as("A sees them").isPositive();
        assertThat(DATABASE.counted(b.adminUser, rowsOf, a.account)).as("B does not").isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyAddsRowsToAnotherAccount(String table) throws SQLException {
        String row = row(table, a.account);

        assertThat(DATABASE.refusal(b.adminUser, c -> insert(c, table, row))).isEqualTo(REFUSED);
        assertThat(DATABASE.refusal(null, c -> insert(c, table, row))).isEqualTo(REFUSED);
    }

    /** A row that claims to be B's own but hangs on something of A's. */
    @ParameterizedTest
    @MethodSource("tables")
    void nobodyHangsOwnRowsOnForeignThings(String table) throws SQLException {
        for (String key : keysToOthers(table)) {
            String foreign = "to_jsonb(" + quoted(referred(table, key, a.account)) + "::uuid)";
            String mixed = "jsonb_set(" + quoted(row(table, b.account)) + "::jsonb, '{" + key + "}', " + foreign + ")";
            assertThat(DATABASE.refusal(b.adminUser, c -> insertExpression(c, table, mixed))).as(key + " of A").isIn(REFUSED, NO_SUCH_KEY);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyChangesOrRemovesRowsOfAnotherAccount(String table) throws SQLException {
        for (String column : updatable(table)) {
            assertThat(DATABASE.changedBy(b.adminUser, "UPDATE app." + table + " SET " + column + " = " + column + " WHERE account_id = ?", a.account)).isZero();
        }
        assertThat(deletedBy(b.adminUser, table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyMovesOwnRowsIntoAnotherAccount(String table) throws SQLException {
        assertThat(DATABASE.refusal(b.adminUser, c -> run(c, "UPDATE app." + table + " SET account_id = ? WHERE account_id = ?", a.account, b.account))).isEqualTo(REFUSED);
    }

    /** Also not for someone who may write in both accounts. */
    @ParameterizedTest
    @MethodSource("tables")
    void identityStaysAsItIs(String table) throws SQLException {
        for (String column : DATABASE.ask("SELECT column_name FROM information_schema.columns WHERE table_schema = 'app' AND column_name IN ('id', 'account_id', 'connection_id', 'user_id') AND table_name = ?", table)) {
            assertThat(DATABASE.refusal(b.adminUser, c -> run(c, "UPDATE app." + table + " SET " + column + " = " + otherIdentity(table, column) + " WHERE account_id = ?", b.account))).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void viewerAddsNothingButTheTraceOfALook(String table) throws SQLException {
        if (WRITTEN_BY_VIEWERS.contains(table)) return;
        String row = row(table, a.account);

        assertThat(DATABASE.refusal(a.viewer.id(), c -> insert(c, table, row))).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyTruncates(String table) throws SQLException {
        assertThat(DATABASE.refusal(a.adminUser, c -> run(c, "TRUNCATE app." + table + " CASCADE"))).isEqualTo(REFUSED);
    }

    private static String row(String table, UUID account) {
        List<String> rows = DATABASE.ask("SELECT to_jsonb(t)::text FROM app." + table + " t WHERE account_id = ? LIMIT 1", account);
        assertThat(rows).as("a row in " + table).isNotEmpty();
        return rows.get(0);
    }

    private static String referred(String table, String key, UUID account) {
        List<String> ids = DATABASE.ask("SELECT " + key + " FROM app." + table + " WHERE account_id = ? AND " + key + " IS NOT NULL LIMIT 1", account);
        assertThat(ids).as("a row in " + table + " with a " + key).isNotEmpty();
        return ids.get(0);
    }

    private static int insert(Connection connection, String table, String row) throws SQLException {
        return insertExpression(connection, table, quoted(row) + "::jsonb");
    }

    /** With fresh ids, so that no unique key stands in the way before the policy is asked. */
    private static int insertExpression(Connection connection, String table, String row) throws SQLException {
        String columns = String.join(", ", DATABASE.ask("""
                SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'app' AND table_name = ? AND is_generated = 'NEVER' AND is_identity = 'NO'""", table));
        String fresh = "(" + row + " || '{\"id\": \"" + UUID.randomUUID() + "\", \"seq\": 1000000, \"position\": 1000, \"key\": \"" + UUID.randomUUID() + "\", \"name\": \"" + UUID.randomUUID() + "\", \"target_name\": \"" + UUID.randomUUID() + "\", \"version\": 1000}')";
        String source = table.equals("health_checks") ? row : fresh;
        return run(connection, "INSERT INTO app." + table + " (" + columns + ") SELECT " + columns + " FROM jsonb_populate_record(null::app." + table + ", " + source + ")");
    }

    /** Columns with ids of things that belong to an account, but the account itself. */
    private static List<String> keysToOthers(String table) {
        return DATABASE.ask("""
                SELECT DISTINCT kcu.column_name FROM information_schema.table_constraints tc
                  JOIN information_schema.key_column_usage kcu USING (constraint_schema, constraint_name)
                 WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_schema = 'app' AND tc.table_name = ?
                   AND kcu.column_name IN ('connection_id', 'workspace_id', 'run_id', 'dataset_id', 'import_id', 'publication_id', 'source_id')""", table);
    }

    private static List<String> updatable(String table) throws SQLException {
        String role = DATABASE.as(null, c -> ask(c, "SELECT current_user").get(0));
        return DATABASE.ask("SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND has_column_privilege(?, attrelid, attnum, 'UPDATE')", "app." + table, role);
    }

    private static int deletedBy(UUID user, String table) throws SQLException {
        try {
            return DATABASE.as(user, c -> run(c, "DELETE FROM app." + table + " WHERE account_id = ?", a.account));
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isEqualTo(REFUSED);
            return 0;
        }
    }

    private static String otherIdentity(String table, String column) {
        boolean number = DATABASE.ask("SELECT data_type FROM information_schema.columns WHERE table_schema = 'app' AND table_name = ? AND column_name = ?", table, column).contains("bigint");
        return number ? "DEFAULT" : "gen_random_uuid()";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
