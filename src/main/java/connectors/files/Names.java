package connectors.files;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * File names are bytes. As text they are UTF-8, whatever the locale of the process is: with {@code LANG=C} Java itself
 * would turn every letter beyond ASCII into the same question mark.
 */
final class Names {
    private Names() { }

    /** @return empty where the bytes of the name are not UTF-8 */
    static Optional<String> text(Path name) {
        String plain = name.toString();
        if (isAscii(plain)) return Optional.of(plain);
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name))).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The name with its odd bytes spelled {@code \xFF}. */
    static String escaped(Path name) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes(name)) {
            if (b >= ' ' && b < 0x7f) text.append((char) b);
            else text.append(String.format("\\x%02X", b));
        }
        return text.toString();
    }

    /** A path of the bytes that UTF-8 gives this text. */
    static Path path(String text) {
        if (isAscii(text)) return Path.of(text);
        StringBuilder encoded = new StringBuilder(text.startsWith("/") ? "file://" : "file:///");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '/') encoded.append('/');
            else encoded.append(String.format("%%%02X", b));
        }
        Path absolute = Path.of(URI.create(encoded.toString()));
        return text.startsWith("/") ? absolute : absolute.getRoot().relativize(absolute);
    }

    /** @return empty for what can be no name of an entry: null, several segments, {@code ..}, NUL */
    static Optional<Path> segment(String text) {
        if (text == null || text.isEmpty() || text.equals(".") || text.equals("..") || text.indexOf('/') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(path(text));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** The only way to a path's bytes is its URI. */
    private static byte[] bytes(Path name) {
        String raw = name.toUri().getRawPath();
        if (raw.endsWith("/")) raw = raw.substring(0, raw.length() - 1);
        raw = raw.substring(raw.lastIndexOf('/') + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') bytes.write(raw.charAt(i));
            else {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            }
        }
        return bytes.toByteArray();
    }
}
