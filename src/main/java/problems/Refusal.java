package problems;

import java.util.List;

/**
 * Serai itself refuses what a caller asked for. Raised by any layer; the REST front answers it as problem+json with
 * {@link #status()}, the pages as a message at the field.
 */
public final class Refusal extends RuntimeException {

    /** @param pointer JSON pointer into the request body, or the name of a query parameter */
    public record FieldError(String pointer, String message) { }

    private final int status;
    private final String code;
    private final transient List<FieldError> errors;

    private Refusal(int status, String code, String message, List<FieldError> errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** Unknown, of another account, or not visible to the caller: the three cannot be told apart. */
    public static Refusal notFound() {
        return new Refusal(404, "not_found", "There is nothing here under this id, or you may not see it.", List.of());
    }

    /** The caller sees the thing but may not do this. */
    public static Refusal forbidden(String message) {
        return new Refusal(403, "forbidden", message, List.of());
    }

    public static Refusal malformed(String message) {
        return new Refusal(400, "malformed", message, List.of());
    }

    public static Refusal invalid(String pointer, String message) {
        return invalid(List.of(new FieldError(pointer, message)));
    }

    public static Refusal invalid(List<FieldError> errors) {
        return new Refusal(422, "invalid",
                errors.size() == 1 ? errors.get(0).message() : errors.size() + " fields need a change.", errors);
    }

    /** Where the secrets would be sent has changed, so they must be given again. */
    public static Refusal credentialsRequired(List<FieldError> errors) {
        return new Refusal(422, "credentials_required",
                "The destination of this connection has changed. Please enter its secrets again.", errors);
    }

    public static Refusal conflict(String code, String pointer, String message) {
        return new Refusal(409, code, message, pointer == null ? List.of() : List.of(new FieldError(pointer, message)));
    }

    /** Somebody else changed the thing since the caller read it. */
    public static Refusal stale() {
        return new Refusal(412, "stale", "This was changed by someone else in the meantime. Please load it again.", List.of());
    }

    public static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, List.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
