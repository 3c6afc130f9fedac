package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.http.HttpRequest;
import connectors.http.Retries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import problems.FailureKind;
import problems.Problem;

/**
 * SQL on a warehouse: the Statement Execution API of Databricks' REST reference. A warehouse that sleeps wakes up for it, so this
 * is called only where somebody asked for it: to publish, to read the old metastore, to have SQL tested.
 */
final class Statements {
    private static final String PATH = "statements";
    private static final String WAIT = "30s";
    private static final long FIRST_POLL_MS = 250;
    private static final long LAST_POLL_MS = 4_000;
    private static final int MOST_CHUNKS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Calls calls;
    private final DatabricksSettings settings;
    private final StatementFailures failures;

    Statements(Calls calls, DatabricksSettings settings, StatementFailures failures) {
        this.calls = calls;
        this.settings = settings;
        this.failures = failures;
    }

    /**
     * Runs one statement to its end; at the deadline it is cancelled.
     *
     * @return its rows, as texts; none for a statement that answers nothing
     * @throws problems.ProblemException when there is no warehouse, or the statement fails
     */
    List<List<String>> run(String statement) throws IOException {
        JsonNode answer = finished(calls.json(request("POST").json(body(statement))));
        return rows(answer);
    }

    private byte[] body(String statement) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("warehouse_id", warehouse()).put("statement", statement)
                .put("wait_timeout", WAIT).put("on_wait_timeout", "CONTINUE")
                .put("disposition", "INLINE").put("format", "JSON_ARRAY");
        return JSON.writeValueAsBytes(body);
    }

    private String warehouse() {
        if (settings.hasWarehouse()) return settings.compute().warehouseId();
        throw Problem.of(FailureKind.UNSUPPORTED, "no_warehouse", "This needs SQL, and the connection names no SQL warehouse.")
                .at("/compute/warehouse_id").fix("Enter the id of a SQL warehouse.").asException();
    }

    private JsonNode finished(JsonNode first) throws IOException {
        String id = first.path("statement_id").asText();
        long end = System.nanoTime() + settings.advanced().statement().toNanos();
        JsonNode answer = first;
        for (long wait = FIRST_POLL_MS; isUnderWay(answer); wait = Math.min(2 * wait, LAST_POLL_MS)) {
            if (System.nanoTime() > end) throw cancelled(id);
            Retries.pause(wait);
            answer = calls.json(request("GET", id));
        }
        if (state(answer).equals("SUCCEEDED")) return answer;
        throw failures.of(answer.path("status")).asException();
    }

    private static boolean isUnderWay(JsonNode answer) {
        return state(answer).equals("PENDING") || state(answer).equals("RUNNING");
    }

    private static String state(JsonNode answer) {
        return answer.path("status").path("state").asText();
    }

    /** The workspace answers that with nothing; what it answers changes nothing. */
    private RuntimeException cancelled(String id) throws IOException {
        calls.once(request("POST", id, "cancel"));
        Duration waited = settings.advanced().statement();
        return Problem.of(FailureKind.TRANSIENT, "statement_time_out",
                        "The warehouse did not finish the statement within " + waited.toSeconds() + " s, so it was cancelled.")
                .at("/advanced/timeout").fix("Try again when the warehouse has started, or raise the time-out.").asException();
    }

    /** What is run here may be run twice, so a workspace that is busy may be asked again. */
    private static HttpRequest request(String method, String... path) {
        List<String> segments = new ArrayList<>(List.of("api", "2.0", "sql", PATH));
        segments.addAll(List.of(path));
        String[] all = segments.toArray(String[]::new);
        return method.equals("POST") ? HttpRequest.ask(all) : HttpRequest.get(all);
    }

    private List<List<String>> rows(JsonNode answer) throws IOException {
        String id = answer.path("statement_id").asText();
        JsonNode chunk = answer.path("result");
        List<List<String>> rows = new ArrayList<>(cells(chunk));
        for (int read = 1; chunk.path("next_chunk_index").isInt() && read < MOST_CHUNKS; read++) {
            int next = chunk.path("next_chunk_index").asInt();
            chunk = calls.json(request("GET", id, "result", "chunks", Integer.toString(next)));
            rows.addAll(cells(chunk));
        }
        return rows;
    }

    private static List<List<String>> cells(JsonNode chunk) {
        return StreamSupport.stream(chunk.path("data_array").spliterator(), false).map(Statements::row).toList();
    }

    private static List<String> row(JsonNode row) {
        List<String> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(cell.isNull() ? null : cell.asText()));
        return cells;
    }
}
