package connectors.salesforce;

import java.util.regex.Pattern;

/** A time as HTTP writes it, such as {@code Wed, 21 Oct 2026 07:28:00 GMT}: also in a body it is one, or nothing. */
final class HttpDate {
    private static final Pattern FORM = Pattern.compile(
            "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} [A-Z]{3,4}");

    private HttpDate() { }

    /** @return null for what is none */
    static String checked(String text) {
        return text != null && FORM.matcher(text).matches() ? text : null;
    }
}
