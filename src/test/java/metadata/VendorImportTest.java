package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import testing.Bodies;
import testing.ImportRuns;
import testing.Organisation;
import testing.Organisation.Vendor;
import testing.Serai;
import testing.Storm;
import testing.Storm.Says;
import testing.WebServer;
import testing.WebServer.Asked;
import testing.WebServer.Instead;

/** Imports from vendors that count calls: what is foretold of them, and what goes wrong in the middle, in the running program. */
class VendorImportTest {
    private static final String PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>";

    private final Serai.Client client = Serai.running().newAccount("Vendors");

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void aForecastIsNotFarFromWhatIsCalled(Vendor vendor) throws Exception {
        try (Organisation organisation = vendor.start()) {
            UUID id = Bodies.create(client, organisation.body());
            long foretold = client.post("/api/connections/" + id + "/imports/preview", null).json().at("/forecast/calls").asLong();
            int before = organisation.asked().get().size();
            assertThat(ImportRuns.run(client, id, null).get("status").asText()).isEqualTo("succeeded");
            long called = organisation.asked().get().size() - before;
            assertThat(called).isBetween(foretold / 2, foretold * 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void aTokenThatEndsInAStormIsRenewedAndNothingIsLost(Vendor vendor) throws Exception {
        try (Organisation organisation = vendor.start()) {
            UUID id = Bodies.create(client, organisation.renewing());
            Storm storm = new Storm(6, Duration.ofSeconds(1), Says.ONE_SECOND);
            AtomicInteger calls = new AtomicInteger();
            organisation.instead().accept((exchange, asked) -> {
                if (calls.incrementAndGet() == 6) organisation.expire().run();
                return storm.answer(exchange, asked);
            });
            JsonNode run = ImportRuns.run(client, id, null);
            assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
            assertThat(storm.turnedAway()).isNotEmpty();
            assertThat(run.get("added").asInt()).isEqualTo(tables(id));
        }
    }

    /** What comes in the middle of an import. */
    enum Trouble {
        HANG_UP {
            @Override
            void answer(HttpExchange exchange) {
                exchange.close();
            }
        },
        PAGE_FOR_PEOPLE {
            @Override
            void answer(HttpExchange exchange) throws IOException {
                WebServer.send(exchange, 200, "text/html;charset=UTF-8", PAGE);
            }
        },
        CUT_OFF {
            @Override
            void answer(HttpExchange exchange) throws IOException {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 100_000);
                exchange.getResponseBody().write("{\"result\": [{\"sys_id\": \"".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                exchange.close();
            }
        },
        HALF_AN_ANSWER {
            @Override
            void answer(HttpExchange exchange) throws IOException {
                WebServer.send(exchange, 200, "application/json", "{\"result\": [{\"sys_id\": \"");
            }
        };

        abstract void answer(HttpExchange exchange) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void troubleInTheMiddleEndsAnImportInWordsAndTakesNothingForRemoved(Vendor vendor) throws Exception {
        try (Organisation organisation = vendor.start()) {
            for (Trouble trouble : Trouble.values()) {
                JsonNode run = troubled(organisation, trouble, Integer.MAX_VALUE);
                assertThat(run.get("status").asText()).as(trouble + " " + run).isIn("failed", "partial");
                JsonNode said = run.get("problem").isNull() ? run.at("/failed/0") : run.get("problem");
                assertThat(said.path("message").asText()).as(trouble + " " + run).endsWith(".").doesNotContain("on our side");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void aServerThatHangsUpOnceIsAskedAgain(Vendor vendor) throws Exception {
        try (Organisation organisation = vendor.start()) {
            for (Trouble trouble : List.of(Trouble.HANG_UP, Trouble.CUT_OFF)) {
                JsonNode run = troubled(organisation, trouble, 1);
                assertThat(run.get("status").asText()).as(trouble + " " + run).isEqualTo("succeeded");
            }
        }
    }

    /** @return the import that met with trouble; before and after it, all is there */
    private JsonNode troubled(Organisation organisation, Trouble trouble, int times) {
        organisation.instead().accept(Instead.NOTHING);
        UUID id = Bodies.create(client, organisation.body());
        assertThat(ImportRuns.run(client, id, null).get("status").asText()).isEqualTo("succeeded");
        int tables = tables(id);
        ObjectNode everything = Bodies.object();
        everything.putObject("options").put("full_read", true);
        organisation.instead().accept(after(5, times, trouble));
        JsonNode run = ImportRuns.run(client, id, everything);
        assertThat(run.get("removed").asInt()).as(trouble + " " + run).isZero();
        assertThat(tables(id)).isEqualTo(tables);
        return run;
    }

    private static Instead after(int calls, int times, Trouble trouble) {
        AtomicInteger made = new AtomicInteger();
        return (exchange, asked) -> {
            int number = made.incrementAndGet();
            if (isForTokens(asked) || number <= calls || number > (long) calls + times) return false;
            trouble.answer(exchange);
            return true;
        };
    }

    private static boolean isForTokens(Asked asked) {
        return asked.path().contains("oauth");
    }

    private int tables(UUID id) {
        return ImportRuns.datasets(client, id).size();
    }
}
