package connectors.http;

import connectors.Causes;
import connectors.Unreachable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.hc.client5.http.ConnectTimeoutException;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/**
 * Says in our words why a server could not be called, or what its answer means: by the type's table of errors, then by the
 * status. A server's own text is only ever looked into, in any case of its letters, never shown. In the table, {@code code} is a status
 * ({@code 403}), a vendor's code ({@code INVALID_SESSION_ID}), or both ({@code 403/REQUEST_LIMIT_EXCEEDED}).
 */
public final class HttpExplanation {
    private static final Duration UNKNOWN_WAIT = Duration.ofMinutes(1);

    private final String product;
    private final List<ErrorText> errors;
    private final Unreachable unreachable;
    private final String credentials;
    private final Function<HttpAnswer, String> vendorCode;

    /**
     * @param fields      pointers of the settings that the address comes from
     * @param credentials pointer of the setting to look at when the server does not accept who we are
     * @param vendorCode  finds the vendor's own code in an answer; null where there is none
     */
    public HttpExplanation(ConnectionType type, HttpBase base, Duration patience, Unreachable.Fields fields, String credentials,
                           Function<HttpAnswer, String> vendorCode) {
        this(type.name(), type.errors(), new Unreachable(type.name(), base.host(), base.port(), patience, fields), credentials,
                vendorCode);
    }

    private HttpExplanation(String product, List<ErrorText> errors, Unreachable unreachable, String credentials,
                            Function<HttpAnswer, String> vendorCode) {
        this.product = product;
        this.errors = errors;
        this.unreachable = unreachable;
        this.credentials = credentials;
        this.vendorCode = vendorCode;
    }

    /**
     * For a token service as RFC 6749 has it, which is another server than the one that the type's table of errors speaks of.
     *
     * @param address     pointer of the setting that holds its address
     * @param credentials pointer of the setting to look at when it refuses
     */
    public static HttpExplanation ofTokenService(HttpBase base, Duration patience, String address, String credentials) {
        String product = "the token service";
        Unreachable unreachable = new Unreachable(product, base.host(), base.port(), patience, Unreachable.Fields.one(address));
        return new HttpExplanation(product, List.of(), unreachable, credentials, answer ->
                answer.jsonOrNothing().path("error").asText(null));
    }

    /**
     * The answer, if it is what was asked for.
     *
     * @throws ProblemException for any other status than 2xx and 304, and for a page where a program asked
     */
    public HttpAnswer demand(HttpAnswer answer) {
        if (answer.status() == 304 || answer.isSuccess() && !answer.isPage()) return answer;
        throw of(answer).asException();
    }

    /** What an answer means that is not what was asked for. */
    public Problem of(HttpAnswer answer) {
        if (answer.isRedirect()) return sentAway();
        Problem known = known(answer);
        if (known != null) return known;
        if (answer.isSuccess() && answer.isPage()) return page();
        return said(ErrorText.usual(null, usual(answer.status())), answer);
    }

    /** What the type's table says of it; null where it says nothing. */
    Problem known(HttpAnswer answer) {
        String vendor = vendorCode.apply(answer);
        for (ErrorText entry : errors) {
            if (fits(entry, Integer.toString(answer.status()), vendor, answer)) return said(entry, answer);
        }
        return null;
    }

    String address() {
        return unreachable.fields().host();
    }

    String credentials() {
        return credentials;
    }

    /** @param failure whatever was thrown; its causes are looked through */
    public Problem of(Throwable failure) {
        List<Throwable> chain = Causes.of(failure);
        for (Throwable link : chain) {
            if (link instanceof ProblemException known) return placed(known.problem());
        }
        if (chain.stream().anyMatch(HttpExplanation::isSlowAnswer)) return noAnswer();
        Problem network = unreachable.of(chain);
        if (network != null) return network;
        return chain.stream().anyMatch(IOException.class::isInstance) ? broken()
                : Problem.of(FailureKind.INTERNAL, failure.getClass().getSimpleName(),
                        "Something went wrong on our side while talking to " + product + ".");
    }

    /** The policy speaks of {@code /server}, which these types do not have. */
    private Problem placed(Problem problem) {
        return "/server".equals(problem.field()) ? problem.at(unreachable.fields().host()) : problem;
    }

    private static boolean isSlowAnswer(Throwable link) {
        return link instanceof java.io.InterruptedIOException && !(link instanceof SocketTimeoutException)
                || link instanceof SocketTimeoutException && !(link instanceof ConnectTimeoutException);
    }

