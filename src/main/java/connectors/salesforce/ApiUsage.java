package connectors.salesforce;

import connectors.Budget.Allowance;
import connectors.http.HttpAnswer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says of the organization's calls: REST API Developer Guide, "Limit Info Header". The window is of 24 hours, and
 * rolls.
 */
final class ApiUsage {
    private static final Pattern USED = Pattern.compile("(?<![a-z-])api-usage\\s*=\\s*(\\d{1,12})\\s*/\\s*(\\d{1,12})");

    private ApiUsage() { }

    /** @return null where it says nothing */
    static Allowance of(HttpAnswer answer) {
        String said = answer.header("Sforce-Limit-Info");
        if (said == null) return null;
        Matcher found = USED.matcher(said);
        return found.find() ? new Allowance(Long.parseLong(found.group(2)), Long.parseLong(found.group(1)), null) : null;
    }
}
