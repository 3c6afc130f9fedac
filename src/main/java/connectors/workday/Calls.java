package connectors.workday;

import connectors.Budget;
import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Retries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import problems.FailureKind;

/**
 * Calls to one tenant. An answer of 429 is waited out, each time longer; one that speaks of too much to do is asked for once
 * more; and the budget is told to rest in both cases, because the vendor says no numbers. What a fault says is for the table of
 * errors to know: it comes with 500 too, and asking again would not help.
 */
final class Calls {
    /** The description of a large web service; the largest that is known has about 15 MB. */
    static final long MOST = 32L * 1024 * 1024;
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Tenant tenant;
    private final HttpCalls http;
    private final HttpExplanation explanation;
    private final Budget budget;
    private final Duration first;

    /** @param first pause; the next ones are twice as long */
    Calls(Tenant tenant, HttpCalls http, HttpExplanation explanation, Budget budget, Duration first) {
        this.tenant = tenant;
        this.http = http;
        this.explanation = explanation;
        this.budget = budget;
        this.first = first;
    }

    /** Whatever is answered in the end. */
    HttpAnswer signed(HttpRequest request) throws IOException {
        return patiently(() -> Retries.despiteHangUp(Retries.isGet(request), () -> http.send(request.atMost(MOST))));
    }

    /** The same without saying who calls. */
    HttpAnswer unsigned(HttpRequest request) throws IOException {
        return patiently(() -> Retries.despiteHangUp(Retries.isGet(request), () -> http.sendUnsigned(request.atMost(MOST))));
    }

    private HttpAnswer patiently(Retries.Call attempt) throws IOException {
        tenant.demandServices();
        HttpAnswer answer = attempt.make();
        for (int made = 1; made < ATTEMPTS && isWorthAsking(answer, made); made++) {
            Duration pause = rest(answer, made);
            if (pause.compareTo(LONGEST_PAUSE) > 0) break;
            Retries.pause(pause.toMillis());
            answer = attempt.make();
        }
        return answer;
    }

    private boolean isWorthAsking(HttpAnswer answer, int made) {
        return answer.status() == 429 || made == 1 && isOverload(answer);
    }

    private boolean isOverload(HttpAnswer answer) {
        return answer.status() >= 500 && !answer.isPage() && explanation.of(answer).kind() == FailureKind.TRANSIENT;
    }

    /** What the answer asks for the budget has heard already. */
    private Duration rest(HttpAnswer answer, int made) {
        Duration own = first.multipliedBy(1L << made - 1);
        Duration asked = answer.retryAfter(Instant.now()).orElse(null);
        if (asked == null || answer.status() != 429 && answer.status() != 503) budget.rest(own);
        return asked == null ? own : asked;
    }

    /** @throws problems.ProblemException for an answer that is not what was asked for */
    HttpAnswer demand(HttpAnswer answer) {
        return explanation.demand(answer);
    }

    HttpExplanation explanation() {
        return explanation;
    }

    Tenant tenant() {
        return tenant;
    }
}
