package access;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.OwnDatabase.ask;
import static testing.OwnDatabase.count;
import static testing.OwnDatabase.run;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;

/** What holds besides the rows of single tables: roles, functions, views, the pool, and who sees which connection. */
class DatabaseRightsTest {
    private static final String REFUSED = "42501";
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static Tenant a;
    private static Tenant b;

    @BeforeAll
    static void fill() {
        a = Tenant.a();
        b = Tenant.b();
    }

    @Test
    void accountsAndUsersOfOthersAreNotVisible() throws SQLException {
        assertThat(DATABASE.askedBy(b.adminUser, "SELECT id FROM app.accounts")).containsExactly(b.account.toString());
        assertThat(DATABASE.askedBy(b.adminUser, "SELECT id FROM app.users")).contains(b.editor.id().toString()).doesNotContain(a.adminUser.toString());
        assertThat(DATABASE.askedBy(null, "SELECT id FROM app.users")).isEmpty();
        assertThat(DATABASE.refusal(b.adminUser, c -> ask(c, "SELECT password_hash FROM app.users"))).isEqualTo(REFUSED);
        assertThat(DATABASE.refusal(b.adminUser, c -> ask(c, "SELECT token_hash FROM app.api_tokens"))).isEqualTo(REFUSED);
        assertThat(DATABASE.refusal(b.adminUser, c -> ask(c, "SELECT event FROM app.system_log"))).isEqualTo(REFUSED);
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

        assertThat(DATABASE.counted(caller, "SELECT count(*) FROM app.connections WHERE id = ?", id)).isEqualTo(seen);
        assertThat(DATABASE.counted(caller, "SELECT count(*) FROM app.test_runs WHERE connection_id = ?", id)).as("its tests").isEqualTo(seen);
        assertThat(DATABASE.counted(caller, "SELECT count(*) FROM app.health_schedules WHERE connection_id = ?", id)).as("its schedule").isEqualTo(seen);
        assertThat(DATABASE.changedBy(caller, "UPDATE app.connections SET description = 'x' WHERE id = ?", id)).isEqualTo(changed);
        assertThat(DATABASE.changedBy(caller, "DELETE FROM app.connections WHERE id = ?", id)).isEqualTo(changed);
    }

    @Test
    void ownerCannotGiveAConnectionAway() throws SQLException {
        UUID id = UUID.fromString(a.editor.client().post("/api/connections", a.sample("To keep")).json().get("id").asText());

        assertThat(DATABASE.refusal(a.editor.id(), c -> run(c, "UPDATE app.connections SET owner_id = ? WHERE id = ?", a.viewer.id(), id))).isEqualTo(REFUSED);
    }

    @Test
    void definerFunctionsAreFewAndFenced() {
        assertThat(DATABASE.ask("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'app' AND prosecdef ORDER BY 1")).containsExactlyInAnyOrder(
                "my_accounts", "my_editor_accounts", "my_admin_accounts", "sign_in", "token", "is_installer", "has_users", "first_account", "create_account", "add_member",
                "note_test", "note_import", "end_orphaned_import", "end_orphaned_publication");
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
        assertThat(DATABASE.refusal(b.adminUser, c -> ask(c, "SELECT app.add_member(?, 'x@example.com', '', 'x', 'admin')", a.account))).isEqualTo(REFUSED);
        assertThat(DATABASE.refusal(a.editor.id(), c -> ask(c, "SELECT app.add_member(?, 'x@example.com', '', 'x', 'admin')", a.account))).isEqualTo(REFUSED);
        assertThat(DATABASE.refusal(b.adminUser, c -> ask(c, "SELECT app.create_account('x', 'x@example.com', 'x', 'x')"))).isEqualTo(REFUSED);
        assertThat(DATABASE.askedBy(b.adminUser, "SELECT account_id FROM app.first_account('x', 'x@example.com', 'x', 'x')")).isEmpty();
        assertThat(DATABASE.askedBy(b.adminUser, "SELECT app.my_accounts()")).containsExactly("{" + b.account + "}");
        assertThat(DATABASE.askedBy(null, "SELECT app.my_accounts()")).containsExactly("{}");
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

        assertThat(DATABASE.askedBy(b.editor.id(), "SELECT id FROM app.accounts")).containsExactlyInAnyOrder(a.account.toString(), b.account.toString());
        a.admin.delete("/api/members/" + b.editor.id());
        assertThat(DATABASE.askedBy(b.editor.id(), "SELECT id FROM app.accounts")).containsExactly(b.account.toString());
    }

    private static void committedAs(UUID user, String query, Object... values) throws SQLException {
        DATABASE.as(user, connection -> {
            ask(connection, query, values);
            connection.commit();
            return null;
        });
    }
}
