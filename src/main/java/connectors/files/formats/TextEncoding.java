package connectors.files.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the bytes of a text become characters.
 *
 * @param mark length of the byte order mark in bytes
 */
record TextEncoding(Charset charset, int mark) {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /**
     * Goes by the byte order mark, then by what UTF-8 permits; what is left is one of the two western charsets.
     *
     * @param head  the first bytes of the file
     * @param whole whether that is all of it
     * @param said  by a person; null to find it out
     * @throws FileFailure where this is no text
     */
    static TextEncoding of(byte[] head, boolean whole, Charset said) throws FileFailure {
        if (said != null) return new TextEncoding(said, mark(head, said));
        return of(head, whole);
    }

    private static int mark(byte[] head, Charset said) {
        if (said.equals(StandardCharsets.UTF_8) && starts(head, 0xEF, 0xBB, 0xBF)) return 3;
        if (said.equals(StandardCharsets.UTF_16LE) && starts(head, 0xFF, 0xFE)) return 2;
        return said.equals(StandardCharsets.UTF_16BE) && starts(head, 0xFE, 0xFF) ? 2 : 0;
    }

    private static TextEncoding of(byte[] head, boolean whole) throws FileFailure {
        if (starts(head, 0xEF, 0xBB, 0xBF)) return new TextEncoding(StandardCharsets.UTF_8, 3);
        if (starts(head, 0xFF, 0xFE, 0, 0) || starts(head, 0, 0, 0xFE, 0xFF)) {
            throw new FileFailure("unsupported_charset", "The file is written in UTF-32. Please save it as UTF-8.");
        }
        if (starts(head, 0xFF, 0xFE)) return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        if (starts(head, 0xFE, 0xFF)) return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        if (isAscii(head)) return new TextEncoding(StandardCharsets.UTF_8, 0);
        int zero = firstZero(head);
        if (zero >= 0) return wide(head, zero);
        if (isUtf8(head, whole)) return new TextEncoding(StandardCharsets.UTF_8, 0);
        return new TextEncoding(hasWindowsLetters(head) ? WINDOWS : StandardCharsets.ISO_8859_1, 0);
    }

    /** Latin letters in UTF-16 without a mark: every second byte is zero. */
    private static TextEncoding wide(byte[] head, int zero) throws FileFailure {
        int odd = 0;
        int even = 0;
        for (int i = 0; i < head.length; i++) {
            if (head[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        if (even == 0 && odd > head.length / 4) return new TextEncoding(StandardCharsets.UTF_16LE, 0);
        if (odd == 0 && even > head.length / 4) return new TextEncoding(StandardCharsets.UTF_16BE, 0);
        throw new FileFailure("not_text", "The file is not a text: byte " + (zero + 1) + " is zero.");
    }

    private static boolean isUtf8(byte[] head, boolean whole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(head);
        CharBuffer characters = CharBuffer.allocate(8192);
        while (true) {
            var result = decoder.decode(bytes, characters.clear(), whole);
            if (result.isError()) return false;
            if (result.isUnderflow()) return true;
        }
    }

    /** ISO 8859-1 has control characters where Windows has quotes, dashes and the euro. */
    private static boolean hasWindowsLetters(byte[] head) {
        for (byte b : head) {
            if ((b & 0xff) >= 0x80 && (b & 0xff) <= 0x9f) return true;
        }
        return false;
    }

    /** Most files are, and a decoder would take longer to say so. */
    private static boolean isAscii(byte[] head) {
        int zeroOrHigh = 0;
        for (byte b : head) zeroOrHigh |= b - 1;
        return zeroOrHigh >= 0;
    }

    private static int firstZero(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) return i;
        }
        return -1;
    }

    private static boolean starts(byte[] head, int... mark) {
        if (head.length < mark.length) return false;
        byte[] expected = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) expected[i] = (byte) mark[i];
        return Arrays.equals(head, 0, mark.length, expected, 0, mark.length);
    }
}
