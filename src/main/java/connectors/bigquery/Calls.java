package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Retries;
import java.io.IOException;
import java.util.Optional;

/** Calls to BigQuery whose answers are JSON. */
final class Calls {
    /** A table of 10,000 columns, each with a description and a policy tag. */
    private static final long MOST = 32L * 1024 * 1024;

    private final HttpCalls http;
    private final HttpExplanation explanation;
    private final Retries retries;

    Calls(HttpCalls http, HttpExplanation explanation, Retries retries) {
        this.http = http;
        this.explanation = explanation;
        this.retries = retries;
    }

    /** @throws problems.ProblemException for an answer that is not what was asked for */
    JsonNode json(HttpRequest request) throws IOException {
        return demand(retries.send(http, request.atMost(MOST)));
    }

    /**
     * What has an entity tag, and need not be sent again.
     *
     * @param tag of what is known; null for nothing
     * @return empty when there is no such thing, or none that this account may see; of status 304, without content, when it is as
     *         it is known
     */
    Optional<HttpAnswer> find(HttpRequest request, String tag) throws IOException {
        HttpAnswer answer = retries.send(http, request.atMost(MOST).header("If-None-Match", tag));
        return isMissing(answer) ? Optional.empty() : Optional.of(explanation.demand(answer));
    }

    private static boolean isMissing(HttpAnswer answer) {
        return answer.status() == 404 && !answer.isPage();
    }

    /** Whatever is answered, at the first attempt. */
    HttpAnswer once(HttpRequest request) throws IOException {
        return http.send(request.atMost(MOST));
    }

    /** @throws problems.ProblemException for an answer that is not what was asked for */
    JsonNode demand(HttpAnswer answer) {
        return explanation.demand(answer).json();
    }
}
