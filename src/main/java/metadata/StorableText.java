package metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** What PostgreSQL cannot keep in a text, a NUL or half of a surrogate pair, becomes U+FFFD. A source's names may hold either. */
public final class StorableText extends SimpleModule {
    static final char REPLACEMENT = '\ufffd';

    public StorableText() {
        addSerializer(String.class, new StdScalarSerializer<>(String.class) {
            @Override
            public void serialize(String text, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(of(text));
            }
        });
    }

    /** @return the same text unless something had to be replaced; null for null */
    public static String of(String text) {
        for (int i = 0; text != null && i < text.length(); i++) {
            if (!isStorable(text, i)) return replaced(text);
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder storable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (!isStorable(text, i)) storable.setCharAt(i, REPLACEMENT);
        }
        return storable.toString();
    }

    private static boolean isStorable(String text, int i) {
        char unit = text.charAt(i);
        if (unit == '\0') return false;
        if (Character.isHighSurrogate(unit)) return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        return !Character.isLowSurrogate(unit) || i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
