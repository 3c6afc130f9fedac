package connectors.bigquery;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import types.ConnectionType;

/**
 * Of one dataset, what its primary keys are called: the one thing about constraints that a table's own answer leaves out. Asked
 * once, at the first table, and only where queries may be run.
 */
final class KeyNames {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.:-]{1,1024}");
    private static final String TEXT = "constraints.sql";

    private final Queries queries;
    private final String sql;
    private Map<String, String> found;

    private KeyNames(Queries queries, String sql) {
        this.queries = queries;
        this.sql = sql;
    }

    static KeyNames of(Queries queries, BigQuerySettings settings, ConnectionType type, String dataset) {
        boolean plain = PLAIN.matcher(dataset).matches();
        if (!settings.advanced().asksSql() || !plain) return new KeyNames(queries, null);
        return new KeyNames(queries, type.text(TEXT).replace("{dataset}", "`" + settings.projectId() + "." + dataset + "`"));
    }

    /** By table. */
    synchronized Map<String, String> byTable() throws IOException {
        if (found == null) found = sql == null ? Map.of() : ask();
        return found;
    }

    private Map<String, String> ask() throws IOException {
        Map<String, String> names = new HashMap<>();
        for (List<String> row : queries.run(sql)) {
            if (row.size() == 2 && row.get(0) != null && row.get(1) != null) names.put(row.get(0), row.get(1));
        }
        return names;
    }
}
