package connectors.rest.description;

import catalog.Table;
import java.util.List;

/**
 * An API as its description says.
 *
 * @param format   such as {@code OpenAPI 3.0.3}
 * @param title    of the API; null where it has none
 * @param version  of the API; null where it has none
 * @param tables   by schema and name, in the order of code points
 * @param warnings sentences about what was not understood; a few of them
 */
public record Description(String format, String title, String version, List<Table> tables, List<String> warnings) {
    private static final int WARNINGS = 20;

    public Description {
        tables = List.copyOf(tables);
        warnings = warnings.stream().distinct().limit(WARNINGS).toList();
        title = Bounds.cut(title, Bounds.NAME);
        version = Bounds.cut(version, Bounds.NAME);
    }
}
