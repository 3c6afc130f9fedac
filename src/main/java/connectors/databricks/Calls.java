package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Retries;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import problems.Problem;

/** Calls to the workspace whose answers are JSON. What may be asked twice is, when the workspace is busy or asks for patience. */
final class Calls {
    private static final Retries RETRIES = new Retries(Duration.ofSeconds(1), Calls::isBusy);
    /** A page of tables with all their columns. */
    private static final long MOST = 64L * 1024 * 1024;

    private final HttpCalls http;
    private final HttpExplanation explanation;

    Calls(HttpCalls http, HttpExplanation explanation) {
        this.http = http;
        this.explanation = explanation;
    }

    /** @throws problems.ProblemException for an answer that is not what was asked for */
    JsonNode json(HttpRequest request) throws IOException {
        return explanation.demand(patiently(request)).json();
    }

    /** @return empty when the workspace says that there is no such thing, or none that this login may see */
    Optional<JsonNode> find(HttpRequest request) throws IOException {
        HttpAnswer answer = patiently(request);
        if (answer.status() == 404 && !answer.isPage()) return Optional.empty();
        return Optional.of(explanation.demand(answer).json());
    }

    /** Whatever is answered, at the first attempt. */
    HttpAnswer once(HttpRequest request) throws IOException {
        return http.send(request.atMost(MOST));
    }

    Problem explain(HttpAnswer answer) {
        return explanation.of(answer);
    }

    private HttpAnswer patiently(HttpRequest request) throws IOException {
        return RETRIES.send(http, request.atMost(MOST));
    }

    private static boolean isBusy(HttpAnswer answer) {
        return answer.status() == 429 || answer.status() == 503 || answer.status() == 502 || answer.status() == 504;
    }
}
