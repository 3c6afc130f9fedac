package api;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.Serai;
import testing.Serai.Answer;
import testing.Serai.Client;
import testing.Tenant;

/** Who is first when several want the same: versions, idempotency keys, names, and what a move or a deletion leaves. */
class VersionsTest {
    private static final Serai SERAI = Serai.running();
    private static Tenant tenant;

    @BeforeAll
    static void fill() {
        tenant = Tenant.filled(SERAI, "Versions");
    }

    @Test
    void staleVersionIsRefusedAndTheCurrentOneGoesThrough() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Versions")).header("Location");
        String first = tenant.admin.get(path).header("ETag");
        Answer second = tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("description", "second"));

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("ETag")).isNotEqualTo(first);
        for (String stale : List.of(first, "\"0\"", "\"x\"", "W/" + first, "\"99999999999999999999\"")) {
            problem(tenant.admin.with("If-Match", stale).patch(path, Tenant.object().put("description", "third")), 412, "stale");
            problem(tenant.admin.with("If-Match", stale).delete(path), 412, "stale");
        }
        assertThat(tenant.admin.get(path).json().get("description").asText()).isEqualTo("second");
        assertThat(tenant.admin.with("If-Match", "*").patch(path, Tenant.object().put("description", "third")).status()).isEqualTo(200);
        assertThat(tenant.admin.with("If-Match", tenant.admin.get(path).header("ETag")).delete(path).status()).isEqualTo(204);
        problem(tenant.admin.get(path), 404);
    }

    @Test
    void workspacesHaveVersionsToo() {
        String path = tenant.admin.post("/api/workspaces", Tenant.object().put("name", "Versioned")).header("Location");
        String first = tenant.admin.get(path).header("ETag");

        assertThat(tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("name", "Versioned twice")).status()).isEqualTo(200);
        problem(tenant.admin.with("If-Match", first).patch(path, Tenant.object().put("name", "No")), 412, "stale");
        problem(tenant.admin.with("If-Match", first).delete(path), 412, "stale");
        assertThat(tenant.admin.delete(path).status()).isEqualTo(204);
    }

    @Test
    void idempotencyKeyMakesARepeatedCreateOneConnection() {
        Client keyed = tenant.admin.with("Idempotency-Key", "create-once");
        Answer first = keyed.post("/api/connections", tenant.sample("Once"));
        Answer again = keyed.post("/api/connections", tenant.sample("Once"));

        assertThat(List.of(first.status(), again.status())).containsExactly(201, 201);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        problem(tenant.admin.post("/api/connections", tenant.sample("Once")), 409, "name_taken");
        assertThat(tenant.editor.client().with("Idempotency-Key", "create-once").post("/api/connections", tenant.sample("Of another person")).json().get("id")).as("a key is its user's own").isNotEqualTo(first.json().get("id"));
        problem(tenant.admin.with("Idempotency-Key", "x".repeat(201)).post("/api/connections", tenant.sample("Long key")), 400);
    }

    @Test
    void idempotencyKeyMakesARepeatedImportOneJob() {
        Client keyed = tenant.admin.with("Idempotency-Key", "import-once");
        String path = "/api/connections/" + tenant.connection + "/imports";

        Answer first = keyed.post(path, null);
        assertThat(first.status()).isEqualTo(202);
        assertThat(keyed.post(path, null).header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void oneOfEightCreatesWithTheSameNameWins() throws Exception {
        List<Integer> statuses = atOnce(8, () -> tenant.admin.post("/api/connections", tenant.sample("Race")).status());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
    }

    @Test
    void eightCreatesWithTheSameKeyMakeOneConnection() throws Exception {
        List<String> ids = atOnce(8, () -> tenant.admin.with("Idempotency-Key", "race").post("/api/connections", tenant.sample("Race with a key")).json().get("id").asText());

        assertThat(ids).hasSize(8).containsOnly(ids.get(0));
    }

    @Test
    void oneOfEightEditsOfTheSameVersionWins() throws Exception {
        String path = tenant.admin.post("/api/connections", tenant.sample("Edited at once")).header("Location");
        List<Integer> statuses = atOnce(8, () -> tenant.admin.with("If-Match", "\"1\"").patch(path, Tenant.object().put("description", UUID.randomUUID().toString())).status());

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @Test
    void sameNameIsFreeInAnotherWorkspace() {
        assertThat(tenant.admin.post("/api/connections", tenant.sample("Twin")).status()).isEqualTo(201);
        String inWorkspace = tenant.admin.post("/api/connections", tenant.sample("Twin").put("workspace_id", tenant.workspace.toString())).header("Location");

        problem(tenant.admin.post(inWorkspace + "/move", "{\"workspace_id\": null}"), 409, "name_taken");
        problem(tenant.admin.patch(inWorkspace, "{\"workspace_id\": null}"), 409, "name_taken");
    }

    @Test
    void movedConnectionKeepsWorking() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Moving")).header("Location");
        Answer moved = tenant.admin.post(path + "/move", Tenant.object().put("workspace_id", tenant.workspace.toString()));

        assertThat(moved.json().get("workspace_id").asText()).isEqualTo(tenant.workspace.toString());
        assertThat(tenant.admin.post(path + "/test", null).json().get("status").asText()).isIn("success", "degraded");
        problem(tenant.admin.delete("/api/workspaces/" + tenant.workspace), 409, "workspace_in_use");
        assertThat(tenant.admin.post(path + "/move", "{\"workspace_id\": null}").json().get("workspace_id").isNull()).isTrue();
    }

    @Test
    void deletedConnectionIsGoneWithAllThatHangsOnIt() {
        Tenant other = tenant;
        String path = other.admin.post("/api/connections", other.sample("Short-lived")).header("Location");
        other.admin.post(path + "/test", null);

        assertThat(other.admin.delete(path).status()).isEqualTo(204);
        for (String rest : List.of("", "/tests", "/health", "/schemas")) problem(other.admin.get(path + rest), 404);
        problem(other.admin.post(path + "/test", null), 404);
        problem(other.admin.delete(path), 404);
        assertThat(other.admin.get("/api/routes?limit=200").body()).doesNotContain(path.substring(path.lastIndexOf('/') + 1));
    }

    @Test
    void inactiveConnectionIsNotUsed() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Off").put("is_active", false)).header("Location");

        problem(tenant.admin.get(path + "/schemas"), 409, "connection_inactive");
        problem(tenant.admin.post(path + "/imports", null), 409, "connection_inactive");
    }

    private static <T> List<T> atOnce(int times, java.util.concurrent.Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(java.util.Collections.nCopies(times, work))) answers.add(future.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
