package connectors.databricks;

import catalog.TargetTable.TargetStep;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a step that was refused had been done before: those for which the language has no "if not exists". */
final class Done {
    private final UnityCatalog unity;
    private final UnityTables tables;

    Done(UnityCatalog unity, UnityTables tables) {
        this.unity = unity;
        this.tables = tables;
    }

    boolean isDone(TargetStep step) throws IOException {
        List<String> names = names(step.statement());
        if (names.size() < 4 || !names.get(0).equals(unity.name())) return false;
        Optional<JsonNode> found = unity.table(names.get(1), names.get(2));
        return found.isPresent() && isDone(step, names.get(3), new Existing(found.get(), tables));
    }

    private static boolean isDone(TargetStep step, String name, Existing table) {
        return switch (step.kind()) {
            case "add_column" -> table.column(name).flatMap(column -> TypeText.parse(column.nativeType()))
                    .filter(type -> step.statement().contains("(" + Sql.name(name) + " " + type.sql())).isPresent();
            case "add_primary_key" -> table.key() != null && table.key().name().equalsIgnoreCase(name);
            case "add_foreign_key" -> table.references().stream().anyMatch(key -> key.name().equalsIgnoreCase(name));
            default -> false;
        };
    }

    /** What stands in backticks at the beginning of a statement of ours: catalog, schema, table, and what is added. */
    private static List<String> names(String statement) {
        List<String> names = new ArrayList<>();
        int at = statement.indexOf('`');
        while (at >= 0 && names.size() < 4) {
            StringBuilder name = new StringBuilder();
            for (at++; at < statement.length(); at++) {
                if (statement.charAt(at) != '`') name.append(statement.charAt(at));
                else if (at + 1 < statement.length() && statement.charAt(at + 1) == '`') name.append(statement.charAt(at++));
                else break;
            }
            names.add(name.toString());
            at = statement.indexOf('`', at + 1);
        }
        return names;
    }
}
