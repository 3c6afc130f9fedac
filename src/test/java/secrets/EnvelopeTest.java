package secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import secrets.Envelope.Place;

/** The sealed form of docs/security.md, checked against a known answer and against everyone who tampers with it. */
class EnvelopeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] KEY = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final UUID ACCOUNT = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID CONNECTION = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Place PLACE = new Place(ACCOUNT, CONNECTION, "/authentication/password");
    private static final String PLAIN = "pä:ss\"word";
    private static final String SEALED = "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48";
    private static final String WITHOUT_PLACE = "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:cb4c147db89447a039457064efa866ea";

    private final Envelope envelope = new Envelope(new Keyring(List.of(SecretKey.of(KEY))), () -> HEX.parseHex("a0a1a2a3a4a5a6a7a8a9aaab"));

    @Test
    void sealsToTheKnownAnswer() {
        assertThat(envelope.seal(PLAIN, PLACE)).isEqualTo(SEALED);
        assertThat(envelope.open(SEALED, PLACE).reveal()).isEqualTo(PLAIN);
    }

    @Test
    void valueThatIsBoundToNoPlaceDoesNotOpen() {
        doesNotOpen(WITHOUT_PLACE, PLACE);
    }

    @Test
    void opensTwelveByteIvsOfOthersToo() throws Exception {
        byte[] iv = HEX.parseHex("1eb40cd90102030405060708");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(Hashes.utf8("serai1|" + ACCOUNT + "|" + CONNECTION + "|/authentication/password"));
        String sealed = HEX.formatHex(cipher.doFinal(Hashes.utf8("short")));

        assertThat(envelope.open("encrypted:" + HEX.formatHex(iv) + ":" + sealed.substring(0, 10) + ":" + sealed.substring(10), PLACE).reveal()).isEqualTo("short");
    }

    @ParameterizedTest
    @MethodSource("otherPlaces")
    void sealedTextDoesNotOpenInAnotherPlace(Place elsewhere) {
        doesNotOpen(SEALED, elsewhere);
    }

    static Stream<Place> otherPlaces() {
        return Stream.of(new Place(UUID.randomUUID(), CONNECTION, PLACE.pointer()), new Place(ACCOUNT, UUID.randomUUID(), PLACE.pointer()),
                new Place(CONNECTION, ACCOUNT, PLACE.pointer()), new Place(ACCOUNT, CONNECTION, "/authentication/username"), new Place(ACCOUNT, CONNECTION, ""));
    }

    @Test
    void everyAlteredDigitIsFound() {
        for (int at = "encrypted:".length(); at < SEALED.length(); at++) {
            char digit = SEALED.charAt(at);
            if (digit == ':') continue;
            doesNotOpen(SEALED.substring(0, at) + (digit == '0' ? '1' : '0') + SEALED.substring(at + 1), PLACE);
        }
    }

    @Test
    void everyTruncationIsFound() {
        for (int length = 0; length < SEALED.length(); length++) doesNotOpen(SEALED.substring(0, length), PLACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "encrypted:", "encrypted:::", "encrypted:00:00:00", "ENCRYPTED:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48",
            "encrypted:1EB40CD9A0A1A2A3A4A5A6A7A8A9AAAB:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48", "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48\n",
            "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9bb3dfce286c6923f1297:9c6ec941", "encrypted:1eb40cd9a0a1a2a3a4a5a6a7a8a9aaab:c9b:9c6ec94190da3f51d66f8e317df10c48",
            "encrypted:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz:c9bb3dfce286c6923f1297:9c6ec94190da3f51d66f8e317df10c48"})
    void whatIsNotOfTheFormDoesNotOpen(String text) {
        doesNotOpen(text, PLACE);
    }

    @Test
    void unknownKeyIsAnIntegrityFailure() {
        Envelope other = new Envelope(Keyring.parse("ff".repeat(32)));

        assertThatThrownBy(() -> other.open(SEALED, PLACE)).isInstanceOf(IntegrityFailure.class);
    }

    @Test
    void failureSaysWhereAndNothingOfTheContent() {
        assertThatThrownBy(() -> envelope.open(WITHOUT_PLACE, PLACE)).hasMessageContaining("/authentication/password")
                .hasNoCause().message().doesNotContain("c9bb3d").doesNotContain("encrypted:");
    }

    @Test
    void emptyTextHasAnEmptyMiddle() {
        String sealed = envelope.seal("", PLACE);

        assertThat(sealed.split(":", -1)).hasSize(4).satisfies(parts -> assertThat(parts[2]).isEmpty());
        assertThat(envelope.open(sealed, PLACE).reveal()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{env:PATH}}", "$simple{body}", "#bean:x", "a&b=c", "RAW(x)", "encrypted:x", "%00%2f", "\u0000", "\r\n", "ä€𝄞\u202e", " ", "';--"})
    void everyCharacterComesBackAsItWas(String plain) {
        Envelope fresh = new Envelope(new Keyring(List.of(SecretKey.of(KEY))));

        assertThat(fresh.open(fresh.seal(plain, PLACE), PLACE).reveal()).isEqualTo(plain);
        assertThat(fresh.seal(plain, PLACE)).isNotEqualTo(fresh.seal(plain, PLACE));
    }

    @Test
    void longTextsComeBackToo() {
        String plain = "x".repeat(100_000);

        assertThat(envelope.open(envelope.seal(plain, PLACE), PLACE).reveal()).isEqualTo(plain);
    }

    @Test
    void fingerprintTellsEqualFromDifferentWithinOneAccountOnly() {
        assertThat(envelope.fingerprint(new Secret("a"), ACCOUNT)).matches("[0-9a-f]{16}").isEqualTo(envelope.fingerprint(new Secret("a"), ACCOUNT))
                .isNotEqualTo(envelope.fingerprint(new Secret("b"), ACCOUNT)).isNotEqualTo(envelope.fingerprint(new Secret("a"), CONNECTION));
    }

    @Test
    void secretPrintsAsAMask() {
        assertThat(new Secret("hush")).hasToString("***");
        assertThat(String.valueOf(SecretKey.of(KEY))).doesNotContain("000102");
    }

    private void doesNotOpen(String sealed, Place place) {
        assertThatThrownBy(() -> envelope.open(sealed, place)).as(sealed).isInstanceOf(IntegrityFailure.class);
    }
}
