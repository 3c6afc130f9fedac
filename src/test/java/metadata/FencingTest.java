package metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import access.Caller;
import access.Role;
import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.Table;
import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import connections.Connections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Gateway;
import testing.ImportRuns;
import testing.Serai;

/** A worker that was believed dead and comes back late. */
class FencingTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client client = SERAI.newAccount("Fencing");

    @Test
    void anAttemptThatWasOvertakenWritesNothingMore() {
        try (Gateway silent = Gateway.toNowhere(Gateway.Mood.SILENT)) {
            UUID connection = Bodies.create(client, Bodies.postgres(silent.port(), "any"));
            UUID id = ImportRuns.start(client, connection, null);
            await().until(() -> ImportRuns.find(client, id).get("status").asText().equals("running"));
            ImportRows rows = SERAI.bean(ImportRows.class);
            caller().run(() -> {
                Import run = SERAI.bean(Imports.class).find(id);
                ImportRun planning = new ImportRun(run, rows.begin(id), Caller.current());
                SERAI.bean(ImportPlans.class).write(planning, SERAI.bean(Connections.class).find(connection), null);
                ImportRun late = new ImportRun(run, rows.begin(id, 0), Caller.current());
                ImportRun latest = new ImportRun(run, rows.begin(id, 0), Caller.current());

                assertThat(rows.isOver(late)).isTrue();
                assertThat(rows.isOver(latest)).isFalse();
                assertThatThrownBy(() -> rows.write(late, batch("late"))).isInstanceOf(StopImport.class);
                assertThatThrownBy(() -> rows.done(late)).isInstanceOf(StopImport.class);
                SERAI.bean(ImportEnds.class).stop(late, "failed", null);
                rows.write(latest, batch("latest"));
            });
            assertThat(ImportRuns.names(client, connection)).containsExactly("s.latest");
            JsonNode found = ImportRuns.find(client, id);
            assertThat(found.get("status").asText()).isEqualTo("running");
            client.delete("/api/connections/" + connection);
        }
    }

    @Test
    void theAttemptThatWasOvertakenLearnsItFromTheWatch() {
        try (Gateway silent = Gateway.toNowhere(Gateway.Mood.SILENT)) {
            UUID connection = Bodies.create(client, Bodies.postgres(silent.port(), "any"));
            UUID id = ImportRuns.start(client, connection, null);
            await().until(() -> silent.open() > 0);
            caller().run(() -> SERAI.bean(ImportRows.class).begin(id));
            await().atMost(java.time.Duration.ofSeconds(30)).until(() -> silent.open() == 0);
            assertThat(ImportRuns.find(client, id).get("status").asText()).as("the other attempt's").isEqualTo("running");
            client.delete("/api/connections/" + connection);
        }
    }

    @Test
    void whatMayBeHiddenIsToldByItsExtent() {
        var name = new catalog.TableName("a", "m");
        assertThat(new Discovered.Unreadable(name, "x", "x").mayHide(name)).isTrue();
        assertThat(new Discovered.Unreadable(name, "x", "x").mayHide(new catalog.TableName("a", "n"))).isFalse();
        var folder = new Discovered.Unreadable(new catalog.TableName("a", "*"), "x", "x", Discovered.Extent.SCHEMA);
        assertThat(List.of("a", "a/b", "a/b/c")).allMatch(schema -> folder.mayHide(new catalog.TableName(schema, "t")));
        assertThat(List.of("ab", "a-b", "b", "A")).noneMatch(schema -> folder.mayHide(new catalog.TableName(schema, "t")));
        var rest = new Discovered.Unreadable(name, "x", "x", Discovered.Extent.FOLLOWING);
        assertThat(rest.mayHide(new catalog.TableName("a", "l"))).isFalse();
        assertThat(rest.mayHide(new catalog.TableName("b", "a"))).isTrue();
    }

    private Caller caller() {
        JsonNode me = client.get("/api/me").json();
        return new Caller(UUID.fromString(me.at("/user/id").asText()), UUID.fromString(me.get("active_account_id").asText()), Role.ADMIN, false, "test", null);
    }

    private static ImportBatch batch(String name) {
        ImportBatch batch = new ImportBatch();
        batch.add(SERAI.bean(Definitions.class).of(Table.ofColumns("s", name, TableKind.TABLE, null, List.of(Column.plain("c", 1, CommonType.TEXT, "text", true)), Map.of())), null);
        return batch;
    }
}
