package connectors.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import problems.FailureKind;
import problems.Problem;

/** Queries in standard SQL: {@code jobs.query} and, while it runs, {@code jobs.getQueryResults}. They are billed. */
final class Queries {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** No query of ours reads that much; one that would is refused before it costs. */
    private static final long MOST_BYTES_BILLED = 1024L * 1024 * 1024;
    private static final int MOST_ROWS = 1_000_000;
    private static final int PAGE = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** BigQuery answers after that, ready or not. */
    private static final Duration ONE_WAIT = Duration.ofSeconds(10);

    private final Calls calls;
    private final BigQuerySettings settings;

    Queries(Calls calls, BigQuerySettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    /** Proves that queries may be run, without running or paying one. */
    void dryRun() throws IOException {
        calls.json(post(body("SELECT 1").put("dryRun", true)));
    }

    /**
     * @param sql ours; names in it are quoted and checked
     * @return the rows, of texts, or nulls
     */
    List<List<String>> run(String sql) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        ObjectNode body = body(sql).put("maximumBytesBilled", Long.toString(MOST_BYTES_BILLED)).put("maxResults", PAGE)
                .put("timeoutMs", ONE_WAIT.toMillis()).put("requestId", UUID.randomUUID().toString());
        JsonNode answer = calls.json(post(body));
        JsonNode job = answer.path("jobReference");
        while (!answer.path("jobComplete").asBoolean()) {
            if (System.nanoTime() > end) throw tooSlow();
            answer = calls.json(results(job));
        }
        return rows(job, answer);
    }

    private List<List<String>> rows(JsonNode job, JsonNode first) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        String before = "";
        for (JsonNode page = first; ; page = calls.json(results(job).query("pageToken", before))) {
            page.path("rows").forEach(row -> rows.add(cells(row)));
            String next = page.path("pageToken").asText("");
            if (next.isEmpty()) return rows;
            if (next.equals(before) || rows.size() > MOST_ROWS) throw tooMany();
            before = next;
        }
    }

    private static List<String> cells(JsonNode row) {
        return StreamSupport.stream(row.path("f").spliterator(), false).map(cell -> cell.path("v").asText(null)).toList();
    }

    private ObjectNode body(String sql) {
        ObjectNode body = JSON.createObjectNode().put("query", sql).put("useLegacySql", false);
        return settings.location() == null ? body : body.put("location", settings.location());
    }

    private HttpRequest post(ObjectNode body) {
        try {
            return HttpRequest.ask(Project.below(settings.billingProjectId(), "queries")).json(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of texts and numbers", impossible);
        }
    }

    private HttpRequest results(JsonNode job) {
        return HttpRequest.get(Project.below(settings.billingProjectId(), "queries", job.path("jobId").asText()))
                .query("location", job.path("location").asText(null)).query("maxResults", PAGE)
                .query("timeoutMs", ONE_WAIT.toMillis());
    }

    private static RuntimeException tooSlow() {
        return Problem.of(FailureKind.TRANSIENT, "query_slow",
                        "A query of the catalog did not end within " + LONGEST.toMinutes() + " minutes.")
                .fix("Try again, or switch off \"Ask by SQL\" under Advanced.").asException();
    }

    private static RuntimeException tooMany() {
        return Problem.of(FailureKind.UNSUPPORTED, "query_large", "A query of the catalog has more rows than are taken in.")
                .fix("Switch off \"Ask by SQL\" under Advanced.").asException();
    }
}
