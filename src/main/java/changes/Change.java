package changes;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is different, with the rule that judges it. Names and expressions are the source's own, cut where they are
 * very long.
 *
 * @param subject the column, key or index; null for the table itself
 * @param before  null where there was nothing
 * @param after   null where there is nothing now
 */
public record Change(Rule rule, String subject, String before, String after) {
    private static final int LONGEST = 300;
    private static final Pattern PLACE = Pattern.compile("\\{(subject|before|after)}");

    public Change {
        subject = cut(subject);
        before = cut(before);
        after = cut(after);
    }

    static Change ofTable(Rule rule) {
        return new Change(rule, null, null, null);
    }

    @JsonProperty("class")
    public Impact impact() {
        return rule.impact();
    }

    /** The rule's sentence about this change. */
    @JsonProperty("sentence")
    public String sentence() {
        return PLACE.matcher(rule.template()).replaceAll(place -> Matcher.quoteReplacement(word(place.group(1))));
    }

    private String word(String place) {
        String word = switch (place) {
            case "subject" -> subject;
            case "before" -> before;
            default -> after;
        };
        return word == null ? "nothing" : word;
    }

    private static String cut(String text) {
        if (text == null || text.length() <= LONGEST) return text;
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
