package ui;

import catalog.JsonText;
import catalog.TableName;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import metadata.ImportRequest;
import org.springframework.util.MultiValueMap;
import problems.Refusal;

/** What a person ticked and wrote before an import. */
final class Choice {
    private static final JsonText JSON = new JsonText(new ObjectMapper());
    private static final int PARTS = 2;

    private final MultiValueMap<String, String> sent;

    Choice(MultiValueMap<String, String> sent) {
        this.sent = sent;
    }

    /** A table's name as the value of its box: unambiguous for any names. */
    static String value(TableName name) {
        return JSON.write(List.of(name.schema(), name.name()));
    }

    /**
     * @param tablesOf a schema's, asked for when whole schemas and single tables of others are chosen at the same time
     * @throws Refusal 422 for values that no box has
     */
    ImportRequest request(Function<String, List<TableName>> tablesOf) {
        List<String> schemas = all("schema");
        Set<TableName> tables = new LinkedHashSet<>(all("table").stream().map(Choice::table).toList());
        if (!tables.isEmpty()) {
            schemas.forEach(schema -> tables.addAll(tablesOf.apply(schema)));
            schemas = List.of();
        }
        return new ImportRequest(schemas, List.copyOf(tables), Params.lines(sent.getFirst("include")),
                Params.lines(sent.getFirst("exclude")),
                new ImportRequest.Options(isOn("include_views"), isOn("include_indexes"), isOn("include_constraints"),
                        percent(), isOn("full_read")));
    }

    private Integer percent() {
        String text = Params.text(sent.getFirst("max_removed_percent"));
        return text == null ? null : Params.number(text, "/options/max_removed_percent", "Please give a number from 0 to 100.");
    }

    private static TableName table(String value) {
        try {
            String[] parts = JSON.read(value, String[].class);
            if (parts != null && parts.length == PARTS && parts[0] != null && parts[1] != null) {
                return new TableName(parts[0], parts[1]);
            }
        } catch (IllegalStateException notOurs) {
            // refused below
        }
        throw Refusal.invalid("/tables", "Please choose tables by their boxes.");
    }

    private boolean isOn(String name) {
        return "true".equals(sent.getFirst(name));
    }

    private List<String> all(String name) {
        return sent.getOrDefault(name, List.of());
    }
}
