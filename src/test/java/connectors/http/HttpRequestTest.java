package connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.ProblemException;

class HttpRequestTest {
    private static final HttpBase BASE = HttpBase.of("https://api.example.com/v1", "/base_url");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1/things?page=2, /v1/things, page=2",
        "https://API.example.com:443/other, /other,",
        "/v1/things?cursor=a%2Bb, /v1/things, cursor=a%2Bb",
        "things?page=3, /v1/things, page=3"})
    void aLinkToTheSameServerIsFollowed(String link, String path, String query) {
        HttpRequest next = HttpRequest.follow(link, BASE);
        assertThat(next.path()).isEqualTo(path);
        assertThat(next.query()).isEqualTo(query);
        assertThat(next.whole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/v1", "http://api.example.com/v1", "https://api.example.com:8443/v1", "https://api.example.com.evil.example/",
        "https://user@api.example.com/v1", "https://api.example.com@evil.example/", "//evil.example/v1", "file:///etc/passwd", "javascript:alert(1)",
        "https://", "https://api.example.com:443@evil.example/", "\\\\evil.example", "https:///v1", "jar:https://api.example.com!/x", " "})
    void aLinkToAnywhereElseIsNot(String link) {
        assertThatThrownBy(() -> HttpRequest.follow(link, BASE)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo("link_elsewhere");
            assertThat(refused.problem().kind()).isEqualTo(FailureKind.CONFIG);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com", "https://user:pw@example.com", "https://example.com?a=b", "https://example.com#a", "example.com", "https://",
        "https://example.com:0", "https://example.com:70000", "https://example.com/../..", "https://exa mple.com", "//example.com", ""})
    void anAddressThatIsNoneIsRefusedAtItsField(String address) {
        assertThatThrownBy(() -> HttpBase.of(address, "/base_url")).isInstanceOfSatisfying(ProblemException.class, refused ->
                assertThat(refused.problem().field()).isEqualTo("/base_url"));
    }

    @Test
    void anAddressIsKeptWithoutItsEnd() {
        assertThat(HttpBase.of("https://Example.com/a/b//", "/x")).isEqualTo(new HttpBase(true, "example.com", 443, "/a/b")).hasToString("https://example.com/a/b");
        HttpBase six = HttpBase.of("http://[::1]:8080/", "/x");
        assertThat(six.host()).isEqualTo("::1");
        assertThat(six).hasToString("http://[::1]:8080");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "5 | 5", "0 | 0", "86400 | 3600", "Thu, 01 Jan 2026 00:01:00 GMT | 60", "Thu, 01 Jan 2099 00:00:00 GMT | 3600",
        "Wed, 31 Dec 2025 00:00:00 GMT | none", "-5 | none", "soon | none", "99999999999999999999 | none", "1.5 | none"})
    void theWaitThatAServerAsksForIsBelievedWithinReason(String header, String seconds) {
        HttpAnswer answer = new HttpAnswer(429, Map.of("retry-after", header), new byte[0]);
        assertThat(answer.retryAfter(NOW)).isEqualTo(java.util.Optional.ofNullable(seconds).map(Long::parseLong).map(Duration::ofSeconds));
    }

    @Test
    void whatIsNoJsonSaysSoWithoutQuotingIt() {
        HttpAnswer page = new HttpAnswer(200, Map.of("content-type", "text/html; charset=utf-8"), "<p>private".getBytes());
        assertThat(page.isPage()).isTrue();
        assertThatThrownBy(page::json).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().code()).isEqualTo("not_json");
            assertThat(failure.getMessage()).doesNotContain("private");
        });
        HttpAnswer deep = new HttpAnswer(200, Map.of(), ("[".repeat(100_000)).getBytes());
        assertThatThrownBy(deep::json).isInstanceOf(ProblemException.class);
        assertThat(deep.jsonOrNothing().isMissingNode()).isTrue();
    }
}
