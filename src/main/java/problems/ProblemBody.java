package problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;

/**
 * The body of {@code application/problem+json} (RFC 9457), as every refusal of the REST front looks.
 *
 * @param retryAfter seconds, as in the header {@code Retry-After}; null where nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(String type, String title, int status, String detail, String code, List<Refusal.FieldError> errors,
                          String requestId, Long retryAfter) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static ProblemBody of(Refusal refusal, String requestId) {
        return new ProblemBody("about:blank", title(refusal.status()), refusal.status(), refusal.getMessage(), refusal.code(),
                refusal.errors(), requestId, null);
    }

    /** @param wait null where nobody knows when to try again */
    public ProblemBody retryAfter(Duration wait) {
        Long seconds = wait == null ? null : Long.valueOf(Math.max(1, wait.toSeconds()));
        return new ProblemBody(type, title, status, detail, code, errors, requestId, seconds);
    }

    public ProblemBody at(String pointer, String message) {
        return new ProblemBody(type, title, status, detail, code, List.of(new Refusal.FieldError(pointer, message)), requestId,
                retryAfter);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 409 -> "Conflict";
            case 412 -> "Changed in the meantime";
            case 413 -> "Too large";
            case 415 -> "Unsupported content type";
            case 422 -> "A field needs a change";
            case 428 -> "Condition required";
            case 429 -> "Too many requests";
            case 502 -> "The source failed";
            case 503 -> "Temporarily unavailable";
            case 504 -> "The source did not answer in time";
            default -> status >= 500 ? "Internal error" : "Refused";
        };
    }
}
