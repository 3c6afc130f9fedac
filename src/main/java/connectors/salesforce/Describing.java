package connectors.salesforce;

import catalog.Discovered;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.Causes;
import connectors.http.HttpAnswer;
import connectors.salesforce.Org.Wanted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.ConnectTimeoutException;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Descriptions of some objects, in one call if that can be; in halves where the answer is too large or the call as a whole is
 * refused, down to one object a call. What is wrong with one object stays with it.
 */
final class Describing {
    private static final int OK = 200;
    private static final int UNMODIFIED = 304;
    /** What concerns one object, and not whoever asks. */
    private static final Set<String> OF_ONE = Set.of("NOT_FOUND", "INVALID_TYPE", "INVALID_TYPE_FOR_OPERATION",
            "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY", "FUNCTIONALITY_NOT_ENABLED", "METHOD_NOT_ALLOWED");
    /** Perhaps it was too much at once. */
    private static final Set<String> OF_MANY = Set.of("500", "UNKNOWN_EXCEPTION", "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT");

    private final Org org;
    private final ObjectTables tables;
    private final RecordCounts counts;

    Describing(Org org, ObjectTables tables, RecordCounts counts) {
        this.org = org;
        this.tables = tables;
        this.counts = counts;
    }

    /** @return in the same order */
    List<Discovered> of(List<Wanted> wanted) throws IOException {
        if (wanted.isEmpty()) return List.of();
        if (wanted.size() == 1) return List.of(single(wanted.get(0)));
        String before = org.serverTime();
        try {
            return together(wanted, org.describe(wanted), before);
        } catch (IOException | ProblemException failed) {
            if (!mayDoInParts(failed)) throw failed;
            return inHalves(wanted);
        }
    }

    private List<Discovered> inHalves(List<Wanted> wanted) throws IOException {
        int half = wanted.size() / 2;
        List<Discovered> found = new ArrayList<>(of(wanted.subList(0, half)));
        found.addAll(of(wanted.subList(half, wanted.size())));
        return found;
    }

    /** Not for what every other call would meet as well. */
    private static boolean mayDoInParts(Exception failed) {
        for (Throwable link : Causes.of(failed)) {
            if (link instanceof ProblemException known) return mayDoInParts(known.problem());
            if (link instanceof ConnectTimeoutException) return false;
            if (link instanceof InterruptedIOException) return !Thread.currentThread().isInterrupted();
        }
        return false;
    }

    private static boolean mayDoInParts(Problem problem) {
        return problem.kind() == FailureKind.UNSUPPORTED || problem.kind() == FailureKind.CONFIG
                || problem.kind() == FailureKind.NOT_FOUND || OF_MANY.contains(String.valueOf(problem.code()));
    }

    private List<Discovered> together(List<Wanted> wanted, byte[] answer, String before) throws IOException {
        Map<String, Discovered> found = new HashMap<>();
        Answers.each(answer, "compositeResponse", part -> {
            Wanted one = byReference(wanted, part.path("referenceId").asText());
            Discovered read = one == null ? null : part(one, part, before);
            if (read != null) found.put(one.object().name(), read);
        });
        List<Discovered> all = new ArrayList<>();
        for (Wanted one : wanted) {
            Discovered read = found.get(one.object().name());
            all.add(read == null ? single(one) : read);
        }
        return all;
    }

    private static Wanted byReference(List<Wanted> wanted, String reference) {
        if (!reference.matches("d\\d{1,2}")) return null;
        int place = Integer.parseInt(reference.substring(1));
        return place < wanted.size() ? wanted.get(place) : null;
    }

    /** @return null for what is not about the object: it is asked for alone then */
    private Discovered part(Wanted wanted, JsonNode part, String before) {
        int status = part.path("httpStatusCode").asInt();
        if (status == UNMODIFIED && wanted.since() != null) return unchanged(wanted);
        if (status == OK) return readable(wanted, part.path("body"), modified(part.path("httpHeaders")), before);
        String code = OrgErrors.code(part.path("body"));
        return code != null && OF_ONE.contains(code) ? unreadable(wanted, code) : null;
    }

    private static String modified(JsonNode headers) {
        for (var header : headers.properties()) {
            if (header.getKey().equalsIgnoreCase("Last-Modified")) return header.getValue().asText();
        }
        return null;
    }

    /** Where the server does not say when it was modified, it had been so before we asked. */
    private Discovered readable(Wanted wanted, JsonNode object, String modified, String before) {
        String token = Objects.requireNonNullElse(HttpDate.checked(modified), before == null ? "" : before);
        return new Discovered.Readable(tables.of(wanted.object(), object, counts.of(wanted.object().name())),
                token.isEmpty() ? null : token);
    }

    private static Discovered unchanged(Wanted wanted) {
        return new Discovered.Unchanged(wanted.object().tableName(), wanted.since());
    }

    private static Discovered unreadable(Wanted wanted, String code) {
        boolean gone = "NOT_FOUND".equals(code) || "INVALID_TYPE".equals(code);
        return new Discovered.Unreadable(wanted.object().tableName(), code,
                gone ? "The object was listed, but it is not described: it is gone, or the user may not see it."
                        : "The user may not see the description of the object.");
    }

    Discovered single(Wanted wanted) throws IOException {
        String before = org.serverTime();
        HttpAnswer answer;
        try {
            answer = org.describe(wanted);
        } catch (ProblemException tooLarge) {
            if (tooLarge.problem().kind() != FailureKind.UNSUPPORTED) throw tooLarge;
            return new Discovered.Unreadable(wanted.object().tableName(), tooLarge.problem().code(),
                    tooLarge.problem().message());
        }
        if (answer.status() == UNMODIFIED && wanted.since() != null) return unchanged(wanted);
        String code = answer.isSuccess() ? null : OrgErrors.code(answer);
        if (code != null && OF_ONE.contains(code)) return unreadable(wanted, code);
        return readable(wanted, Answers.tree(org.demand(answer).body()), answer.header("Last-Modified"), before);
    }
}
