package publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Publications;
import testing.Serai;
import testing.TestPostgres;
import testing.unity.UnityCatalogServer;

/** From a table of PostgreSQL to a table of Unity Catalog, and what becomes of the two. */
class PublicationTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    private final UnityCatalogServer server = Publications.workspace();
    private final Serai.Client client = SERAI.newAccount("Publication");
    private final UUID target = Bodies.create(client, Publications.target(server, "Lakehouse"));
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA sales",
            "CREATE TABLE sales.customers (id int PRIMARY KEY, name varchar(80) NOT NULL, old text)",
            "CREATE TABLE sales.orders (id bigint PRIMARY KEY, customer int REFERENCES sales.customers (id), total numeric(12,2), at timestamptz)",
            "COMMENT ON COLUMN sales.orders.total IS 'In euros; taxes aren''t in it'");
    private final UUID source = Bodies.create(client, Bodies.postgres(POSTGRES.port(), database));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDatasetIsPublishedStaysInSyncAndAColumnThatTheSourceAddsIsAddedByTheNextPlan() throws SQLException {
        ImportRuns.run(client, source, null);
        JsonNode plan = Publications.plan(client, target, Publications.allOf(source));
        assertThat(plan.get("status").asText()).isEqualTo("planned");
        assertThat(plan.at("/tables/missing").asInt()).isEqualTo(2);
        assertThat(server.ran()).as("a plan changes nothing").isEmpty();

        JsonNode applied = Publications.apply(client, plan, null);
        assertThat(applied.get("status").asText()).as(client.get(Publications.path(plan) + "/steps").body()).isEqualTo("applied");
        assertThat(applied.at("/steps/done").asInt()).isEqualTo(applied.at("/steps/total").asInt());
        assertThat(server.lakehouse().find("main", "sales", "orders").columnTexts())
                .contains("id bigint NOT NULL", "total decimal(12,2) -- In euros; taxes aren't in it");
        assertThat(server.lakehouse().find("main", "sales", "orders").foreignKeys).hasSize(1);
        String customers = Publications.dataset(client, source, "customers");
        JsonNode published = Publications.looked(client, customers);
        assertThat(published.get("state").asText()).as(published.toString()).isEqualTo("in_sync");
        assertThat(published.get("version").asInt()).isEqualTo(1);

        change("ALTER TABLE sales.customers ADD COLUMN note text");
        ImportRuns.run(client, source, null);
        assertThat(check(plan).get("behind").asInt()).isEqualTo(1);
        JsonNode behind = Publications.looked(client, customers);
        assertThat(behind.get("state").asText()).isEqualTo("behind");
        assertThat(behind.at("/source/version").asInt()).isEqualTo(2);
        assertThat(behind.get("version").asInt()).isEqualTo(1);
        assertThat(behind.get("differences").toString()).contains("Add the column note.");

        JsonNode next = Publications.plan(client, target, Publications.allOf(source));
        assertThat(next.at("/tables/same").asInt()).isEqualTo(1);
        assertThat(next.at("/tables/drifted").asInt()).isEqualTo(1);
        assertThat(next.at("/steps/losing").asInt()).isZero();
        assertThat(Publications.apply(client, next, null).get("status").asText()).isEqualTo("applied");
        assertThat(server.lakehouse().find("main", "sales", "customers").columnTexts()).contains("note string");
        assertThat(Publications.looked(client, customers).get("state").asText()).isEqualTo("in_sync");
        assertThat(check(next).get("in_sync").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsChangedAtTheTargetIsDrift() {
        publish();
        server.sql().script("ALTER TABLE `main`.`sales`.`orders` ADD COLUMNS (`mine` string);");

        JsonNode last = Publications.items(client, "/api/publications").get(0);
        assertThat(check(last).get("drifted").asInt()).isEqualTo(1);
        JsonNode drifted = Publications.looked(client, Publications.dataset(client, source, "orders"));
        assertThat(drifted.get("state").asText()).isEqualTo("drifted");
        assertThat(drifted.get("differences").toString()).contains("changed there");
        assertThat(drifted.get("differences").toString()).as("how types are mapped is no difference").doesNotContain("left out");
    }

    @Test
    void whatTakesSomethingAwayIsLeftOutUntilSomebodyConfirmsIt() throws SQLException {
        publish();
        server.sql().script("ALTER TABLE `main`.`sales`.`customers` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name');");
        change("ALTER TABLE sales.customers DROP COLUMN old, ADD COLUMN note text");
        ImportRuns.run(client, source, null);
        JsonNode plan = Publications.plan(client, target, Publications.allOf(source));
        assertThat(plan.at("/steps/losing").asInt()).isEqualTo(1);

        JsonNode partial = Publications.apply(client, plan, null);
        assertThat(partial.get("status").asText()).isEqualTo("partial");
        assertThat(partial.at("/steps/skipped").asInt()).isEqualTo(1);
        assertThat(columns("customers")).anyMatch(column -> column.startsWith("old ")).anyMatch(column -> column.startsWith("note "));
        assertThat(server.ran()).noneMatch(statement -> statement.contains("DROP COLUMN"));

        client.post(Publications.path(plan) + "/resume", Bodies.object().put("allow_loss", true));
        assertThat(Publications.ended(client, plan).get("status").asText()).isEqualTo("applied");
        assertThat(columns("customers")).noneMatch(column -> column.startsWith("old "));
        assertThat(actions()).contains("publication.plan", "publication.apply", "publication.resume", "publication.loss", "publication.end");
    }

    @Test
    void aTableThatIsGoneFromItsSourceIsTold() throws SQLException {
        publish();
        change("DROP TABLE sales.orders");
        ImportRuns.run(client, source, Bodies.object().set("options", Bodies.object().put("max_removed_percent", 100)));

        check(Publications.items(client, "/api/publications").get(0));
        JsonNode gone = Publications.items(client, "/api/publications/" + Publications.items(client, "/api/publications").get(0).get("id").asText() + "/published").get(0);
        assertThat(gone.get("state").asText()).isEqualTo("behind");
        assertThat(gone.at("/source/removed_at").isNull()).isFalse();
        assertThat(gone.get("differences").toString()).contains("gone from its source");
    }

    @Test
    void aRoundOfTheScheduleFindsDriftByItself() {
        publish();
        server.sql().script("ALTER TABLE `main`.`sales`.`orders` ADD COLUMNS (`mine` string);");
        OwnDatabase own = new OwnDatabase(SERAI);
        assertThat(own.run("UPDATE app.scheduled_tasks SET execution_time = now() WHERE task_name = 'drift' AND task_instance = ?", target.toString())).isEqualTo(1);

        String orders = Publications.dataset(client, source, "orders");
        await().until(() -> Publications.looked(client, orders).get("state").asText().equals("drifted"));
        await().untilAsserted(() -> assertThat(own.ask("SELECT execution_time > now() + interval '20 hours' FROM app.scheduled_tasks WHERE task_name = 'drift' AND task_instance = ?", target.toString()))
                .as("and the next one is due in a day").containsExactly("t"));
    }

    @Test
    void aTargetThatDoesNotAnswerIsNotInSync() {
        publish();
        JsonNode last = Publications.items(client, "/api/publications").get(0);
        Publications.looked(client, Publications.dataset(client, source, "orders"));
        server.close();

        assertThat(client.post(Publications.path(last) + "/check", null).status()).isIn(502, 503);
        List<JsonNode> published = Publications.items(client, Publications.path(last) + "/published");
        assertThat(published).hasSize(2).allMatch(one -> one.get("state").asText().equals("unknown"));
        assertThat(published.get(0).get("differences").toString()).contains("not_checked");
    }

    private void publish() {
        ImportRuns.run(client, source, null);
        assertThat(Publications.apply(client, Publications.plan(client, target, Publications.allOf(source)), null).get("status").asText()).isEqualTo("applied");
        Publications.looked(client, Publications.dataset(client, source, "customers"));
    }

    private JsonNode check(JsonNode publication) {
        return client.post(Publications.path(publication) + "/check", null).json();
    }

    private List<String> columns(String table) {
        return server.lakehouse().find("main", "sales", table).columnTexts();
    }

    private List<String> actions() {
        return Publications.items(client, "/api/audit?limit=50").stream().map(entry -> entry.get("action").asText()).toList();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = POSTGRES.superuser(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
