package api;

import access.Audit;
import access.Caller;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import paging.Cursor;
import problems.Problem;
import problems.ProblemBody;
import problems.ProblemException;
import problems.Refusal;
import secrets.IntegrityFailure;

/** Turns every exception of a handler into problem+json: the one place where that happens. */
@Component
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Audit audit;

    Problems(Audit audit) {
        this.audit = audit;
    }

    Answer answer(RuntimeException failure, Request request) {
        String requestId = Caller.current().requestId();
        if (failure instanceof Refusal refusal) return refused(refusal, request, requestId);
        if (failure instanceof ProblemException problem) return failed(problem.problem(), requestId);
        if (failure instanceof DataIntegrityViolationException && request.query("cursor") != null) {
            return refused(Cursor.foreign(), request, requestId);
        }
        if (failure instanceof IntegrityFailure altered) {
            LOG.error("Request {}: {}", requestId, altered.getMessage());
            return unreadable(altered, requestId);
        }
        if (isOurDatabaseAway(failure)) {
            LOG.warn("Our own database does not answer: {}", failure.getClass().getName());
            return problem(503, "database_unavailable",
                    "Serai's own database does not answer. Nothing was changed; try again in a moment.", requestId);
        }
        LOG.error("Request {} failed", requestId, failure);
        return problem(500, "internal", "Something went wrong on our side. The log tells more under the request id.", requestId);
    }

    private static Answer problem(int status, String code, String detail, String requestId) {
        return Answer.problem(ProblemBody.of(Refusal.of(status, code, detail), requestId));
    }

    private static Answer unreadable(IntegrityFailure altered, String requestId) {
        Refusal refusal = Refusal.of(422, "secret_unreadable", altered.getMessage() + " Enter it again.");
        return Answer.problem(ProblemBody.of(refusal, requestId)
                .at("/configuration" + altered.place().pointer(), "Please enter this again."));
    }

    private Answer refused(Refusal refusal, Request request, String requestId) {
        if (refusal.status() == 403) {
            audit.denied(request.servlet().getMethod() + " " + request.servlet().getRequestURI(), "request", null);
        }
        return Answer.problem(ProblemBody.of(refusal, requestId));
    }

    /** A source failed: not the caller's fault and not ours. */
    private static Answer failed(Problem problem, String requestId) {
        int status = switch (problem.kind()) {
            case QUOTA -> 429;
            case NOT_FOUND -> 404;
            case CONFIG, POLICY, UNSUPPORTED -> problem.code() != null && problem.code().equals("route_stopped") ? 503 : 422;
            case TRANSIENT -> "deadline".equals(problem.code()) ? 504 : 503;
            case INTERNAL -> 500;
            case NETWORK, TLS, AUTH, PERMISSION -> 502;
        };
        String detail = problem.fix() == null ? problem.message() : problem.message() + " " + problem.fix();
        String code = problem.kind().name().toLowerCase(Locale.ROOT) + (problem.code() == null ? "" : "." + problem.code());
        ProblemBody body = ProblemBody.of(Refusal.of(status, code, detail), requestId);
        if (problem.field() != null) body = body.at("/configuration" + problem.field(), problem.message());
        return Answer.problem(body.retryAfter(problem.retryAfter()));
    }

    private static boolean isOurDatabaseAway(RuntimeException failure) {
        return failure instanceof CannotCreateTransactionException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException;
    }
}
