package ui;

import java.util.List;
import problems.Refusal;

/** Form values, which are texts and may be empty. */
final class Params {
    private Params() { }

    static String text(String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** What stands in a box of lines, without the empty ones. */
    static List<String> lines(String value) {
        return value == null ? List.of() : value.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    static int number(String value, String pointer, String message) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException notOne) {
            throw Refusal.invalid(pointer, message);
        }
    }
}
