package ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.CountingApi;
import testing.Gateway;
import testing.Gateway.Mood;
import testing.ImportRuns;
import testing.Serai;

/** What pages say of sources that count calls, and of sources that are left alone. */
class QuotaPagesTest {
    private static final Serai SERAI = Serai.running();

    private final Serai.Client admin = SERAI.admin();
    private final Visitor visitor = Visitor.signedIn();
    private UUID connection;

    @TempDir
    Path folder;

    @AfterEach
    void remove() {
        admin.delete("/api/connections/" + connection);
    }

    @Test
    void whatIsUsedIsAMeterOnThePagesOfTheConnectionAndOfOperations() throws IOException {
        try (CountingApi api = new CountingApi(40)) {
            connection = Bodies.create(admin, api.connection());
            assertThat(visitor.get("/connections/" + connection).html()).as("before the first call").doesNotContain("role=\"meter\"");
            admin.get("/api/connections/" + connection + "/schemas");

            int used = CountingApi.LIMIT - api.left();
            for (String page : new String[] {"/connections/" + connection, "/operations"}) {
                assertThat(visitor.get(page).html()).contains("role=\"meter\"", "aria-label=\"Calls to " + api.name() + "\"",
                        "aria-valuetext=\"" + used + " of 50 calls used\"", "<b>" + used + "</b> of 50 used", "starts anew");
            }
        }
    }

    @Test
    void whatAnImportAsksIsSaidBeforeAnythingIsRead() throws IOException {
        try (CountingApi api = new CountingApi(8)) {
            connection = Bodies.create(admin, api.connection());
            admin.get("/api/connections/" + connection + "/schemas");
            long readings = api.readings();
            String forecast = visitor.post("/connections/" + connection + "/import/forecast").html();
            assertThat(forecast).contains("About 3 calls, 6 % of the 50", "more than imports may use now", "A preview reads the source as an import does", "Imports wait");
            String one = visitor.post("/connections/" + connection + "/import/forecast", "schema", "default", "table", "[\"default\",\"a\"]").html();
            assertThat(one).contains("About 3 calls");
            assertThat(api.readings()).isEqualTo(readings);
        }
    }

    @Test
    void anImportThatWaitsSaysUntilWhenAndWhy() throws IOException {
        try (CountingApi api = new CountingApi(3)) {
            connection = Bodies.create(admin, api.connection());
            UUID run = ImportRuns.start(admin, connection, null);
            await().atMost(Duration.ofSeconds(30)).until(() -> ImportRuns.find(admin, run).hasNonNull("waiting_until"));
            assertThat(visitor.get("/imports/" + run).html()).contains("Goes on", "by itself", "is used up", "role=\"meter\"", "<b>Waiting</b>");
            assertThat(visitor.get("/imports/" + run + "/progress").html()).contains("Goes on", "Cancel");
            admin.post("/api/imports/" + run + "/cancel", null);
        }
    }

    @Test
    void ofASourceThatDoesNotCountNothingIsSaid() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        connection = Bodies.create(admin, Bodies.files(folder));
        assertThat(visitor.post("/connections/" + connection + "/import/forecast").html()).isBlank();
    }

    @Test
    void whyASourceIsLeftAloneAndUntilWhenIsSaidOnItsPageAndOnOperations() {
        try (Gateway broken = Gateway.toNowhere(Mood.RESET)) {
            connection = Bodies.create(admin, Bodies.postgres(broken.port(), "sales"));
            for (int i = 0; i < 3; i++) admin.get("/api/connections/" + connection + "/schemas");
            for (String page : new String[] {"/connections/" + connection, "/operations"}) {
                assertThat(visitor.get(page).html()).as(page).contains("Unable to connect to PostgreSQL at localhost:" + broken.port(), "may be tried again", "data-until");
            }
        }
    }
}
