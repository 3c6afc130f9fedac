package paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import problems.Refusal;

/** The place after which a page begins: the sort key and the id of the last item before it. Opaque to clients. */
public record Cursor(String key, String id) {

    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((id + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int end = plain.indexOf('\n');
            if (end < 0 || plain.indexOf('\0') >= 0) throw new IllegalArgumentException();
            return new Cursor(plain.substring(end + 1), plain.substring(0, end));
        } catch (IllegalArgumentException notOurs) {
            throw foreign();
        }
    }

    /** Made up, or given out for another list. */
    public static Refusal foreign() {
        return Refusal.invalid("cursor", "Please send the next_cursor of the page before, or none.");
    }
}
