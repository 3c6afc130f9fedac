package testing.tds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes numbers and texts as TDS does: little-endian, UTF-16. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value).u8(value >> 8);
    }

    Bytes i32(int value) {
        return u16(value).u16(value >> 16);
    }

    Bytes i64(long value) {
        return i32((int) value).i32((int) (value >> 32));
    }

    Bytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** The number of characters in one byte, then the characters. */
    Bytes shortText(String text) {
        return u8(text.length()).text(text);
    }

    int size() {
        return out.size();
    }

    byte[] all() {
        return out.toByteArray();
    }
}
