package api;

import problems.Refusal;

/** Texts of one line, such as names, as people send them. */
final class Text {
    private static final int LONGEST_NAME = 200;

    private Text() { }

    /** @throws Refusal 422 at the pointer when it is missing, blank, too long, or has control characters */
    static String name(String text, String pointer) {
        if (text == null || text.isBlank() || !isLine(text)) {
            throw Refusal.invalid(pointer,
                    "Please give a name of 1 to " + LONGEST_NAME + " characters, without control characters.");
        }
        return text.strip();
    }

    /** The same, but it may be left out. @return empty when it was */
    static String optionalName(String text, String pointer) {
        return text == null || text.isBlank() ? "" : name(text, pointer);
    }

    private static boolean isLine(String text) {
        return text.strip().length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
    }
}
