package connectors.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import problems.FailureKind;
import problems.Problem;

/**
 * What a server answered.
 *
 * @param headers by their names in lower case; of several of one name, joined by a comma
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final int DEEPEST = 500;
    private static final int LONGEST_TEXT = 20_000_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(LONGEST_TEXT).build()).build());

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isRedirect() {
        return status >= 300 && status < 400 && status != 304;
    }

    /** @return null where there is none */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Lower case, without parameters; empty where the server does not say. */
    public String mediaType() {
        String type = headers.getOrDefault("content-type", "");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** A page for people where a program asked: a wrong host, a sign-in page, an instance that sleeps. */
    public boolean isPage() {
        if (mediaType().equals("text/html")) return true;
        return mediaType().isEmpty() && text().stripLeading().toLowerCase(Locale.ROOT).startsWith("<!doctype html");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** @throws problems.ProblemException of kind CONFIG when the body is no JSON, or one beyond all measure */
    public JsonNode json() {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree != null && !tree.isMissingNode()) return tree;
        } catch (IOException wrong) {
            // its words would quote the body
        }
        throw Problem.of(FailureKind.CONFIG, "not_json", "The server's answer is not the JSON that was expected.")
                .fix("Check that the address is that of the API, not of its pages.").asException();
    }

    /** The same for an answer that says what is wrong, of which anything may be expected. */
    public JsonNode jsonOrNothing() {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException wrong) {
            return MissingNode.getInstance();
        } catch (IOException wrong) {
            return MissingNode.getInstance();
        }
    }

    /**
     * How long the server asks to be left alone: seconds or a date, at most an hour.
     *
     * @return empty where it does not say, or nothing sensible
     */
    public Optional<Duration> retryAfter(Instant now) {
        String text = header("retry-after");
        if (text == null) return Optional.empty();
        return wait(text.strip(), now).filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        try {
            Instant end = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(now, end));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    /** Not the body and not the headers: they may hold what nobody should read. */
    @Override
    public String toString() {
        return status + " " + mediaType() + " " + body.length + " bytes";
    }
}
