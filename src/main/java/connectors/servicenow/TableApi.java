package connectors.servicenow;

import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpRequest;
import connectors.http.Retries;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import problems.ProblemException;

/** The Table API of an instance: <em>ServiceNow, REST API reference, "Table API"</em>. */
final class TableApi {
    /** 10,000 rows of the dictionary with long default values. */
    private static final long MOST_BYTES = 48L * 1024 * 1024;

    private final HttpCalls http;
    private final Replies replies;
    private final Retries retries;
    private final String version;

    TableApi(HttpCalls http, Replies replies, Duration firstPause, String version) {
        this.http = http;
        this.replies = replies;
        this.retries = new Retries(firstPause, TableApi::isBusy);
        this.version = version;
    }

    /**
     * One page, in the order of {@code sys_id}.
     *
     * @param after  the row after which it begins; null for the first of all
     * @param offset of rows after that one, those included that access control does not show
     * @param each   is given the rows
     * @return how many rows there are after {@code after}, whether shown or not; null where the instance does not say
     * @throws CutOff when it was too much for one answer
     */
    Long page(Question question, String after, long offset, int size, Consumer<Map<String, String>> each) throws IOException {
        HttpAnswer answer = answer(request(question, after, offset, size));
        JsonRows.read(answer.body(), each);
        return count(answer);
    }

    /** The newest row alone. @return an answer that counts the others */
    HttpAnswer newest(String table) throws IOException {
        return answer(path(table).query("sysparm_query", "ORDERBYDESCsys_updated_on")
                .query("sysparm_fields", "sys_id,sys_updated_on").query("sysparm_limit", 1)
                .query("sysparm_display_value", "false"));
    }

    /** @return null where the instance does not say */
    static Long count(HttpAnswer answer) {
        String total = answer.header("x-total-count");
        return total != null && total.matches("[0-9]{1,12}") ? Long.valueOf(total) : null;
    }

    private HttpAnswer answer(HttpRequest request) throws IOException {
        try {
            HttpAnswer answer = retries.send(http, request);
            if (isOutOfTime(answer)) throw new CutOff(null);
            return replies.demand(answer);
        } catch (InterruptedIOException late) {
            if (Thread.currentThread().isInterrupted() || isConnecting(late)) throw late;
            throw new CutOff(late);
        } catch (ProblemException refused) {
            if (refused.problem().code().equals("answer_too_large")) throw new CutOff(refused);
            throw refused;
        }
    }

    private static boolean isConnecting(InterruptedIOException late) {
        return late instanceof org.apache.hc.client5.http.ConnectTimeoutException;
    }

    private HttpRequest path(String table) {
        HttpRequest path = version == null ? HttpRequest.get("api", "now", "table", table)
                : HttpRequest.get("api", "now", version, "table", table);
        return path.atMost(MOST_BYTES);
    }

    private HttpRequest request(Question question, String after, long offset, int size) {
        Question from = after == null ? question : question.where("sys_id>" + after);
        return path(question.table()).query("sysparm_query", from.where("ORDERBYsys_id").filter())
                .query("sysparm_fields", String.join(",", question.fields())).query("sysparm_limit", size)
                .query("sysparm_offset", offset).query("sysparm_display_value", "false")
                .query("sysparm_exclude_reference_link", "true").query("sysparm_suppress_pagination_header", "true");
    }

    /** A page for people says that the instance sleeps, which does not pass in seconds. */
    private static boolean isBusy(HttpAnswer answer) {
        return switch (answer.status()) {
            case 429, 502, 504 -> true;
            case 503 -> !answer.isPage();
            default -> false;
        };
    }

    /** "Transaction cancelled: maximum execution time exceeded": the transaction quota of the Table API, 60 s. */
    private static boolean isOutOfTime(HttpAnswer answer) {
        return answer.status() >= 400 && !answer.isPage() && answer.text().contains("maximum execution time");
    }
}
