package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Contract;
import testing.Contract.Endpoint;
import testing.Serai;
import testing.Serai.Answer;
import testing.Serai.Client;
import testing.Tenant;

/** Every path of the published contract, called by those who should not. */
class ForeignIdsTest {
    private static final Serai SERAI = Serai.running();

    static Stream<Endpoint> endpoints() {
        return Contract.endpoints(SERAI).stream();
    }

    static Stream<Endpoint> endpointsWithIds() {
        return endpoints().filter(endpoint -> endpoint.isAbout("id") || endpoint.isAbout("user_id"));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void withoutATokenEverythingIsRefused(Endpoint endpoint) {
        for (Client nobody : List.of(SERAI.client(null), SERAI.client("serai_000000000000_wrong"), SERAI.client(""))) {
            Answer answer = problem(nobody.send(endpoint.method(), endpoint.of(Tenant.a()), endpoint.body()), 401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        problem(SERAI.client(null).send(endpoint.method(), endpoint.of(Tenant.a()) + "?access_token=" + Serai.TOKEN + "&token=" + Serai.TOKEN, endpoint.body()), 401);
    }

    @ParameterizedTest
    @MethodSource("endpointsWithIds")
    void thingsOfAnotherAccountAreAsUnknownAsThoseThatNeverWere(Endpoint endpoint) {
        Client b = Tenant.b().admin;

        Answer foreign = problem(b.send(endpoint.method(), endpoint.of(Tenant.a()), endpoint.body()), 404);
        Answer unknown = problem(b.send(endpoint.method(), endpoint.ofNothing(), endpoint.body()), 404);
        assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(unknown));
        assertThat(headers(foreign)).isEqualTo(headers(unknown));
    }

    @ParameterizedTest
    @MethodSource("endpointsWithIds")
    void whatIsNoIdIsUnknownToo(Endpoint endpoint) {
        for (String nonsense : List.of("0", "-1", "null", "undefined", "..", "%2e%2e", "*", "{id}".replace("{", "%7B").replace("}", "%7D"), "1-1-1-1-1", "x".repeat(2000), "'--", "%F0%9F%98%80")) {
            String path = endpoint.path().replace("{schema}", "s").replace("{table}", "t").replaceAll("\\{\\w+}", nonsense.replace("$", ""));
            Answer answer = Tenant.b().admin.send(endpoint.method(), path, endpoint.body());
            problem(answer);
        }
    }

    /** Nor when the caller may see the account, but not this connection. */
    @ParameterizedTest
    @MethodSource("endpointsWithIds")
    void privateConnectionOfAnotherMemberIsUnknown(Endpoint endpoint) {
        if (!endpoint.path().startsWith("/api/connections/{id}") && !endpoint.path().startsWith("/api/imports") && !endpoint.path().startsWith("/api/datasets") && !endpoint.path().startsWith("/api/publications") && !endpoint.path().startsWith("/api/routes")) return;
        Tenant a = Tenant.a();

        problem(a.editor.client().send(endpoint.method(), endpoint.of(a), endpoint.body()), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/connections", "/api/imports", "/api/datasets", "/api/routes"})
    void listsLeaveOutWhatIsNotSeen(String list) {
        String mine = Tenant.a().admin.get(list + "?limit=200").body();
        assertThat(mine).contains(Tenant.a().connection.toString());
        for (Client other : List.of(Tenant.b().admin, Tenant.a().editor.client(), SERAI.admin())) {
            assertThat(other.get(list + "?limit=200").body()).doesNotContain(Tenant.a().connection.toString());
            assertThat(other.get(list + "?limit=200&connection_id=" + Tenant.a().connection + "&workspace_id=" + Tenant.a().workspace + "&owner_id=" + Tenant.a().adminUser).body()).doesNotContain(Tenant.a().connection.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/audit", "/api/members", "/api/workspaces", "/api/tokens", "/api/me"})
    void listsOfAnAccountHoldNothingOfAnother(String list) {
        String theirs = Tenant.b().admin.get(list).body();

        assertThat(theirs).doesNotContain(Tenant.a().account.toString(), Tenant.a().adminUser.toString(), Tenant.a().editor.id().toString(), Tenant.a().workspace.toString(), Tenant.a().token.toString(), Tenant.a().connection.toString());
    }

    @Test
    void foreignWorkspaceIsRefusedLikeAnUnknownOne() {
        Tenant b = Tenant.b();
        for (UUID workspace : List.of(Tenant.a().workspace, UUID.randomUUID())) {
            Answer answer = problem(b.admin.post("/api/connections", b.sample("Astray").put("workspace_id", workspace.toString())), 422);
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/workspace_id");
            problem(b.admin.post("/api/connections/" + b.connection + "/move", Tenant.object().put("workspace_id", workspace.toString())), 422);
            problem(b.admin.patch("/api/connections/" + b.connection, Tenant.object().put("workspace_id", workspace.toString())), 422);
        }
    }

    @Test
    void accountOfAnotherCannotBeNamed() {
        for (String account : List.of(Tenant.a().account.toString(), UUID.randomUUID().toString(), "x", "")) {
            problem(Tenant.b().admin.with("Serai-Account", account).get("/api/connections"), 404);
        }
        assertThat(Tenant.b().admin.with("Serai-Account", Tenant.b().account.toString()).get("/api/connections").status()).isEqualTo(200);
    }

    /** The one path outside of the published list, because its answer goes on. */
    @Test
    void streamOfAnImportIsForThoseWhoSeeIt() {
        String path = "/api/imports/" + Tenant.a().run + "/events";

        problem(SERAI.client(null).get(path), 401);
        Answer foreign = problem(Tenant.b().admin.get(path), 404);
        assertThat(withoutRequestId(foreign)).isEqualTo(withoutRequestId(problem(Tenant.b().admin.get("/api/imports/" + UUID.randomUUID() + "/events"), 404)));
        problem(Tenant.b().admin.get("/api/imports/x/events"), 404);
        assertThat(Tenant.a().admin.get(path).body()).contains("event:end");
    }

    /** Neither a query parameter nor a header poses as part of the path. */
    @Test
    void pathCannotBeOverridden() {
        Tenant a = Tenant.a();
        Tenant b = Tenant.b();
        String query = "?id=" + a.connection + "&connection_id=" + a.connection + "&account_id=" + a.account + "&user_id=" + a.adminUser + "&schema=other&table=other";
        Client posing = b.admin.with("id", a.connection.toString()).with("account_id", a.account.toString()).with("user_id", a.adminUser.toString());

        assertThat(posing.get("/api/connections/" + b.connection + query).json().get("id").asText()).isEqualTo(b.connection.toString());
        assertThat(posing.get("/api/workspaces/" + b.workspace + query).json().get("id").asText()).isEqualTo(b.workspace.toString());
        assertThat(posing.get("/api/connections/" + b.connection + "/schemas/sales/tables/orders" + query).json().get("name").asText()).isEqualTo("orders");
        assertThat(a.admin.get("/api/connections/" + a.connection + "?id=" + b.connection).json().get("id").asText()).isEqualTo(a.connection.toString());
    }

    /** All but what the server may add when it ends a connection. */
    private static Set<String> headers(Answer answer) {
        Set<String> names = new TreeSet<>(answer.response().headers().map().keySet());
        names.removeAll(Set.of("connection", "keep-alive"));
        return names;
    }

    private static ObjectNode withoutRequestId(Answer answer) {
        return ((ObjectNode) answer.json()).without("request_id");
    }
}
