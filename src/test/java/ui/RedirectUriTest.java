package ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import problems.CannotStart;
import problems.Refusal;

/** Where sign-in pages send people back to. */
class RedirectUriTest {

    @ParameterizedTest
    @CsvSource({"https://serai.example.com, https://serai.example.com/oauth/callback", "https://Serai.Example.com:8443/, https://serai.example.com:8443/oauth/callback",
        "http://localhost:8080, http://localhost:8080/oauth/callback", "' https://serai.example.com ', https://serai.example.com/oauth/callback"})
    void theOperatorsWordWinsWhateverARequestSays(String setting, String expected) {
        assertThat(new RedirectUri(setting).of(request("evil.example", "203.0.113.7"))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serai.example.com", "http://serai.example.com", "https://serai.example.com/app", "https://user@serai.example.com", "https://serai.example.com?x=y",
        "https://serai.example.com#x", "https:///", "javascript:alert(1)", "https://se rai"})
    void whatIsNoAddressStopsTheStart(String setting) {
        assertThatThrownBy(() -> new RedirectUri(setting)).isInstanceOf(CannotStart.class).hasMessageContaining("serai.public-url").hasMessageContaining("https://serai.example.com");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 127.0.0.1, http://localhost:8080/oauth/callback", "127.0.0.1, 127.0.0.1, http://127.0.0.1:8080/oauth/callback", "[::1], 0:0:0:0:0:0:0:1, http://[::1]:8080/oauth/callback",
        "serai.example.com, 127.0.0.1,", "localhost, 203.0.113.7,", "localhost.evil.example, 127.0.0.1,"})
    void withoutItOnlyABrowserOnThisMachineHasOne(String host, String from, String expected) {
        assertThat(new RedirectUri("").of(request(host, from)).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "Via"})
    void whatCameThroughAProxyIsNotOfThisMachine(String header) {
        MockHttpServletRequest request = request("localhost", "127.0.0.1");
        request.addHeader(header, "for=somebody");

        assertThat(new RedirectUri("").of(request)).isEmpty();
    }

    @Test
    void aBrowserThatWouldComeBackWithoutItsSessionIsToldWhereToGo() {
        MockHttpServletRequest request = request("10.0.0.7", "10.0.0.9");
        request.addHeader("Origin", "http://10.0.0.7:8080");

        assertThatThrownBy(() -> new RedirectUri("https://serai.example.com").demand(request)).isInstanceOf(Refusal.class).hasMessageContaining("https://serai.example.com");
    }

    private static MockHttpServletRequest request(String host, String from) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setServerName(host);
        request.setRemoteAddr(from);
        request.setLocalPort(8080);
        return request;
    }
}
