package connectors.salesforce;

import catalog.CodePoints;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;

/**
 * An object as the global description has it: REST API Developer Guide, "Describe Global".
 *
 * @param label null where it has none
 */
record Listed(String name, String label) {
    /** The one schema there is: an organization has no others, and packages keep apart by prefixes of names. */
    static final String SCHEMA = "salesforce";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,254}");
    private static final Set<String> SYSTEM = Set.of("History", "Feed", "Share", "ChangeEvent", "OwnerSharingRule");
    private static final Pattern OF_SYSTEM = Pattern.compile(".+(__History|__Feed|__Share|ChangeEvent|__ChangeEvent)");
    private static final int MOST = 200_000;

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    TableName tableName() {
        return new TableName(SCHEMA, name);
    }

    TableSummary summary() {
        return new TableSummary(SCHEMA, name, TableKind.OBJECT, label, null);
    }

    /** Those that the settings let in, by name. */
    static List<Listed> of(byte[] answer, SalesforceSettings settings) {
        List<Listed> found = new ArrayList<>();
        Answers.each(answer, "sobjects", object -> {
            String name = object.path("name").asText();
            boolean system = settings.hideSystem() && isSystem(object, name);
            if (isName(name) && !system && settings.covers(name)) add(found, new Listed(name, Texts.of(object, "label")));
        });
        found.sort(Comparator.comparing(Listed::name, CodePoints::compare));
        return found;
    }

    private static boolean isSystem(JsonNode object, String name) {
        if (object.path("deprecatedAndHidden").asBoolean()) return true;
        String beside = object.path("associateEntityType").asText("");
        return SYSTEM.contains(beside) || beside.isEmpty() && OF_SYSTEM.matcher(name).matches();
    }

    private static void add(List<Listed> found, Listed one) {
        if (found.size() < MOST) {
            found.add(one);
            return;
        }
        throw Problem.of(FailureKind.UNSUPPORTED, "too_many", "The organization has more than " + MOST + " objects.")
                .at("/include_patterns").fix("Enter patterns for the objects that matter.").asException();
    }
}
