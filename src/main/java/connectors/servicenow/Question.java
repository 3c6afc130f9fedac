package connectors.servicenow;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;

/**
 * Which rows of a table are asked for.
 *
 * @param filter encoded query without order; empty for all rows. Parts that an instance does not understand are ignored by it in
 *               silence: who asks looks at what comes
 * @param most   rows beyond which nothing is read
 */
record Question(String table, List<String> fields, String filter, long most) {
    /** What the names of tables and fields are made of; anything else could be another condition. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,80}");

    static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** @return the text, which may stand in a query. @throws problems.ProblemException when it is no name */
    static String name(String text) {
        if (isName(text)) return text;
        throw Problem.of(FailureKind.NOT_FOUND, "name",
                        "Names of tables and scopes hold lower case letters, digits and underscores only.")
                .fix("Check the spelling.").asException();
    }

    /** @param names at least one */
    static String in(String field, Collection<String> names) {
        return field + "IN" + String.join(",", names.stream().map(Question::name).toList());
    }

    Question where(String condition) {
        return new Question(table, fields, filter.isEmpty() ? condition : filter + "^" + condition, most);
    }
}
