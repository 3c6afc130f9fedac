package connectors.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/**
 * Says in our words why a statement failed: by {@code error_code} and SQLSTATE. The warehouse's own text holds the statement
 * and is not shown; only the name of the error class, which stands in brackets at its beginning, is taken for a code.
 */
final class StatementFailures {
    private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_.]{2,78})]");

    private final ConnectionType type;

    StatementFailures(ConnectionType type) {
        this.type = type;
    }

    /** @param status as the statement's answer has it */
    Problem of(JsonNode status) {
        JsonNode error = status.path("error");
        String code = error.path("error_code").asText("");
        String state = status.path("sql_state").asText("");
        String named = errorClass(error.path("message").asText(""));
        String shown = named != null ? named : !code.isEmpty() ? code : status.path("state").asText();
        for (ErrorText entry : type.errors()) {
            if (entry.mentions() == null && (entry.code().equals(named) || entry.code().equals(code))) return told(entry, shown);
        }
        return byState(state, shown);
    }

    private static String errorClass(String message) {
        Matcher found = ERROR_CLASS.matcher(message);
        return found.lookingAt() ? found.group(1) : null;
    }

    private static Problem told(ErrorText entry, String code) {
        String message = entry.message() == null ? "The warehouse could not run the statement." : entry.message();
        return Problem.of(entry.kind(), code, message).at(entry.field()).fix(entry.fix());
    }

    private static Problem byState(String state, String code) {
        if (state.startsWith("42501") || state.startsWith("28")) {
            return Problem.of(FailureKind.PERMISSION, code, "A privilege for this statement is missing.")
                    .fix("GRANT USE CATALOG, USE SCHEMA, CREATE SCHEMA, CREATE TABLE and MODIFY to the principal.");
        }
        if (state.startsWith("42P01") || state.startsWith("42704")) {
            return Problem.of(FailureKind.NOT_FOUND, code,
                    "Something that the statement names is not there, or not for this login.");
        }
        return Problem.of(FailureKind.CONFIG, code, "The warehouse refused the statement.")
                .fix("Look the code up in the vendor's list of error conditions, and plan again.");
    }
}
