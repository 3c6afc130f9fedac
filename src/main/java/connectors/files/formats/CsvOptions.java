package connectors.files.formats;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import problems.FailureKind;
import problems.Problem;

/**
 * What a person says of CSV files; null is found out for each file.
 *
 * @param header    whether the first record names the columns
 * @param delimiter between two values
 * @param quote     around a value; {@link #NONE} where quotes are characters like others
 */
public record CsvOptions(Boolean header, Character delimiter, Character quote, Charset charset) {
    static final char NONE = '\0';
    static final char TAB = '\t';
    private static final String AUTO = "auto";

    public static final CsvOptions FOUND_OUT = new CsvOptions(null, null, null, null);

    /**
     * @param header    {@code auto}, {@code yes}, {@code no}
     * @param delimiter {@code auto}, {@code tab} or one character
     * @param quote     {@code auto}, {@code none} or one character
     * @param charset   {@code auto} or a name that Java knows
     * @throws problems.ProblemException of kind CONFIG at the field that cannot be right
     */
    public static CsvOptions of(String header, String delimiter, String quote, String charset) {
        Character separator = "tab".equals(delimiter) ? (Character) TAB : character(delimiter, "delimiter");
        Character around = "none".equals(quote) ? (Character) NONE : character(quote, "quote");
        if (separator != null && separator.equals(around)) throw wrong("quote", "The quote is the delimiter as well.");
        return new CsvOptions(AUTO.equals(header) ? null : (Boolean) "yes".equals(header), separator, around, charset(charset));
    }

    private static Character character(String text, String field) {
        if (AUTO.equals(text)) return null;
        if (text.length() == 1 && "\r\n\0".indexOf(text.charAt(0)) < 0) return text.charAt(0);
        throw wrong(field, "The " + field + " of CSV files is not a single character.");
    }

    private static Charset charset(String name) {
        if (AUTO.equals(name)) return null;
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw wrong("charset", "The charset of CSV files is not known.");
        }
    }

    private static RuntimeException wrong(String field, String message) {
        return Problem.of(FailureKind.CONFIG, field + "_invalid", message).at("/advanced/" + field)
                .fix("Correct it, or choose 'auto' to have it found out for each file.").asException();
    }
}
