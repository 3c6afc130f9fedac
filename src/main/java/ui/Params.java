package ui;

import problems.Refusal;

/** Form values, which are texts and may be empty. */
final class Params {
    private Params() { }

    static String text(String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    static int number(String value, String pointer, String message) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException notOne) {
            throw Refusal.invalid(pointer, message);
        }
    }
}
