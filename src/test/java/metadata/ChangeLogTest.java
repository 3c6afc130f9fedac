package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.Serai;
import testing.Tenant;
import testing.TestPostgres;

/** What is said of the difference between two imports of a real database. */
class ChangeLogTest {
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    private final Serai.Client client = SERAI.newAccount("Changes");
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA shop",
            "CREATE TABLE shop.customers (id bigint PRIMARY KEY, name varchar(20) NOT NULL, city text, note text)",
            "CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer bigint REFERENCES shop.customers, amount integer, at timestamptz)",
            "CREATE TABLE shop.old_name (a int, b text, c date)", "CREATE TABLE shop.twin_1 (x int, y int, z int)",
            "CREATE TABLE shop.twin_2 (x int, y int, z int)", "CREATE TABLE shop.leaves (id int)");
    private final UUID connection = Bodies.create(client, Bodies.postgres(POSTGRES.port(), database));

    @Test
    void everyChangeHasItsRuleAndTheTableTheClassOfTheWorst() {
        run();
        POSTGRES.run(database, "ALTER TABLE shop.customers RENAME COLUMN city TO town", "ALTER TABLE shop.customers DROP COLUMN note",
                "ALTER TABLE shop.customers ALTER COLUMN name TYPE varchar(40)", "ALTER TABLE shop.customers ALTER COLUMN name DROP NOT NULL",
                "ALTER TABLE shop.orders ADD COLUMN remark text", "COMMENT ON TABLE shop.orders IS 'x'", "CREATE INDEX orders_at ON shop.orders (at)");
        run();
        JsonNode changes = changes("");
        assertThat(names(changes)).containsExactly("changed shop.customers breaking", "changed shop.orders safe");
        assertThat(rules(changes, 0)).containsExactly("breaking column_removed note", "breaking column_renamed town", "risky type_widened name",
                "risky nullable name");
        assertThat(rules(changes, 1)).containsExactly("safe table_comment_changed null", "safe column_added remark", "safe index_added orders_at");
        assertThat(changes.at("/items/0/changes/1/sentence").asText()).isEqualTo("The column city is called town, so queries that use its old name fail.");
        assertThat(changes.get("total").asInt()).isEqualTo(2);

        String dataset = changes.at("/items/0/dataset_id").asText();
        JsonNode versions = client.get("/api/datasets/" + dataset + "/versions?limit=1").json();
        assertThat(versions.at("/items/0/class").asText()).isEqualTo("breaking");
        assertThat(versions.at("/items/0/changes")).hasSize(4);
        JsonNode older = client.get("/api/datasets/" + dataset + "/versions?limit=1&cursor=" + versions.get("next_cursor").asText()).json();
        assertThat(older.at("/items/0/version").asInt()).isEqualTo(1);
        assertThat(older.get("next_cursor").isNull()).isTrue();
        assertThat(client.get("/api/datasets/" + dataset + "/versions?cursor=eHgKeHg").status()).isEqualTo(422);
    }

    @Test
    void aTableThatOnlyGotAnotherNameIsRenamedAndTwinsAreNot() {
        run();
        POSTGRES.run(database, "ALTER TABLE shop.old_name RENAME TO new_name", "ALTER TABLE shop.twin_1 RENAME TO twin_3", "DROP TABLE shop.twin_2",
                "ALTER TABLE shop.leaves RENAME TO leaf");
        run("{\"options\": {\"max_removed_percent\": 100}}");
        JsonNode changes = changes("");
        assertThat(names(changes)).containsExactly("added shop.leaf safe", "removed shop.leaves breaking", "renamed shop.new_name breaking",
                "removed shop.twin_1 breaking", "removed shop.twin_2 breaking", "added shop.twin_3 safe");
        assertThat(changes.at("/items/2/renamed_from/name").asText()).isEqualTo("old_name");
        assertThat(rules(changes, 2)).containsExactly("breaking table_renamed null");
        assertThat(changes.get("total").asInt()).isEqualTo(6);
    }

    @Test
    void anyTwoImportsAreComparedInEitherDirection() {
        UUID first = run();
        POSTGRES.run(database, "CREATE TABLE shop.passing (id int)");
        UUID second = run();
        POSTGRES.run(database, "DROP TABLE shop.passing", "ALTER TABLE shop.orders ALTER COLUMN amount TYPE bigint");
        UUID third = run();
        assertThat(names(changes("?from=" + first + "&to=" + third))).as("what came and went between").containsExactly("changed shop.orders risky");
        assertThat(names(changes("?to=" + second))).containsExactly("added shop.passing safe");
        assertThat(names(changes("?from=" + second))).containsExactly("changed shop.orders risky", "removed shop.passing breaking");
        assertThat(rules(changes("?from=" + third + "&to=" + first), 0)).containsExactly("breaking type_narrowed amount");
        assertThat(names(changes("?from=" + first + "&to=" + first))).isEmpty();
        assertThat(names(changes("?to=" + first))).hasSize(6).allMatch(line -> line.startsWith("added"));
    }

    @Test
    void pagesFollowEachOtherWithoutAGap() {
        run();
        POSTGRES.run(database, IntStream.range(0, 25).mapToObj(i -> "CREATE TABLE shop.\"t " + i + "\" (id int)").toArray(String[]::new));
        run();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = changes("?limit=7" + cursor);
            seen.addAll(names(page));
            cursor = page.get("next_cursor").isNull() ? null : "&cursor=" + URLEncoder.encode(page.get("next_cursor").asText(), StandardCharsets.UTF_8);
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void importsOfOthersAndNonsenseAreRefusedAtTheirParameter() {
        assertThat(names(changes(""))).as("before the first import").isEmpty();
        for (String id : List.of("x", UUID.randomUUID().toString(), Tenant.a().run.toString())) {
            for (String parameter : List.of("from", "to")) {
                Serai.Answer answer = client.get("/api/connections/" + connection + "/changes?" + parameter + "=" + id);
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(parameter);
            }
        }
        assertThat(client.get("/api/connections/" + connection + "/changes?cursor=***").status()).isEqualTo(422);
    }

    private UUID run() {
        return run(null);
    }

    private UUID run(String request) {
        JsonNode ended = ImportRuns.run(client, connection, request);
        assertThat(ended.get("status").asText()).isEqualTo("succeeded");
        return UUID.fromString(ended.get("id").asText());
    }

    private JsonNode changes(String query) {
        Serai.Answer answer = client.get("/api/connections/" + connection + "/changes" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode changes) {
        return each(changes.get("items")).map(table -> table.get("change").asText() + " " + table.get("schema").asText() + "."
                + table.get("name").asText() + " " + table.get("class").asText()).toList();
    }

    private static List<String> rules(JsonNode changes, int table) {
        return each(changes.at("/items/" + table + "/changes"))
                .map(change -> change.get("class").asText() + " " + change.get("rule").asText() + " " + change.get("subject").asText()).toList();
    }

    private static java.util.stream.Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
