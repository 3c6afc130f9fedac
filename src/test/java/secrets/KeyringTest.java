package secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private static final String FIRST = "11".repeat(32);
    private static final String SECOND = "22".repeat(32);

    @Test
    void hexAndBase64AreTheSameKey() {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(FIRST));

        assertThat(kid(base64)).isEqualTo(kid(FIRST)).isEqualTo(kid(" " + FIRST.toUpperCase(java.util.Locale.ROOT) + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "secret", "1111", "zz11111111111111111111111111111111111111111111111111111111111111",
            "111111111111111111111111111111111111111111111111111111111111111", "11111111111111111111111111111111111111111111111111111111111111111",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISI=", "AAECAwQFBgcICQoLDA0ODw==", "one:secret", "one:,two:"})
    void whatIsNotThirtyTwoBytesIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Keyring.parse(text)).isInstanceOf(IllegalArgumentException.class).hasNoCause()
                .hasMessageContaining("32 bytes").hasMessageContaining("openssl rand -hex 32").message().doesNotContain("1111").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ",,", "1111111111111111111111111111111111111111111111111111111111111111,"})
    void commaWithoutAKeyIsRefused(String text) {
        assertThatThrownBy(() -> Keyring.parse(text)).isInstanceOf(IllegalArgumentException.class).message().contains("openssl rand -hex 32").doesNotContain("1111");
    }

    @Test
    void zeroKeyIsRefused() {
        assertThatThrownBy(() -> Keyring.parse("00".repeat(32))).hasMessageContaining("zeros");
    }

    @Test
    void noKeyIsRefused() {
        assertThatThrownBy(() -> new Keyring(List.of())).hasMessageContaining("ENCRYPTION_KEY");
    }

    @Test
    void firstOfSeveralKeysSealsAndAllOfThemOpen() {
        Envelope.Place place = new Envelope.Place(java.util.UUID.randomUUID(), java.util.UUID.randomUUID(), "/password");
        String old = new Envelope(Keyring.parse(FIRST)).seal("old", place);
        Envelope both = new Envelope(Keyring.parse("2026:" + SECOND + ", 2025:" + FIRST));

        assertThat(both.open(old, place).reveal()).isEqualTo("old");
        assertThat(both.seal("new", place)).startsWith("encrypted:" + kid(SECOND));
    }

    private static String kid(String key) {
        return Keyring.parse(key).active().kidHex();
    }
}
