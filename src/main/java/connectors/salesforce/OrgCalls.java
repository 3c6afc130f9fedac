package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.Budget;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpCalls;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.Meter;
import connectors.http.Retries;
import java.io.IOException;
import java.time.Duration;

/** Calls to the organization, whoever makes them: one token, one budget, one table of errors. */
final class OrgCalls implements AutoCloseable {
    /** Twenty-five descriptions of large objects in one answer. */
    static final long MOST = 48L * 1024 * 1024;
    /** The window of 24 hours rolls: what was used in this hour of yesterday comes back in the next one. */
    private static final Duration USED_UP = Duration.ofHours(1);
    private static final String AT_THE_SAME_TIME = "oncurrent";

    private final HttpCalls free;
    private final HttpCalls counted;
    private final HttpExplanation explanation;
    private final Retries retries;
    private final Budget budget;
    private volatile String serverTime;

    OrgCalls(HttpCalls http, HttpExplanation explanation, Duration firstPause, Budget budget) {
        this.free = http;
        this.counted = http.by(new Meter(budget, ApiUsage::of, OrgCalls::isTooMany));
        this.explanation = explanation;
        this.retries = new Retries(firstPause, OrgCalls::isBusy);
        this.budget = budget;
    }

    private static boolean isTooMany(HttpAnswer answer) {
        return answer.status() == 429 || isRefusedForCalls(answer) && answer.text().contains(AT_THE_SAME_TIME);
    }

    private static boolean isBusy(HttpAnswer answer) {
        return isTooMany(answer) || answer.status() == 502 || answer.status() == 503 || answer.status() == 504;
    }

    /**
     * One that counts.
     *
     * @throws problems.ProblemException for an answer that is neither a success nor 304
     */
    HttpAnswer send(HttpRequest request) throws IOException {
        return explanation.demand(whatever(request));
    }

    /** One that counts, whatever is answered. The only POST is that of descriptions together, which reads. */
    HttpAnswer whatever(HttpRequest request) throws IOException {
        boolean isTogether = !Retries.isGet(request) && request.repeatable();
        return noted(Retries.despiteHangUp(isTogether, () -> retries.send(counted, request)));
    }

    JsonNode json(HttpRequest request) throws IOException {
        return send(request).json();
    }

    /** One that does not count. @param signed whether it says who calls */
    HttpAnswer uncounted(HttpRequest request, boolean signed) throws IOException {
        return noted(signed ? free.send(request) : free.sendUnsigned(request));
    }

    /** @throws problems.ProblemException for what was not asked for */
    HttpAnswer demand(HttpAnswer answer) {
        return explanation.demand(answer);
    }

    private HttpAnswer noted(HttpAnswer answer) {
        String date = HttpDate.checked(answer.header("Date"));
        if (date != null) serverTime = date;
        if (isUsedUp(answer)) budget.rest(USED_UP);
        return answer;
    }

    /** Of calls at the same time there is a limit too, by the same code; it is over as soon as one of them ends. */
    private static boolean isUsedUp(HttpAnswer answer) {
        return isRefusedForCalls(answer) && !answer.text().contains(AT_THE_SAME_TIME);
    }

    private static boolean isRefusedForCalls(HttpAnswer answer) {
        return answer.status() == 403 && "REQUEST_LIMIT_EXCEEDED".equals(OrgErrors.code(answer));
    }

    HttpBase base() {
        return free.base();
    }

    /** The same with a body of JSON, which changes nothing there. */
    static HttpRequest asking(HttpRequest request, byte[] json) {
        return new HttpRequest("POST", request.path(), request.whole(), request.query(), request.headers(), json,
                "application/json", request.most(), true);
    }

    /** What the server's clock showed before now; null where it never said. */
    String serverTime() {
        return serverTime;
    }

    @Override
    public void close() {
        free.close();
    }
}
