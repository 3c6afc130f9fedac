package publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.ProblemAssert.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Publications;
import testing.Serai;
import testing.Tenant;
import testing.TestPostgres;
import testing.unity.UnityCatalogServer;

/** What a plan says, who may make one, and when it is good no more. */
class PlanTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final UnityCatalogServer SERVER = Publications.workspace();
    private static final String HOSTILE = "a`b'; DROP TABLE x; -- \" <script>alert(1)</script> {{env:PATH}} ${x} ü😀";

    private final Tenant tenant = Tenant.filled(SERAI, "Plans");
    private final UUID target = Bodies.create(tenant.admin, Publications.target(SERVER, "Lakehouse").put("visibility", "locked"));
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA sales", "CREATE TABLE sales.orders (id int PRIMARY KEY)", "CREATE TABLE sales.tmp_orders (id int)",
            "CREATE SCHEMA \"Sales2\"", "CREATE TABLE \"Sales2\".\"Orders\" (id int, \"" + HOSTILE.replace("\"", "\"\"") + "\" text)");
    private final UUID source = Bodies.create(tenant.admin, Bodies.postgres(POSTGRES.port(), database).put("visibility", "public"));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void namesFollowTheRuleAndPatternsChoose() {
        ImportRuns.run(tenant.admin, source, null);
        ObjectNode request = Publications.allOf(source);
        request.putArray("schemas").add("sales");
        request.putArray("exclude").add("*.tmp_*");
        request.putObject("options").put("schema", "landing").put("prefix", "shop_");
        JsonNode plan = Publications.plan(tenant.admin, target, request);

        List<JsonNode> tables = Publications.items(tenant.admin, Publications.path(plan) + "/tables");
        assertThat(tables).singleElement().satisfies(table -> assertThat(table.get("target").toString()).isEqualTo("{\"schema\":\"landing\",\"name\":\"shop_orders\"}"));
    }

    @Test
    void aNameIsTakenOnceWhateverItsCapitals() {
        ImportRuns.run(tenant.admin, source, null);
        ObjectNode request = Publications.allOf(source);
        request.putObject("options").put("schema", "one");
        JsonNode plan = Publications.plan(tenant.admin, target, request);

        assertThat(plan.at("/tables/conflict").asInt()).isEqualTo(1);
        JsonNode conflict = Publications.items(tenant.admin, Publications.path(plan) + "/tables?state=conflict").get(0);
        assertThat(conflict.at("/notes/0/code").asText()).isEqualTo("name_taken");
        assertThat(conflict.at("/notes/0/message").asText()).contains("takes this name");
        assertThat(conflict.get("steps").asInt()).isZero();
    }

    @Test
    void hostileNamesStayNames() {
        ImportRuns.run(tenant.admin, source, null);
        ObjectNode request = Publications.allOf(source);
        request.putArray("schemas").add("Sales2");
        request.putObject("options").put("schema", "hostile").put("prefix", "`; DROP SCHEMA main; --");
        JsonNode plan = Publications.plan(tenant.admin, target, request);
        JsonNode ended = Publications.apply(tenant.admin, plan, null);

        assertThat(ended.get("status").asText()).as(tenant.admin.get(Publications.path(plan) + "/steps").body()).isEqualTo("applied");
        assertThat(SERVER.ran()).noneMatch(statement -> statement.stripLeading().startsWith("DROP"));
        String text = tenant.admin.get(Publications.path(plan) + "/sql?federation=true").body();
        assertThat(text.lines().filter(line -> !line.startsWith("--"))).noneMatch(line -> line.stripLeading().startsWith("DROP"));
    }

    @Test
    void thePlanAsATextHoldsItsStatementsAndTheWayToTheSourceAndNoSecret() {
        ImportRuns.run(tenant.admin, source, null);
        ObjectNode request = Publications.allOf(source);
        request.putObject("options").put("schema", "text").put("prefix", "of_");
        request.putArray("schemas").add("sales");
        JsonNode plan = Publications.plan(tenant.admin, target, request);
        Serai.Answer text = tenant.admin.get(Publications.path(plan) + "/sql?federation=true");

        assertThat(text.header("Content-Type")).startsWith("text/plain");
        assertThat(text.body()).contains("CREATE TABLE IF NOT EXISTS `main`.`text`.`of_orders`", "CREATE CONNECTION", "CREATE FOREIGN CATALOG");
        assertThat(text.body()).doesNotContain(TestPostgres.SUPERUSER_PASSWORD, UnityCatalogServer.TOKEN);
        assertThat(tenant.admin.with("Accept", "text/plain").get(Publications.path(plan) + "/sql").body()).doesNotContain("CREATE CONNECTION");
    }

    @Test
    void aPlanIsOutdatedWhenADatasetChangedMeanwhile() throws SQLException {
        ImportRuns.run(tenant.admin, source, null);
        JsonNode plan = Publications.plan(tenant.admin, target, Publications.allOf(source));
        try (Connection connection = POSTGRES.superuser(database); Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE sales.orders ADD COLUMN more text");
        }
        ImportRuns.run(tenant.admin, source, null);

        assertOutdated(plan);
    }

    @Test
    void aPlanIsOutdatedAfterADay() {
        ImportRuns.run(tenant.admin, source, null);
        JsonNode plan = Publications.plan(tenant.admin, target, Publications.allOf(source));
        new OwnDatabase(SERAI).run("UPDATE app.publications SET planned_at = now() - interval '25 hours' WHERE id = ?::uuid", plan.get("id").asText());

        assertOutdated(plan);
    }

    @Test
    void aPlanIsOutdatedWhenTheTargetWasEdited() {
        ImportRuns.run(tenant.admin, source, null);
        JsonNode plan = Publications.plan(tenant.admin, target, Publications.allOf(source));
        tenant.admin.patch("/api/connections/" + target, Bodies.object().put("description", "elsewhere"));

        assertOutdated(plan);
    }

    private void assertOutdated(JsonNode plan) {
        Serai.Answer answer = problem(tenant.admin.post(Publications.path(plan) + "/apply", null), 409, "plan_outdated");
        assertThat(answer.json().get("detail").asText()).startsWith("Please plan again.");
        assertThat(SERVER.ran()).noneMatch(statement -> statement.contains("`more`"));
    }

    @Test
    void whoSeesTargetAndDatasetsMayPublishAndAViewerMayNot() {
        ImportRuns.run(tenant.admin, source, null);
        problem(tenant.viewer.client().post("/api/connections/" + target + "/publications", Publications.allOf(source)), 403);
        JsonNode plan = Publications.plan(tenant.editor.client(), target, Publications.allOf(source));
        for (String what : List.of("/apply", "/cancel", "/resume", "/check")) problem(tenant.viewer.client().post(Publications.path(plan) + what, null), 403);
        assertThat(Publications.items(tenant.viewer.client(), Publications.path(plan) + "/tables")).hasSize(3);
    }

    /** The target is everybody's, the source is not: what a plan says of its tables is not for them. */
    @Test
    void tablesOfAPrivateSourceAreHiddenFromThoseWhoSeeTheTarget() {
        ObjectNode request = Bodies.object();
        request.putArray("datasets").add(tenant.dataset.toString());
        JsonNode plan = Publications.plan(tenant.admin, target, request);

        assertThat(Publications.items(tenant.editor.client(), Publications.path(plan) + "/tables")).isEmpty();
        assertThat(Publications.items(tenant.editor.client(), Publications.path(plan) + "/steps")).isEmpty();
        assertThat(tenant.editor.client().get(Publications.path(plan) + "/sql").body()).isBlank();
        problem(tenant.editor.client().post(Publications.path(plan) + "/apply", null), 409, "plan_outdated");
        Serai.Answer refused = problem(tenant.editor.client().post("/api/connections/" + target + "/publications", request), 422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/datasets/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"datasets\":[]}", "{\"connection_id\":\"00000000-0000-4000-8000-000000000000\"}", "{\"datasets\":[\"00000000-0000-4000-8000-000000000000\"]}",
            "{\"datasets\":[\"x\"]}", "{\"datasets\":\"x\"}", "{\"status\":\"applied\"}", "{\"options\":{\"schema\":\"a\\u0000\"},\"datasets\":[\"00000000-0000-4000-8000-000000000000\"]}"})
    void aChoiceThatDoesNotFitIsRefusedAtItsField(String body) {
        Serai.Answer answer = problem(tenant.admin.post("/api/connections/" + target + "/publications", body), 422);
        assertThat(answer.json().at("/errors/0/pointer").asText()).startsWith("/");
    }

    @Test
    void whatIsNoTargetIsRefused() {
        ImportRuns.run(tenant.admin, source, null);
        problem(tenant.admin.post("/api/connections/" + source + "/publications", Publications.allOf(source)), 409, "not_a_target");
    }

    @Test
    void aRepeatedRequestMakesOnePlanAndAStaleVersionDecidesNothing() {
        ImportRuns.run(tenant.admin, source, null);
        String path = "/api/connections/" + target + "/publications";
        Serai.Answer first = tenant.admin.with("Idempotency-Key", "once").post(path, Publications.allOf(source));
        Serai.Answer second = tenant.admin.with("Idempotency-Key", "once").post(path, Publications.allOf(source));
        assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(first.header("Location")).isEqualTo(Publications.path(first.json()));
        assertThat(first.header("ETag")).isEqualTo("\"1\"");

        problem(tenant.admin.with("If-Match", "\"7\"").post(Publications.path(first.json()) + "/apply", null), 412);
        assertThat(tenant.admin.with("If-Match", "\"1\"").post(Publications.path(first.json()) + "/apply", null).header("ETag")).isEqualTo("\"2\"");
        Publications.ended(tenant.admin, first.json());
    }

    @Test
    void aTargetThatFailsLeavesNoPlanBehind() {
        ImportRuns.run(tenant.admin, source, null);
        UnityCatalogServer gone = Publications.workspace();
        UUID away = Bodies.create(tenant.admin, Publications.target(gone, "Away"));
        gone.close();

        assertThat(tenant.admin.post("/api/connections/" + away + "/publications", Publications.allOf(source)).status()).isIn(502, 503);
        assertThat(tenant.admin.get("/api/publications?connection_id=" + away).json().get("total").asInt()).isZero();
        assertThat(new OwnDatabase(SERAI).ask("SELECT count(*) FROM app.publications WHERE connection_id = ?", away)).containsExactly("0");
    }

    @Test
    void theTargetIsLookedAtDailyAndTheOwnerMayChangeThat() {
        ImportRuns.run(tenant.admin, source, null);
        String path = "/api/connections/" + target + "/publications/schedule";
        assertThat(tenant.admin.get(path).json().get("enabled").asBoolean()).isFalse();
        Publications.apply(tenant.admin, Publications.plan(tenant.admin, target, Publications.allOf(source)), null);

        assertThat(tenant.admin.get(path).json().toString()).isEqualTo("{\"enabled\":true,\"interval_seconds\":86400}");
        problem(tenant.editor.client().put(path, Bodies.object().put("enabled", false)), 403);
        problem(tenant.admin.put(path, Bodies.object().put("enabled", true).put("interval_seconds", 10)), 422);
        assertThat(tenant.admin.put(path, Bodies.object().put("enabled", true).put("interval_seconds", 3600)).json().get("interval_seconds").asInt()).isEqualTo(3600);
        String due = "SELECT extract(epoch FROM execution_time - now()) FROM app.scheduled_tasks WHERE task_name = 'drift' AND task_instance = ?";
        assertThat(Double.parseDouble(new OwnDatabase(SERAI).ask(due, target.toString()).get(0))).as("spread by a tenth").isBetween(3100.0, 4000.0);
    }
}
