package connectors.bigquery;

import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A table as the list of its dataset has it.
 *
 * @param shards null for a table that stands for itself
 */
record Listed(String name, TableKind kind, Shards shards) {
    private static final Set<String> VIEWS = Set.of("VIEW", "MATERIALIZED_VIEW");

    static Listed of(JsonNode entry) {
        String name = entry.path("tableReference").path("tableId").asText();
        String type = entry.path("type").asText();
        Shards shards = type.equals("TABLE") ? Shards.of(name).orElse(null) : null;
        return new Listed(shards == null ? name : shards.name(), kind(type), shards);
    }

    static TableKind kind(String type) {
        return VIEWS.contains(type) ? TableKind.VIEW : TableKind.TABLE;
    }

    /** Both together: only shards meet under one name. */
    Listed with(Listed other) {
        return shards == null || other.shards == null ? this : new Listed(name, kind, shards.with(other.shards));
    }

    /** The table to ask for. */
    String table() {
        return shards == null ? name : shards.last();
    }
}
