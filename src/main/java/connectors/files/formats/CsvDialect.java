package connectors.files.formats;

/**
 * How the values of a CSV file are told apart.
 *
 * @param quote   {@link CsvOptions#NONE} where no value is quoted
 * @param escaped whether a backslash, instead of a second quote, stands before a quote inside a value
 */
record CsvDialect(char delimiter, char quote, boolean escaped) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final char DOUBLE = '"';
    private static final char SINGLE = '\'';

    /**
     * @param head  the beginning of the file
     * @param whole whether its last record is whole
     * @param tabs  whether the file's name says that tabs separate
     */
    static CsvDialect sniff(String head, boolean whole, CsvOptions options, boolean tabs) {
        Character known = options.delimiter() != null || !tabs ? options.delimiter() : (Character) CsvOptions.TAB;
        char quote = options.quote() != null ? options.quote() : quote(head, known);
        char delimiter = known != null ? known : Delimiter.sniff(head, whole, quote);
        return new CsvDialect(delimiter, quote, quote != CsvOptions.NONE && isEscaped(head, quote, delimiter));
    }

    /**
     * Apostrophes are frequent; they are quotes only where each that begins a value has another that ends it, and no
     * double quote does.
     */
    private static char quote(String head, Character delimiter) {
        int enclosed = 0;
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            if (c != DOUBLE && c != SINGLE || !isBorder(head, i - 1, delimiter)) continue;
            int end = c == DOUBLE ? -1 : end(head, i + 1, delimiter);
            if (end < 0) return DOUBLE;
            enclosed++;
            i = end;
        }
        return enclosed > 0 ? SINGLE : DOUBLE;
    }

    /** @return where the value ends in its line; negative where it does not */
    private static int end(String head, int from, Character delimiter) {
        for (int i = from; i < head.length() && head.charAt(i) != '\n'; i++) {
            if (head.charAt(i) != SINGLE) continue;
            if (isBorder(head, i + 1, delimiter)) return i;
            if (head.charAt(i + 1) == SINGLE) i++;
        }
        return -1;
    }

    private static boolean isBorder(String head, int at, Character delimiter) {
        if (at < 0 || at >= head.length()) return true;
        char c = head.charAt(at);
        if (c == '\n' || c == '\r') return true;
        if (delimiter != null) return c == delimiter;
        for (char candidate : DELIMITERS) {
            if (c == candidate) return true;
        }
        return false;
    }

    /** A backslash before a quote after which the value goes on, in a file without doubled quotes. */
    private static boolean isEscaped(String head, char quote, char delimiter) {
        boolean escaped = false;
        for (int i = head.indexOf(quote); i >= 0 && i + 1 < head.length(); i = head.indexOf(quote, i + 1)) {
            boolean doubled = head.charAt(i + 1) == quote && !isBorder(head, i - 1, delimiter);
            if (doubled && head.charAt(i - 1) != '\\') return false;
            escaped |= i > 0 && head.charAt(i - 1) == '\\' && !isBorder(head, i + 1, delimiter);
        }
        return escaped;
    }
}
