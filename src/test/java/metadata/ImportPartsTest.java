package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.ImportRuns;
import testing.OwnDatabase;
import testing.Serai;
import testing.TestPostgres;

/** Imports that are divided by schema, and schemas that need not be read again. The program under test makes parts of three tables. */
class ImportPartsTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);
    private static final TestPostgres POSTGRES = TestPostgres.plain();

    private final Serai.Client client = SERAI.newAccount("Parts");
    private final String database = POSTGRES.newDatabase("CREATE SCHEMA a", "CREATE SCHEMA b", "CREATE SCHEMA c", "CREATE TABLE c.odd (x tsvector)", "CREATE TYPE a.mood AS ENUM ('ok')",
            "CREATE DOMAIN a.code AS varchar(10)", "CREATE TABLE a.one (id int PRIMARY KEY, mood a.mood, code a.code)", "CREATE TABLE a.two (id int)", "CREATE TABLE a.three (id int)",
            "CREATE TABLE b.one (id int PRIMARY KEY, a_id int REFERENCES a.one)", "CREATE TABLE b.two (id int, x int DEFAULT 1)", "CREATE TABLE b.three (id int)",
            "CREATE TABLE c.one (id int, kind a.mood)", "CREATE TABLE c.parted (id int) PARTITION BY RANGE (id)");
    private final UUID connection = Bodies.create(client, Bodies.postgres(POSTGRES.port(), database));

    @Test
    void aLargeImportIsDividedBySchemaAndCountsAsOne() {
        JsonNode run = ImportRuns.run(client, connection, null);
        assertThat(parts(run)).containsExactly("0 0 {a} done", "1 1 {b} done", "2 0 {c} done", "3 1 {public} done");
        assertThat(run.get("added").asInt()).isEqualTo(run.get("tables_done").asInt()).isEqualTo(run.get("tables_total").asInt()).isEqualTo(9);
        assertThat(ImportRuns.names(client, connection)).containsExactly("a.one", "a.three", "a.two", "b.one", "b.three", "b.two", "c.odd", "c.one", "c.parted");
    }

    @Test
    void aSchemaInWhichNothingHasChangedIsNotReadAgain() {
        JsonNode first = ImportRuns.run(client, connection, null);
        POSTGRES.run(database, "INSERT INTO b.two SELECT generate_series(1, 100)", "ANALYZE", "VACUUM");
        JsonNode same = ImportRuns.run(client, connection, null);
        assertThat(parts(same)).containsExactly("0 0 {a,b,c,public} done");
        assertThat(same.get("unchanged").asInt()).isEqualTo(9);
        assertThat(same.get("columns_done").asInt()).isEqualTo(14);
        assertThat(same.get("status").asText()).isEqualTo("succeeded");
        assertThat(same.get("warnings")).as("they still hold").isEqualTo(first.get("warnings")).isNotEmpty();

        POSTGRES.run(database, "ALTER TABLE b.two ADD COLUMN y int", "DROP TABLE b.three");
        JsonNode changed = ImportRuns.run(client, connection, null);
        assertThat(parts(changed)).containsExactly("0 0 {a,c,public} done", "1 0 {b} done");
        assertThat(List.of(changed.get("changed").asInt(), changed.get("unchanged").asInt(), changed.get("removed").asInt())).isEqualTo(List.of(1, 7, 1));
    }

    /** Each change is seen by tokens; in the end an import that reads everything finds nothing more. */
    @Test
    void noChangeOfADefinitionHidesBehindAToken() {
        ImportRuns.run(client, connection, null);
        for (String change : List.of("ALTER TABLE b.two ALTER COLUMN x SET DEFAULT 2", "ALTER TABLE b.two ALTER COLUMN x DROP DEFAULT",
                "ALTER TABLE b.two ALTER COLUMN x TYPE bigint", "ALTER TABLE b.two ALTER COLUMN x SET NOT NULL", "ALTER TABLE b.two RENAME COLUMN x TO z",
                "COMMENT ON COLUMN b.two.z IS 'last'", "COMMENT ON TABLE b.two IS 'second'", "CREATE INDEX by_z ON b.two (z)", "ALTER INDEX b.by_z RENAME TO by_z_too",
                "ALTER TABLE b.two ADD CONSTRAINT positive CHECK (z > 0) NOT VALID", "ALTER TABLE b.two RENAME CONSTRAINT positive TO above_zero", "ALTER TABLE b.two ADD PRIMARY KEY (id)",
                "ALTER TABLE a.one RENAME TO first", "ALTER TABLE a.first RENAME COLUMN id TO nr", "ALTER TYPE a.mood RENAME TO feeling", "ALTER DOMAIN a.code SET NOT NULL",
                "CREATE TABLE a.part_1 PARTITION OF c.parted FOR VALUES FROM (0) TO (10)", "CREATE VIEW c.seen AS SELECT id FROM c.one",
                "CREATE OR REPLACE VIEW c.seen AS SELECT id, kind FROM c.one", "ALTER SCHEMA a RENAME TO z", "DROP TABLE b.three")) {
            POSTGRES.run(database, change);
            JsonNode byToken = ImportRuns.run(client, connection, Bodies.object().set("options", Bodies.object().put("max_removed_percent", 100)));
            assertThat(byToken.get("unchanged").asInt()).as(change).isLessThan(byToken.get("tables_done").asInt() + byToken.get("removed").asInt());
        }
        JsonNode whole = ImportRuns.run(client, connection, Bodies.object().set("options", Bodies.object().put("full_read", true)));
        assertThat(List.of(whole.get("added").asInt(), whole.get("changed").asInt(), whole.get("removed").asInt())).isEqualTo(List.of(0, 0, 0));
    }

    @Test
    void aPartThatIsDoneIsACheckpointForAResumedImport() {
        JsonNode run = ImportRuns.run(client, connection, null);
        UUID id = UUID.fromString(run.get("id").asText());
        POSTGRES.run(database, "ALTER TABLE a.two ADD COLUMN late int", "ALTER TABLE b.two ADD COLUMN late int");
        OWN.run("UPDATE app.imports SET status = 'failed' WHERE id = ?", id);
        OWN.run("UPDATE app.import_parts SET status = 'running' WHERE import_id = ? AND position = 1", id);

        assertThat(client.post("/api/imports/" + id + "/resume", null).status()).isEqualTo(202);
        JsonNode resumed = ImportRuns.ended(client, id);
        assertThat(resumed.get("status").asText()).isEqualTo("succeeded");
        assertThat(resumed.get("tables_done").asInt()).isEqualTo(9);
        assertThat(columns("b", "two")).contains("late");
        assertThat(columns("a", "two")).as("read before the import stopped").doesNotContain("late");
    }

    private static List<String> parts(JsonNode run) {
        return OWN.ask("SELECT position || ' ' || lane || ' ' || coalesce(schemas::text, 'all') || ' ' || status FROM app.import_parts WHERE import_id = ?::uuid ORDER BY position",
                run.get("id").asText());
    }

    private List<String> columns(String schema, String name) {
        return OWN.ask("SELECT unnest(column_names) FROM app.datasets WHERE connection_id = ? AND schema_name = ? AND name = ?", connection, schema, name);
    }
}
