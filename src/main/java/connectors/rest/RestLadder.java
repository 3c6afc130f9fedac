package connectors.rest;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpLadder;
import connectors.http.HttpRequest;
import connectors.http.RateHeaders;
import connectors.rest.RestSettings.Health;
import connectors.rest.description.Description;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import problems.FailureKind;
import problems.Problem;

/** The ladder of a web API. For one climb. */
final class RestLadder {
    private final Api api;
    private final RestSettings settings;
    private final Known known;
    private HttpAnswer answer;
    private long tookMillis;
    private Description description;

    RestLadder(Api api, RestSettings settings, Known known) {
        this.api = api;
        this.settings = settings;
        this.known = known;
    }

    /** @param whole with what costs more than one call */
    TestReport climb(boolean whole) {
        Ladder ladder = HttpLadder.begin(api.explanation(), api.base(), api.reach(), api.trusted(),
                "Enter the address with https://, if the server offers that.");
        ladder.mandatory("authenticate", "Sign in", () -> authenticate(whole));
        ladder.mandatory("target", "Call " + (settings.health().path() == null ? "the base address" : settings.health().path()),
                this::target);
        if (whole) ladder.mandatory("read_metadata", "Read what the API offers", this::readMetadata);
        ladder.optional("quota", "Look at the limits", this::quota);
        return ladder.report(server(), () -> "Connected to " + api.base().host() + ".");
    }

    private TestReport.Server server() {
        return description == null ? new TestReport.Server(null, null)
                : new TestReport.Server(description.title(), description.version());
    }

    private Finding authenticate(boolean compares) throws IOException {
        if (api.oauth() != null) api.oauth().token();
        HttpRequest request = request();
        long start = System.nanoTime();
        answer = api.send(request);
        tookMillis = (System.nanoTime() - start) / 1_000_000;
        boolean refused = !isExpected() && (answer.status() == 401 || answer.status() == 403 || answer.status() == 407
                || answer.status() == 429);
        if (refused) throw refusal().asException();
        if (settings.authentication().isNone()) return Finding.skipped("No credentials are set.");
        if (compares && isExpected() && isTheSameForAnyone(request)) return ignored();
        if (settings.authentication().isKeyInQuery()) return inQuery();
        return Finding.passed(isExpected() ? "The credentials are accepted." : "The credentials are not refused.");
    }

    private Problem refusal() {
        Problem problem = api.explanation().of(answer);
        if (problem.kind() != FailureKind.AUTH) return problem;
        if (!settings.authentication().isNone()) return problem.at(Credentials.field(settings.authentication()));
        return Problem.of(FailureKind.AUTH, problem.code(), api.base().host() + " asks who calls, and no credentials are set.")
                .at("/authentication/type").fix("Choose a way of signing in.");
    }

    private HttpRequest request() {
        return api.request(settings.health().method(), settings.health().path()).accept("application/json, */*;q=0.5");
    }

    private boolean isTheSameForAnyone(HttpRequest request) throws IOException {
        return api.sendUnsigned(request).status() == answer.status();
    }

    private static Finding ignored() {
        return Finding.warned("The server answers the same without credentials, so it cannot be said whether they are right.",
                "Enter a path to test that only answers who has signed in.");
    }

    private static Finding inQuery() {
        return Finding.warned("The key is part of the address, which ends up in the logs of servers and proxies.",
                "Send it in a header, if the API takes it there.");
    }

    private boolean isExpected() {
        return settings.health().expectedStatus().contains(Integer.toString(answer.status()));
    }

    private Finding target() {
        Health health = settings.health();
        if (answer.isRedirect() && !isExpected()) throw api.explanation().of(answer).asException();
        if (!isExpected()) return unexpected(health);
        boolean page = answer.isPage() && (health.expectedContentType() == null || !isOfType(health.expectedContentType()));
        if (page && health.path() != null) throw api.explanation().of(answer).asException();
        if (health.expectedContentType() != null && !isOfType(health.expectedContentType())) throw otherType().asException();
        if (page) return vague("The base address answers with a page for people.");
        return Finding.passed("Answered with " + answer.status() + " after " + tookMillis + " ms.");
    }

    /** Most APIs answer nothing at their base address, which says nothing about them; a path that was entered must answer. */
    private Finding unexpected(Health health) {
        if (health.path() == null && answer.status() < 500) return vague("The server answers its base address with "
                + answer.status() + ".");
        if (answer.isSuccess()) throw otherStatus().asException();
        Problem problem = api.explanation().of(answer);
        throw (problem.kind() == FailureKind.NOT_FOUND && health.path() != null ? problem.at("/health/path") : problem)
                .asException();
    }

    private static Finding vague(String message) {
        return Finding.warned(message, "Enter a path to test that answers when all is well.");
    }

    private Problem otherStatus() {
        return Problem.of(FailureKind.CONFIG, Integer.toString(answer.status()), "The path answers with " + answer.status()
                + ", which is not expected.")
                .at("/health/expected_status").fix("Check the path, or expect this status.");
    }

    private Problem otherType() {
        return Problem.of(FailureKind.CONFIG, "content_type", "The path answers in another form than "
                + settings.health().expectedContentType() + ".")
                .at("/health/expected_content_type").fix("Check the path, or expect another content type.");
    }

    private boolean isOfType(String expected) {
        String wanted = expected.toLowerCase(Locale.ROOT);
        if (wanted.endsWith("/*")) return answer.mediaType().startsWith(wanted.substring(0, wanted.length() - 1));
        return answer.mediaType().equals(wanted);
    }

    private Finding readMetadata() throws IOException {
        description = known.again().description();
        int tables = description.tables().size();
        if (tables == 0) {
            return Finding.warned(FailureKind.PERMISSION, "The description was read (" + description.format()
                    + "), but it has no resources.",
                    "Check that it is the description of this API, and that this login sees all of it.");
        }
        String found = "Read " + description.format() + ": " + tables + (tables == 1 ? " resource." : " resources.");
        if (description.warnings().isEmpty()) return Finding.passed(found);
        return Finding.warned(found + " " + description.warnings().get(0),
                "Nothing has to be done if these parts are not needed.");
    }

    private Finding quota() {
        RateHeaders limit = RateHeaders.of(answer, Instant.now()).filter(said -> said.remaining() != null).orElse(null);
        String took = "The answer took " + tookMillis + " ms";
        if (limit == null) return Finding.passed(took + "; the server says nothing about limits.");
        String left = took + "; " + limit.remaining() + (limit.limit() == null ? "" : " of " + limit.limit())
                + " requests are left.";
        if (limit.remaining() > 0) return Finding.passed(left);
        return Finding.warned(FailureKind.QUOTA, left, "Wait until the server's limit starts anew, or ask for a higher one.");
    }
}
