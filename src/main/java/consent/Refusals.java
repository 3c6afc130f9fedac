package consent;

import java.util.Map;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/** What a sign-in page means when it sends somebody back without a code: by the type's table, then by RFC 6749, 4.1.2.1. */
final class Refusals {
    /** A server's own word, so what is no code is not passed on. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

    private static final Problem OTHER = Problem.of(FailureKind.AUTH, "sign_in_failed",
                    "The sign-in page sent you back without letting Serai in.")
            .fix("Connect again. If it stays so, ask the administrator there.");
    private static final Problem DENIED = Problem.of(FailureKind.PERMISSION, null,
                    "The sign-in was cancelled, or you may not allow this there. Nothing was changed.")
            .fix("Connect again and allow the access, or ask the administrator there for the right to.");
    private static final Problem BUSY = Problem.of(FailureKind.TRANSIENT, null,
                    "The sign-in page could not do its work just now.")
            .fix("Connect again in a minute.");

    private static final Map<String, Problem> USUAL = Map.of("access_denied", DENIED, "access-denied", DENIED,
            "server_error", BUSY, "temporarily_unavailable", BUSY,
            "invalid_scope", Problem.of(FailureKind.CONFIG, null,
                            "The service does not know what was asked for (the scope), or does not grant it to this client.")
                    .fix("Check the scope here, and what the client may ask for where it is registered."),
            "unauthorized_client", Problem.of(FailureKind.PERMISSION, null, "The client may not sign people in in the browser.")
                    .fix("Have the authorization code flow allowed where the client is registered."),
            "unsupported_response_type", Problem.of(FailureKind.CONFIG, null, "The service does not sign people in in this way.")
                    .fix("Have the authorization code flow allowed where the client is registered."),
            "invalid_request", Problem.of(FailureKind.CONFIG, null, "The service does not understand the request.")
                    .fix("Check the client id and the address of the sign-in page."),
            "redirect_uri_mismatch", Problem.of(FailureKind.CONFIG, null,
                            "The service does not know the address that it was to send you back to.")
                    .fix("Register the redirect URI that is shown at the connection, letter by letter, "
                            + "where the client is registered."));

    private Refusals() { }

    static Problem of(ConnectionType type, String error) {
        if (error == null || !CODE.matcher(error).matches()) return OTHER;
        Problem usual = USUAL.getOrDefault(error, OTHER);
        Problem said = type.errors().stream().filter(entry -> entry.code().equals(error) && isWhole(entry)).findFirst()
                .map(Refusals::own).orElse(usual);
        return new Problem(said.kind(), error, said.field(), said.message(), said.fix(), null);
    }

    /** Whether it can be said without an answer of the service to look into. */
    private static boolean isWhole(ErrorText entry) {
        return entry.mentions() == null && entry.message() != null && !entry.message().contains("{");
    }

    private static Problem own(ErrorText entry) {
        return Problem.of(entry.kind(), entry.code(), entry.message()).fix(entry.fix()).at(entry.field());
    }
}
