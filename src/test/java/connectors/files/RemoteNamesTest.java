package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server lists is used as a name only if it can be nothing else. */
class RemoteNamesTest {

    @ParameterizedTest
    @EmptySource
    @ValueSource(strings = {".", "..", "/", "a/b", "/etc/passwd", "../a", "a\\b", "..\\a", "a\0b", "a\r\nDELE b", "a\tb", "\u007f", "a\u0085b",
            "\uFFFD.csv", "\uD800.csv", "a\u2028b"})
    void namesThatMayMeanAnotherPlaceAreNone(String name) {
        assertThat(RemoteFolder.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "..a", "a..", "größe 日本😀.csv", "a*?[x].csv", "-rf", "~", "$HOME", "{{env:HOME}}", "%2e%2e", "a;b", "C:", " "})
    void oddNamesAreNames(String name) {
        assertThat(RemoteFolder.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 100_000})
    void namesWithoutEndAreNone(int length) {
        assertThat(RemoteFolder.isName("a".repeat(length))).isFalse();
    }
}
