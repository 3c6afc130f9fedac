package access;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.OwnDatabase;
import testing.Serai;
import testing.Serai.Answer;
import testing.Tenant;

/** Who did what is written down once, whether it went well, failed or was refused; and whoever alters the book is found out. */
class AuditTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private Tenant tenant;

    @BeforeEach
    void fill() {
        tenant = Tenant.filled(SERAI, "Audit");
    }

    @Test
    void whatFillsAnAccountIsWrittenDown() {
        assertThat(actions()).contains("member.add", "token.create", "workspace.create", "connection.create", "health.schedule", "connection.test", "import.start");
        assertIntact();
    }

    @Test
    void eachSuccessIsOneRow() {
        String path = tenant.admin.post("/api/connections", tenant.sample("Audited")).header("Location");
        long before = total();
        Answer changed = tenant.admin.patch(path, Tenant.object().put("description", "x").put("visibility", "public"));
        JsonNode row = newest();

        assertThat(total()).isEqualTo(before + 1);
        assertThat(row.get("action").asText()).isEqualTo("connection.update");
        assertThat(row.get("outcome").asText()).isEqualTo("success");
        assertThat(row.get("actor_id").asText()).isEqualTo(tenant.adminUser.toString());
        assertThat(row.get("target_id").asText()).isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        assertThat(row.get("request_id").asText()).isEqualTo(changed.header("X-Request-Id"));
        assertThat(row.get("source_address").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(row.get("diff")).isEqualTo(Tenant.object().put("description", "changed").put("visibility", "public"));
        tenant.admin.delete(path);
        assertThat(newest().get("action").asText()).isEqualTo("connection.delete");
        assertThat(total()).isEqualTo(before + 2);
    }

    @Test
    void failedTestIsOneRow() {
        var wrong = tenant.sample("Wrong password");
        wrong.withObject("/configuration/authentication").put("password", "wrong");
        String path = tenant.admin.post("/api/connections", wrong).header("Location");
        long before = total();
        tenant.admin.post(path + "/test", null);

        assertThat(total()).isEqualTo(before + 1);
        assertThat(newest().get("outcome").asText()).isEqualTo("failure");
        assertThat(newest().at("/diff/kind").asText()).isEqualTo("AUTH");
    }

    @Test
    void denialIsOneRowAndNothingIsChanged() {
        tenant.admin.patch("/api/connections/" + tenant.connection, Tenant.object().put("visibility", "public"));
        long before = total();
        Answer denied = problem(tenant.viewer.client().delete("/api/connections/" + tenant.connection), 403);

        assertThat(total()).isEqualTo(before + 1);
        assertThat(newest().get("outcome").asText()).isEqualTo("denied");
        assertThat(newest().get("action").asText()).isEqualTo("DELETE /api/connections/" + tenant.connection);
        assertThat(newest().get("actor_id").asText()).isEqualTo(tenant.viewer.id().toString());
        assertThat(newest().get("request_id").asText()).isEqualTo(denied.header("X-Request-Id"));
        assertIntact();
    }

    @Test
    void whatIsUndoneLeavesNoRow() {
        long before = total();
        problem(tenant.admin.post("/api/connections", tenant.sample("Sales of Audit").put("workspace_id", tenant.workspace.toString())), 409);

        assertThat(total()).isEqualTo(before);
    }

    @Test
    void newAccountIsWrittenDownWithTheInstaller() {
        var body = Tenant.object().put("name", "Audited account");
        body.putObject("admin").put("email", "audited-" + System.nanoTime() + "@example.com").put("password", "long-enough");
        String id = SERAI.admin().post("/api/accounts", body).json().get("id").asText();

        assertThat(SERAI.admin().get("/api/audit?limit=1").json().at("/items/0/target_id").asText()).isEqualTo(id);
        assertThat(SERAI.admin().get("/api/audit?limit=1").json().at("/items/0/action").asText()).isEqualTo("account.create");
    }

    @Test
    void textsCannotForgeLines() {
        String name = "forged\u2028\",\"outcome\":\"success";
        tenant.admin.post("/api/workspaces", Tenant.object().put("name", name));

        assertThat(newest().at("/diff/name").asText()).isEqualTo(name);
        assertIntact();
    }

    @Test
    void writersAtTheSameTimeMakeOneChain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = java.util.stream.IntStream.range(0, 24).<Callable<Integer>>mapToObj(i -> () -> i % 4 == 3 ? tenant.admin.get("/api/audit/verify").json().get("intact").asBoolean() ? 201 : 500
                    : tenant.admin.post("/api/workspaces", Tenant.object().put("name", "W" + i)).status()).toList();
            for (Future<Integer> status : threads.invokeAll(work)) assertThat(status.get()).isEqualTo(201);
        } finally {
            threads.shutdownNow();
        }
        assertIntact();
        assertThat(DATABASE.ask("SELECT max(seq) = count(*) FROM app.audit WHERE account_id = ?", tenant.account)).containsExactly("t");
    }

    @Test
    void alteredRowIsFound() {
        for (String change : List.of("outcome = 'denied'", "actor_id = gen_random_uuid()", "diff = '{\"x\": 1}'", "at = at + interval '1 microsecond'", "request_id = 'x'", "source_address = NULL", "target_id = NULL", "action = 'x'", "hash = prev_hash", "prev_hash = hash")) {
            Tenant fresh = tenant;
            List<String> before = DATABASE.ask("SELECT to_jsonb(a)::text FROM app.audit a WHERE account_id = ? AND seq = 4", fresh.account);
            DATABASE.run("UPDATE app.audit SET " + change + " WHERE account_id = ? AND seq = 4", fresh.account);
            assertBrokenAt(4);
            DATABASE.run("DELETE FROM app.audit WHERE account_id = ? AND seq = 4", fresh.account);
            DATABASE.run("INSERT INTO app.audit SELECT * FROM jsonb_populate_record(null::app.audit, ?::jsonb)", before.get(0));
            assertIntact();
        }
    }

    @Test
    void removedRowIsFound() {
        DATABASE.run("DELETE FROM app.audit WHERE account_id = ? AND seq = 3", tenant.account);
        assertBrokenAt(3);
    }

    @Test
    void removedRowIsFoundAlsoWhenTheOthersMoveUp() {
        DATABASE.run("DELETE FROM app.audit WHERE account_id = ? AND seq = 3", tenant.account);
        DATABASE.run("UPDATE app.audit SET seq = -seq WHERE account_id = ? AND seq > 3", tenant.account);
        DATABASE.run("UPDATE app.audit SET seq = -seq - 1 WHERE account_id = ? AND seq < 0", tenant.account);
        assertBrokenAt(3);
    }

    @Test
    void cutTailIsFound() {
        long last = total();
        DATABASE.run("DELETE FROM app.audit WHERE account_id = ? AND seq = ?", tenant.account, last);
        assertBrokenAt(last);
        DATABASE.run("UPDATE app.audit_heads SET seq = seq - 1 WHERE account_id = ?", tenant.account);
        assertBrokenAt(last);
    }

    /** Whoever can write everything can also set the chain's end back; the log, where the end is noted, still knows better. */
    @Test
    void endOfTheChainIsTold() {
        String end = verification().get("head").asText();

        assertThat(end).matches("[0-9a-f]{64}").isEqualTo(DATABASE.ask("SELECT encode(hash, 'hex') FROM app.audit_heads WHERE account_id = ?", tenant.account).get(0));
    }

    @Test
    void emptiedBookIsFound() {
        DATABASE.run("DELETE FROM app.audit WHERE account_id = ?", tenant.account);
        assertBrokenAt(1);
    }

    @Test
    void bookOfAnotherAccountDoesNotFit() {
        DATABASE.run("UPDATE app.audit_heads SET seq = 1, hash = (SELECT hash FROM app.audit WHERE account_id = ? AND seq = 1) WHERE account_id = ?", Tenant.a().account, tenant.account);
        DATABASE.run("DELETE FROM app.audit WHERE account_id = ?", tenant.account);
        DATABASE.run("INSERT INTO app.audit SELECT r.* FROM app.audit a, LATERAL jsonb_populate_record(null::app.audit, to_jsonb(a) || jsonb_build_object('account_id', ?::text)) r WHERE a.account_id = ? AND a.seq = 1", tenant.account.toString(), Tenant.a().account);
        assertBrokenAt(1);
    }

    @Test
    void pagesOfTheBookFitTogether() {
        Set<Long> seen = new java.util.TreeSet<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = tenant.admin.get("/api/audit?limit=3" + cursor).json();
            page.get("items").forEach(row -> assertThat(seen.add(row.get("seq").asLong())).isTrue());
            cursor = page.get("next_cursor").isNull() ? null : "&cursor=" + page.get("next_cursor").asText();
        }
        assertThat(seen).hasSize((int) total());
    }

    private List<String> actions() {
        return StreamSupport.stream(tenant.admin.get("/api/audit?limit=200").json().get("items").spliterator(), false).map(row -> row.get("action").asText()).toList();
    }

    private JsonNode newest() {
        return tenant.admin.get("/api/audit?limit=1").json().at("/items/0");
    }

    private long total() {
        return tenant.admin.get("/api/audit?limit=1").json().get("total").asLong();
    }

    private JsonNode verification() {
        return tenant.admin.get("/api/audit/verify").json();
    }

    private void assertIntact() {
        assertThat(verification().get("intact").asBoolean()).as(verification().toString()).isTrue();
        assertThat(verification().get("rows").asLong()).isEqualTo(total());
    }

    private void assertBrokenAt(long seq) {
        assertThat(verification().get("intact").asBoolean()).isFalse();
        assertThat(verification().get("broken_seq").asLong()).isEqualTo(seq);
    }
}
