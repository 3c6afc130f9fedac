package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.OwnDatabase;
import testing.Serai;
import testing.Serai.Client;
import testing.Tenant;
import testing.Tenant.Person;

/** Who may do what in an account, how members come and go, and what their tokens are worth. */
class MembersTest {
    private static final Serai SERAI = Serai.running();
    private static Tenant tenant;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Members");
    }

    @Test
    void viewerLooksBrowsesAndTestsAndChangesNothing() {
        Client viewer = tenant.viewer.client();
        String path = tenant.admin.post("/api/connections", tenant.sample("For viewers").put("visibility", "public")).header("Location");

        assertThat(viewer.get(path).status()).isEqualTo(200);
        assertThat(viewer.get(path + "/schemas").status()).isEqualTo(200);
        assertThat(viewer.get(path + "/schemas/sales/tables/orders").status()).isEqualTo(200);
        assertThat(viewer.post(path + "/test", null).json().get("status").asText()).isIn("success", "degraded");
        problem(viewer.post("/api/connections", tenant.sample("No")), 403, "forbidden");
        problem(viewer.post("/api/connections/test", tenant.sample("No")), 403, "forbidden");
        problem(viewer.patch(path, Tenant.object().put("description", "no")), 403, "forbidden");
        problem(viewer.delete(path), 403, "forbidden");
        problem(viewer.post(path + "/clone", null), 403, "forbidden");
        problem(viewer.post(path + "/move", "{\"workspace_id\": null}"), 403, "forbidden");
        problem(viewer.post(path + "/imports", null), 403, "forbidden");
        problem(viewer.put(path + "/health/schedule", Tenant.object().put("enabled", false)), 403, "forbidden");
        String route = "/api/routes/test-" + path.substring(path.lastIndexOf('/') + 1);
        for (String action : List.of("stop", "start", "suspend", "resume", "circuit-breaker/open", "circuit-breaker/reset")) problem(viewer.post(route + "/" + action, null), 403, "forbidden");
        changesNothingOfTheAccount(viewer);
    }

    @Test
    void editorChangesOwnConnectionsOnly() {
        Client editor = tenant.editor.client();
        String own = editor.post("/api/connections", tenant.sample("Own")).header("Location");
        String theirs = tenant.admin.post("/api/connections", tenant.sample("Theirs").put("visibility", "public")).header("Location");

        assertThat(editor.patch(own, Tenant.object().put("description", "x")).status()).isEqualTo(200);
        problem(editor.patch(theirs, Tenant.object().put("description", "x")), 403, "forbidden");
        problem(editor.delete(theirs), 403, "forbidden");
        problem(editor.post(theirs + "/move", "{\"workspace_id\": null}"), 403, "forbidden");
        problem(editor.put(theirs + "/health/schedule", Tenant.object().put("enabled", false)), 403, "forbidden");
        assertThat(editor.post(theirs + "/clone", null).status()).isEqualTo(201);
        changesNothingOfTheAccount(editor);
    }

    @Test
    void ownerLocksButDoesNotUnlock() {
        Client editor = tenant.editor.client();
        String path = editor.post("/api/connections", tenant.sample("To lock")).header("Location");

        assertThat(editor.patch(path, Tenant.object().put("visibility", "locked")).json().get("is_locked").asBoolean()).isTrue();
        problem(editor.patch(path, Tenant.object().put("visibility", "private")), 403, "forbidden");
        problem(editor.delete(path), 403, "forbidden");
        assertThat(editor.post(path + "/test", null).status()).isEqualTo(200);
        assertThat(tenant.admin.patch(path, Tenant.object().put("visibility", "private")).status()).isEqualTo(200);
        assertThat(editor.delete(path).status()).isEqualTo(204);
    }

    @Test
    void changedRoleCountsOnTheNextRequest() {
        Person person = tenant.member("viewer");

        problem(person.client().post("/api/connections", tenant.sample("Early")), 403);
        tenant.admin.patch("/api/members/" + person.id(), Tenant.object().put("role", "editor"));
        assertThat(person.client().post("/api/connections", tenant.sample("In time")).status()).isEqualTo(201);
        tenant.admin.patch("/api/members/" + person.id(), Tenant.object().put("role", "viewer"));
        problem(person.client().post("/api/connections", tenant.sample("Late")), 403);
        assertThat(person.client().get("/api/me").json().get("role").asText()).isEqualTo("viewer");
    }

    @Test
    void removedMemberIsOutAtOnceAndTheConnectionsStay() {
        Person person = tenant.member("editor");
        String path = person.client().post("/api/connections", tenant.sample("Left behind")).header("Location");
        String ownToken = person.client().post("/api/tokens", null).json().get("token").asText();

        assertThat(tenant.admin.delete("/api/members/" + person.id()).status()).isEqualTo(204);
        problem(person.client().get(path), 401);
        assertThat(SERAI.client(ownToken).get(path).status()).isBetween(400, 404);
        assertThat(tenant.admin.get(path).json().get("owner_id").asText()).isEqualTo(tenant.adminUser.toString());
        problem(tenant.admin.delete("/api/members/" + person.id()), 404);
        tenant.admin.post("/api/members", Tenant.object().put("email", person.email()).put("password", "long-enough").put("role", "viewer"));
        problem(person.client().get("/api/me"), 401);
    }

    @Test
    void lastAdminStays() {
        Tenant lonely = Tenant.filled(SERAI, "Lonely");
        problem(lonely.admin.patch("/api/members/" + lonely.adminUser, Tenant.object().put("role", "viewer")), 409, "last_admin");
        problem(lonely.admin.delete("/api/members/" + lonely.adminUser), 409);

        Person second = lonely.member("admin");
        problem(second.client().delete("/api/members/" + second.id()), 409, "own_membership");
        assertThat(second.client().patch("/api/members/" + lonely.adminUser, Tenant.object().put("role", "editor")).status()).isEqualTo(200);
        problem(second.client().patch("/api/members/" + second.id(), Tenant.object().put("role", "editor")), 409, "last_admin");
        assertThat(second.client().delete("/api/members/" + lonely.adminUser).status()).isEqualTo(204);
    }

    @Test
    void memberIsAddedOnce() {
        problem(tenant.admin.post("/api/members", Tenant.object().put("email", tenant.editor.email()).put("password", "long-enough").put("role", "viewer")), 409, "already_member");
        problem(tenant.admin.patch("/api/members/" + UUID.randomUUID(), Tenant.object().put("role", "viewer")), 404);
    }

    @Test
    void onlyTheInstallersAdministratorMakesAccounts() {
        var body = Tenant.object().put("name", "More");
        body.putObject("admin").put("email", "more@example.com").put("password", "long-enough");

        problem(tenant.admin.post("/api/accounts", body), 403, "forbidden");
        JsonNode made = SERAI.admin().post("/api/accounts", body).json();
        assertThat(SERAI.client(made.get("token").asText()).get("/api/me").json().get("active_account_id")).isEqualTo(made.get("id"));
        problem(SERAI.admin().post("/api/accounts", body), 409, "email_taken");
    }

    @Test
    void revokedTokenIsRefusedAtOnce() {
        JsonNode fresh = tenant.admin.post("/api/tokens", Tenant.object().put("name", "short")).json();
        Client client = SERAI.client(fresh.get("token").asText());

        assertThat(client.get("/api/me").status()).isEqualTo(200);
        assertThat(tenant.admin.delete("/api/tokens/" + fresh.get("id").asText()).status()).isEqualTo(204);
        problem(client.get("/api/me"), 401);
        problem(tenant.admin.delete("/api/tokens/" + fresh.get("id").asText()), 404);
    }

    @Test
    void tokenIsShownOnceAndKeptAsAHash() {
        JsonNode fresh = tenant.admin.post("/api/tokens", null).json();
        String text = fresh.get("token").asText();

        assertThat(text).matches("serai_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
        assertThat(tenant.admin.get("/api/tokens?limit=200").body()).contains(fresh.get("id").asText()).doesNotContain(text).doesNotContain("hash");
        assertThat(new OwnDatabase(SERAI).ask("SELECT t::text FROM app.api_tokens t WHERE id = ?::uuid", fresh.get("id").asText()).get(0)).doesNotContain(text.substring(20));
        assertThat(tenant.admin.get("/api/audit?limit=200").body()).doesNotContain(text);
    }

    @Test
    void expiredTokenIsRefused() {
        JsonNode fresh = tenant.admin.post("/api/tokens", Tenant.object().put("expires_at", Instant.now().plusMillis(1_500).toString())).json();

        Awaitility.await().until(() -> SERAI.client(fresh.get("token").asText()).get("/api/me").status() == 401);
    }

    @Test
    void tokenOfOthersCannotBeRevokedOrMade() {
        UUID theirs = UUID.fromString(tenant.editor.client().post("/api/tokens", null).json().get("id").asText());

        problem(tenant.admin.delete("/api/tokens/" + theirs), 404);
        problem(tenant.editor.client().post("/api/members/" + tenant.adminUser + "/tokens", null), 403);
        problem(tenant.admin.post("/api/members/" + Tenant.b().adminUser + "/tokens", null), 404);
    }

    @Test
    void personInSeveralAccountsNamesTheOneThatIsMeant() {
        Tenant other = Tenant.filled(SERAI, "Second home");
        String token = tenant.editor.client().post("/api/tokens", null).json().get("token").asText();
        other.admin.post("/api/members", Tenant.object().put("email", tenant.editor.email()).put("password", "not-used-here").put("role", "viewer"));
        Client person = SERAI.client(token);

        problem(person.get("/api/connections"), 400, "account_required");
        assertThat(person.get("/api/me").json().get("accounts")).hasSize(2);
        assertThat(person.with("Serai-Account", tenant.account.toString()).get("/api/me").json().get("role").asText()).isEqualTo("editor");
        assertThat(person.with("Serai-Account", other.account.toString()).get("/api/me").json().get("role").asText()).isEqualTo("viewer");
        problem(person.with("Serai-Account", other.account.toString()).get("/api/connections/" + tenant.connection), 404);
        problem(person.with("Serai-Account", other.account.toString()).post("/api/connections", tenant.sample("No")), 403);
        problem(tenant.editor.client().with("Serai-Account", other.account.toString()).get("/api/me"), 404);
        assertThat(tenant.editor.client().get("/api/connections").status()).as("a token for one account stays in it").isEqualTo(200);
        other.admin.delete("/api/members/" + tenant.editor.id());
        problem(person.with("Serai-Account", other.account.toString()).get("/api/me"), 404);
        assertThat(person.get("/api/connections").status()).isEqualTo(200);
    }

    private static void changesNothingOfTheAccount(Client client) {
        problem(client.post("/api/workspaces", Tenant.object().put("name", "No")), 403, "forbidden");
        problem(client.patch("/api/workspaces/" + tenant.workspace, Tenant.object().put("name", "No")), 403, "forbidden");
        problem(client.delete("/api/workspaces/" + tenant.workspace), 403, "forbidden");
        problem(client.post("/api/members", Tenant.object().put("email", "no@example.com").put("password", "long-enough").put("role", "viewer")), 403, "forbidden");
        problem(client.patch("/api/members/" + tenant.adminUser, Tenant.object().put("role", "viewer")), 403, "forbidden");
        problem(client.patch("/api/members/" + tenant.viewer.id(), Tenant.object().put("role", "admin")), 403, "forbidden");
        problem(client.delete("/api/members/" + tenant.adminUser), 403, "forbidden");
        problem(client.post("/api/accounts", "{\"name\": \"x\", \"admin\": {\"email\": \"x@example.com\", \"password\": \"long-enough\"}}"), 403, "forbidden");
    }
}
