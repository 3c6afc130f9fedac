package connectors.jdbc;

import catalog.Selection;
import catalog.TableName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values for {@code :#schemas}, {@code :#schema} and {@code :#table}, which the SQL of every type takes; null stands
 * for all. The list of schemas is the text of a JSON array, because every database can take that apart.
 */
public final class Binds {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LIST = 4000;

    /** @param asked a schema's or a table's place: {@code schema}, {@code table} */
    public Map<String, Object> of(Map<String, ?> asked) {
        return binds(null, asked.get("schema"), asked.get("table"));
    }

    /** What the source can leave out by itself; the rest of the selection is applied to its answer. */
    public Map<String, Object> ofSelection(Selection selection) {
        return binds(schemas(selection), null, null);
    }

    private static String schemas(Selection selection) {
        if (!selection.schemas().isEmpty()) return json(selection.schemas());
        if (selection.tables().isEmpty()) return null;
        return json(selection.tables().stream().map(TableName::schema).distinct().toList());
    }

    private static Map<String, Object> binds(String schemas, Object schema, Object table) {
        Map<String, Object> binds = new HashMap<>();
        binds.put("schemas", schemas);
        binds.put("schema", schema);
        binds.put("table", table);
        return binds;
    }

    /** A list that is longer than every database takes leaves nothing out at the source. */
    private static String json(List<String> names) {
        try {
            String list = JSON.writeValueAsString(names);
            return list.getBytes(StandardCharsets.UTF_8).length > LONGEST_LIST ? null : list;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
