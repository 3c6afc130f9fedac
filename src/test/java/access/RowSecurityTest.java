package access;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.OwnDatabase.ask;
import static testing.OwnDatabase.count;
import static testing.OwnDatabase.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
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
    private static final Set<String> WRITTEN_BY_VIEWERS = Set.of("test_runs", "test_steps", "health_checks", "connection_metadata_cache", "audit", "audit_heads", "idempotency_keys", "api_tokens");

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
        assertThat(counted(null, "SELECT count(*) FROM app." + table)).isZero();
        assertThat(counted(UUID.randomUUID(), "SELECT count(*) FROM app." + table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodySeesRowsOfAnotherAccount(String table) throws SQLException {
        String rowsOf = "SELECT count(*) FROM app." + table + " WHERE account_id = ?";

        assertThat(DATABASE.ask(rowsOf, a.account)).as("A has rows, or this proves nothing").isNotEqualTo(List.of("0"));
        assertThat(counted(a.adminUser, rowsOf, a.account)).as("A sees them").isPositive();
        assertThat(counted(b.adminUser, rowsOf, a.account)).as("B does not").isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyAddsRowsToAnotherAccount(String table) throws SQLException {
        String row = row(table, a.account);

        refuses(b.adminUser, REFUSED, c -> insert(c, table, row));
        refuses(null, REFUSED, c -> insert(c, table, row));
    }

    /** A row that claims to be B's own but hangs on something of A's. */
    @ParameterizedTest
    @MethodSource("tables")
    void nobodyHangsOwnRowsOnForeignThings(String table) throws SQLException {
        String foreign = row(table, a.account);
        for (String key : keysToOthers(table)) {
            String mixed = "jsonb_set(" + quoted(row(table, b.account)) + "::jsonb, '{" + key + "}', " + quoted(foreign) + "::jsonb -> '" + key + "')";
            assertThat(sqlStateOf(b.adminUser, c -> insertExpression(c, table, mixed))).as(key + " of A").isIn(REFUSED, NO_SUCH_KEY);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyChangesOrRemovesRowsOfAnotherAccount(String table) throws SQLException {
        for (String column : updatable(table)) {
            assertThat(changedBy(b.adminUser, "UPDATE app." + table + " SET " + column + " = " + column + " WHERE account_id = ?", a.account)).isZero();
        }
        assertThat(deletedBy(b.adminUser, table)).isZero();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyMovesOwnRowsIntoAnotherAccount(String table) throws SQLException {
        refuses(b.adminUser, REFUSED, c -> run(c, "UPDATE app." + table + " SET account_id = ? WHERE account_id = ?", a.account, b.account));
    }

    /** Also not for someone who may write in both accounts. */
    @ParameterizedTest
    @MethodSource("tables")
    void identityStaysAsItIs(String table) throws SQLException {
        for (String column : DATABASE.ask("SELECT column_name FROM information_schema.columns WHERE table_schema = 'app' AND column_name IN ('id', 'account_id', 'connection_id', 'user_id') AND table_name = ?", table)) {
            refuses(b.adminUser, REFUSED, c -> run(c, "UPDATE app." + table + " SET " + column + " = " + otherIdentity(table, column) + " WHERE account_id = ?", b.account));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void viewerAddsNothingButTheTraceOfALook(String table) throws SQLException {
        if (WRITTEN_BY_VIEWERS.contains(table)) return;
        String row = row(table, a.account);

        refuses(a.viewer.id(), REFUSED, c -> insert(c, table, row));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyTruncates(String table) throws SQLException {
        refuses(a.adminUser, REFUSED, c -> run(c, "TRUNCATE app." + table + " CASCADE"));
    }

    @Test
    void accountsAndUsersOfOthersAreNotVisible() throws SQLException {
        assertThat(askedBy(b.adminUser, "SELECT id FROM app.accounts")).containsExactly(b.account.toString());
        assertThat(askedBy(b.adminUser, "SELECT id FROM app.users")).contains(b.editor.id().toString()).doesNotContain(a.adminUser.toString());
        assertThat(askedBy(null, "SELECT id FROM app.users")).isEmpty();
        refuses(b.adminUser, REFUSED, c -> ask(c, "SELECT password_hash FROM app.users"));
        refuses(b.adminUser, REFUSED, c -> ask(c, "SELECT token_hash FROM app.api_tokens"));
        refuses(b.adminUser, REFUSED, c -> ask(c, "SELECT event FROM app.system_log"));
    }

    @Test
    void applicationIsNeitherSuperuserNorOwnerNorAboveThePolicies() throws SQLException {
        String role = DATABASE.as(null, c -> ask(c, "SELECT current_user").get(0));

        assertThat(DATABASE.ask("SELECT rolname FROM pg_roles WHERE rolname LIKE 'serai%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)")).isEmpty();
        assertThat(DATABASE.ask("SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'app' AND relowner = ?::regrole", role)).isEmpty();
        assertThat(DATABASE.ask("SELECT rolname FROM pg_roles WHERE rolname <> ? AND pg_has_role(?, oid, 'MEMBER')", role, role)).as("roles that it could take on").isEmpty();
        assertThat(DATABASE.ask("SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname IN ('serai_owner', 'serai_jobs')")).isEmpty();
        assertThat(DATABASE.ask("SELECT table_name || ' ' || privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'app' AND grantee = ? AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')", role)).isEmpty();
        assertThat(DATABASE.ask("SELECT has_schema_privilege(?, 'app', 'CREATE') OR has_database_privilege(?, 'serai', 'CREATE') OR has_database_privilege(?, 'serai', 'TEMPORARY')", role, role, role)).containsExactly("f");
    }

    @Test
    void noViewLooksPastThePolicies() {
        assertThat(DATABASE.ask("SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'app' AND relkind IN ('v', 'm', 'f') AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)")).isEmpty();
    }

    /** Private, public and locked, for each who may come: what of it works at the database. */
    @ParameterizedTest(name = "{1} of a {0} connection: see {2}, change {3}")
    @CsvSource({"private,admin,1,1", "private,owner,1,1", "private,editor,0,0", "private,viewer,0,0", "private,foreigner,0,0", "private,demoted owner,1,0",
            "public,admin,1,1", "public,owner,1,1", "public,editor,1,0", "public,viewer,1,0", "public,foreigner,0,0", "public,demoted owner,1,0",
            "locked,admin,1,1", "locked,owner,1,0", "locked,editor,1,0", "locked,viewer,1,0", "locked,foreigner,0,0", "locked,demoted owner,1,0"})
    void visibilityHolds(String visibility, String who, long seen, int changed) throws SQLException {
        Tenant.Person owner = a.member("editor");
        UUID id = UUID.fromString(owner.client().post("/api/connections", a.sample(visibility + " for " + who).put("visibility", visibility)).json().get("id").asText());
        owner.client().post("/api/connections/" + id + "/test", null);
        if (who.equals("demoted owner")) a.admin.patch("/api/members/" + owner.id(), Tenant.object().put("role", "viewer"));
        UUID caller = switch (who) {
            case "admin" -> a.adminUser;
            case "editor" -> a.editor.id();
            case "viewer" -> a.viewer.id();
            case "foreigner" -> b.adminUser;
            default -> owner.id();
        };

        assertThat(counted(caller, "SELECT count(*) FROM app.connections WHERE id = ?", id)).isEqualTo(seen);
        assertThat(counted(caller, "SELECT count(*) FROM app.test_runs WHERE connection_id = ?", id)).as("its tests").isEqualTo(seen);
        assertThat(counted(caller, "SELECT count(*) FROM app.health_schedules WHERE connection_id = ?", id)).as("its schedule").isEqualTo(seen);
        assertThat(changedBy(caller, "UPDATE app.connections SET description = 'x' WHERE id = ?", id)).isEqualTo(changed);
        assertThat(changedBy(caller, "DELETE FROM app.connections WHERE id = ?", id)).isEqualTo(changed);
    }

    @Test
    void ownerCannotGiveAConnectionAway() throws SQLException {
        UUID id = UUID.fromString(a.editor.client().post("/api/connections", a.sample("To keep")).json().get("id").asText());

        refuses(a.editor.id(), REFUSED, c -> run(c, "UPDATE app.connections SET owner_id = ? WHERE id = ?", a.viewer.id(), id));
    }

    @Test
    void definerFunctionsAreFewAndFenced() {
        assertThat(DATABASE.ask("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'app' AND prosecdef ORDER BY 1")).containsExactlyInAnyOrder(
                "my_accounts", "my_editor_accounts", "my_admin_accounts", "sign_in", "token", "is_installer", "has_users", "first_account", "create_account", "add_member",
                "note_test", "note_import", "end_orphaned_import");
        assertThat(DATABASE.ask("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'app' AND prosecdef AND NOT coalesce('search_path=pg_catalog' = ANY (proconfig), false)"))
                .as("with a search path of the caller's choice").isEmpty();
        assertThat(DATABASE.ask("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'app' AND (proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(proacl) WHERE grantee = 0))"))
                .as("open to everyone").isEmpty();
    }

    @Test
    void definerFunctionsDoNothingToAnotherAccount() throws SQLException {
        String before = DATABASE.ask("SELECT c::text FROM app.connections c WHERE id = ?", a.connection).get(0);
        committedAs(b.adminUser, "SELECT app.note_test(?, 'failed', 'hacked', now())", a.connection);
        committedAs(b.adminUser, "SELECT app.note_import(?, now())", a.connection);
        committedAs(b.adminUser, "SELECT app.end_orphaned_import(?)", a.run);

        assertThat(DATABASE.ask("SELECT c::text FROM app.connections c WHERE id = ?", a.connection)).containsExactly(before);
        assertThat(DATABASE.ask("SELECT status FROM app.imports WHERE id = ?", a.run)).containsExactly("succeeded");
        refuses(b.adminUser, REFUSED, c -> ask(c, "SELECT app.add_member(?, 'x@example.com', '', 'x', 'admin')", a.account));
        refuses(a.editor.id(), REFUSED, c -> ask(c, "SELECT app.add_member(?, 'x@example.com', '', 'x', 'admin')", a.account));
        refuses(b.adminUser, REFUSED, c -> ask(c, "SELECT app.create_account('x', 'x@example.com', 'x', 'x')"));
        assertThat(askedBy(b.adminUser, "SELECT account_id FROM app.first_account('x', 'x@example.com', 'x', 'x')")).isEmpty();
        assertThat(askedBy(b.adminUser, "SELECT app.my_accounts()")).containsExactly("{" + b.account + "}");
        assertThat(askedBy(null, "SELECT app.my_accounts()")).containsExactly("{}");
    }

    @Test
    void memberDoesNotNoteTestsOnAPrivateConnectionOfAnother() throws SQLException {
        committedAs(a.editor.id(), "SELECT app.note_test(?, 'failed', 'hacked', now())", a.connection);

        assertThat(DATABASE.ask("SELECT coalesce(test_error_message, '') FROM app.connections WHERE id = ?", a.connection)).doesNotContain("hacked");
    }

    @Test
    void settingDoesNotLeakThroughThePool() {
        TransactionTemplate transaction = new TransactionTemplate(SERAI.bean(PlatformTransactionManager.class));
        JdbcClient database = SERAI.bean(JdbcClient.class);
        Caller caller = new Caller(a.adminUser, a.account, Role.ADMIN, false, "test", null);
        for (int i = 0; i < 50; i++) {
            boolean fails = i % 2 == 0;
            caller.run(() -> transaction.executeWithoutResult(status -> {
                assertThat(database.sql("SELECT count(*) FROM app.connections").query(Long.class).single()).isPositive();
                if (fails) status.setRollbackOnly();
            }));
            assertThat(database.sql("SELECT coalesce(current_setting('app.user_id', true), '')").query(String.class).single()).isEmpty();
            assertThat(database.sql("SELECT count(*) FROM app.connections").query(Long.class).single()).isZero();
            long unbound = transaction.execute(status -> database.sql("SELECT count(*) FROM app.connections").query(Long.class).single());
            assertThat(unbound).isZero();
        }
    }

    @Test
    void personInSeveralAccountsSeesThemAll() throws SQLException {
        a.admin.post("/api/members", Tenant.object().put("email", b.editor.email()).put("password", "not-used-here").put("role", "viewer"));

        assertThat(askedBy(b.editor.id(), "SELECT id FROM app.accounts")).containsExactlyInAnyOrder(a.account.toString(), b.account.toString());
        a.admin.delete("/api/members/" + b.editor.id());
        assertThat(askedBy(b.editor.id(), "SELECT id FROM app.accounts")).containsExactly(b.account.toString());
    }

    private static String row(String table, UUID account) {
        List<String> rows = DATABASE.ask("SELECT to_jsonb(t)::text FROM app." + table + " t WHERE account_id = ? LIMIT 1", account);
        assertThat(rows).as("a row in " + table).isNotEmpty();
        return rows.get(0);
    }

    private static int insert(Connection connection, String table, String row) throws SQLException {
        return insertExpression(connection, table, quoted(row) + "::jsonb");
    }

    /** With fresh ids, so that no unique key stands in the way before the policy is asked. */
    private static int insertExpression(Connection connection, String table, String row) throws SQLException {
        String columns = String.join(", ", DATABASE.ask("""
                SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'app' AND table_name = ? AND is_generated = 'NEVER' AND is_identity = 'NO'""", table));
        String fresh = "(" + row + " || '{\"id\": \"" + UUID.randomUUID() + "\", \"seq\": 1000000, \"position\": 1000, \"key\": \"" + UUID.randomUUID() + "\", \"name\": \"" + UUID.randomUUID() + "\", \"version\": 1000}')";
        String source = table.equals("health_checks") ? row : fresh;
        return run(connection, "INSERT INTO app." + table + " (" + columns + ") SELECT " + columns + " FROM jsonb_populate_record(null::app." + table + ", " + source + ")");
    }

    /** Columns with ids of things that belong to an account, but the account itself. */
    private static List<String> keysToOthers(String table) {
        return DATABASE.ask("""
                SELECT DISTINCT kcu.column_name FROM information_schema.table_constraints tc
                  JOIN information_schema.key_column_usage kcu USING (constraint_schema, constraint_name)
                 WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_schema = 'app' AND tc.table_name = ?
                   AND kcu.column_name IN ('connection_id', 'workspace_id', 'run_id', 'dataset_id')""", table);
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

    private static long counted(UUID user, String query, Object... values) throws SQLException {
        return DATABASE.as(user, c -> count(c, query, values));
    }

    private static List<String> askedBy(UUID user, String query, Object... values) throws SQLException {
        return DATABASE.as(user, c -> ask(c, query, values));
    }

    private static int changedBy(UUID user, String sql, Object... values) throws SQLException {
        return DATABASE.as(user, c -> run(c, sql, values));
    }

    private static void refuses(UUID user, String sqlState, OwnDatabase.Work<?> work) throws SQLException {
        assertThat(sqlStateOf(user, work)).isEqualTo(sqlState);
    }

    /** @return null when it goes through */
    private static String sqlStateOf(UUID user, OwnDatabase.Work<?> work) throws SQLException {
        return DATABASE.as(user, connection -> {
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

    private static void committedAs(UUID user, String query, Object... values) throws SQLException {
        DATABASE.as(user, connection -> {
            ask(connection, query, values);
            connection.commit();
            return null;
        });
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