    private Problem noAnswer() {
        return Problem.of(FailureKind.TRANSIENT, "no_answer", sentence(product) + " did not answer in time.")
                .fix("Try again. If it is always slow, raise the time-out.");
    }

    private Problem broken() {
        return Problem.of(FailureKind.TRANSIENT, "broken_off", "The connection to " + product + " was broken off.")
                .fix("Try again. If it happens often, look at what stands between Serai and the server.");
    }

    private Problem sentAway() {
        return Problem.of(FailureKind.CONFIG, "redirect",
                        unreachable.host() + " sends callers on to another address, which is not followed with credentials.")
                .at(unreachable.fields().host()).fix("Enter the address that it leads to, if that is the right server.");
    }

    private Problem page() {
        return Problem.of(FailureKind.CONFIG, "page",
                        unreachable.host() + " answered with a page for people where the API was expected.")
                .at(unreachable.fields().host())
                .fix("Check the address: it may be that of the pages, of a sign-in, or of a proxy.");
    }

    private static boolean fits(ErrorText entry, String status, String vendor, HttpAnswer answer) {
        String code = entry.code();
        boolean isMeant = code.equals(status) || code.equalsIgnoreCase(vendor) || code.equalsIgnoreCase(status + "/" + vendor);
        return isMeant && (entry.mentions() == null || mentions(answer.text(), entry.mentions()));
    }

    private static boolean mentions(String text, String words) {
        return text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    private Problem said(ErrorText entry, HttpAnswer answer) {
        String message = entry.message() == null ? usualMessage(entry.kind()) : entry.message();
        String fix = entry.fix() == null ? usualFix(entry.kind()) : entry.fix();
        String field = entry.field() == null ? usualField(entry.kind()) : entry.field();
        Problem problem = Problem.of(entry.kind(), code(answer), filled(message)).at(field).fix(fix == null ? null : filled(fix));
        boolean waits = entry.kind() == FailureKind.QUOTA || entry.kind() == FailureKind.TRANSIENT;
        Duration usual = entry.kind() == FailureKind.QUOTA ? UNKNOWN_WAIT : null;
        Duration asked = answer.retryAfter(Instant.now()).orElse(entry.retryAfter() == null ? usual : entry.retryAfter());
        return waits && asked != null ? problem.retryAfter(asked) : problem;
    }

    /** A server's own word, so what is no code is not passed on. */
    private String code(HttpAnswer answer) {
        String vendor = vendorCode.apply(answer);
        return vendor != null && vendor.matches("[A-Za-z0-9_.:-]{1,80}") ? vendor : Integer.toString(answer.status());
    }

    /** What a status means everywhere; connectors.md 1.4. */
    private static FailureKind usual(int status) {
        return switch (status) {
            case 401 -> FailureKind.AUTH;
            case 403 -> FailureKind.PERMISSION;
            case 404, 410 -> FailureKind.NOT_FOUND;
            case 408, 425 -> FailureKind.TRANSIENT;
            case 429 -> FailureKind.QUOTA;
            default -> status >= 500 ? FailureKind.TRANSIENT : FailureKind.CONFIG;
        };
    }

    private static String usualMessage(FailureKind kind) {
        return switch (kind) {
            case AUTH -> "Authentication failed. Please verify your credentials.";
            case PERMISSION -> "Signed in to {product}, but a permission is missing.";
            case NOT_FOUND -> "What was asked for does not exist in {product}, or this login may not see it.";
            case QUOTA -> "The request limit of {product} is used up. It will be tried again.";
            case TRANSIENT -> "{product} is temporarily unavailable. It will be tried again.";
            case UNSUPPORTED -> "{product} does not support a feature that is needed.";
            default -> "{product} does not understand the request.";
        };
    }

    private static String usualFix(FailureKind kind) {
        return switch (kind) {
            case AUTH -> "Enter them again, and check that they have neither expired nor been revoked.";
            case PERMISSION -> "Ask the administrator of {product} to grant what is missing.";
            case NOT_FOUND, CONFIG -> "Check the address and its path.";
            default -> null;
        };
    }

    private String usualField(FailureKind kind) {
        return switch (kind) {
            case AUTH -> credentials;
            case CONFIG, NOT_FOUND -> unreachable.fields().host();
            default -> null;
        };
    }

    private String filled(String text) {
        return sentence(text.replace("{product}", product).replace("{host}", unreachable.host()));
    }

    /** A product that is no name begins a sentence like any other word. */
    private static String sentence(String text) {
        return text.startsWith("the ") ? "T" + text.substring(1) : text;
    }
}
