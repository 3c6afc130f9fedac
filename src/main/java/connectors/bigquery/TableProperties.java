package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import secrets.Hashes;

/** What BigQuery knows of a table beyond the common shape. */
final class TableProperties {
    /** BigQuery's own limit of labels. */
    private static final int MOST_LABELS = 64;
    private static final int MOST_ENTRIES = 200;
    private static final int HASH_BYTES = 16;

    private final JsonNode table;
    private final Map<String, Object> found = new TreeMap<>();

    private TableProperties(JsonNode table) {
        this.table = table;
    }

    /** @param shards of which this is the last; null for a table that stands for itself */
    static Map<String, Object> of(JsonNode table, Shards shards) {
        TableProperties properties = new TableProperties(table);
        properties.itself();
        properties.partitions();
        properties.origin();
        properties.protection();
        if (shards == null) properties.moving();
        else properties.days(shards);
        return properties.found;
    }

    private void itself() {
        put("table_type", table.path("type"));
        put("friendly_name", table.path("friendlyName"));
        put("location", table.path("location"));
        put("default_collation", table.path("defaultCollation"));
        put("max_staleness", table.path("maxStaleness"));
        put("encryption_key", table.path("encryptionConfiguration").path("kmsKeyName"));
        table.path("labels").properties().stream().limit(MOST_LABELS)
                .forEach(label -> found.put("label " + label.getKey(), label.getValue().asText()));
    }

    private void partitions() {
        JsonNode time = table.path("timePartitioning");
        JsonNode range = table.path("rangePartitioning");
        put("partition_type", time.path("type"));
        put("partition_column", time.path("field"));
        put("partition_expiration_ms", time.path("expirationMs"));
        put("partition_column", range.path("field"));
        if (range.has("range")) found.put("partition_range", steps(range.path("range")));
        put("require_partition_filter", table.path("requirePartitionFilter"));
        put("partition_columns", texts(table.path("partitionDefinition").path("partitionedColumn"), "field"));
        put("clustering_columns", texts(table.path("clustering").path("fields"), null));
    }

    private static String steps(JsonNode range) {
        return range.path("start").asText() + " to " + range.path("end").asText() + " by " + range.path("interval").asText();
    }

    /** Where rows come from that are not the table's own. */
    private void origin() {
        digest(table.path("view"));
        put("uses_legacy_sql", table.path("view").path("useLegacySql"));
        JsonNode materialized = table.path("materializedView");
        digest(materialized);
        put("refresh_enabled", materialized.path("enableRefresh"));
        put("refresh_interval_ms", materialized.path("refreshIntervalMs"));
        JsonNode external = table.path("externalDataConfiguration");
        put("source_format", external.path("sourceFormat"));
        put("source_uris", texts(external.path("sourceUris"), null));
        put("file_format", table.path("biglakeConfiguration").path("fileFormat"));
        put("table_format", table.path("biglakeConfiguration").path("tableFormat"));
        put("storage_uri", table.path("biglakeConfiguration").path("storageUri"));
        base("snapshot_of", table.path("snapshotDefinition"));
        base("clone_of", table.path("cloneDefinition"));
    }

    private void base(String name, JsonNode definition) {
        JsonNode base = definition.path("baseTableReference");
        if (base.isMissingNode()) return;
        found.put(name, String.join(".", base.path("projectId").asText(), base.path("datasetId").asText(),
                base.path("tableId").asText()));
    }

    private void digest(JsonNode definition) {
        String query = Tables.text(definition, "query");
        if (query != null) found.put("view_definition_digest", hash(query));
    }

    /** Which columns, at any depth, are compared without case, or shown to some people only. */
    private void protection() {
        List<String> tags = new ArrayList<>();
        List<String> masks = new ArrayList<>();
        List<String> collations = new ArrayList<>();
        Fields.visit(table.path("schema"), (path, field) -> {
            field.path("policyTags").path("names").forEach(tag -> add(tags, path + ": " + tag.asText()));
            field.path("dataPolicies").forEach(policy -> add(masks, path + ": " + policy.path("name").asText()));
            if (Tables.text(field, "collation") != null) add(collations, path + ": " + field.path("collation").asText());
        });
        put("policy_tags", tags);
        put("data_policies", masks);
        put("collations", collations);
    }

    private static void add(List<String> list, String entry) {
        if (list.size() < MOST_ENTRIES) list.add(entry);
    }

    /** Not of shards: each day has others. */
    private void moving() {
        put("size_bytes", table.path("numBytes"));
        time("created_at", table.path("creationTime"));
        time("modified_at", table.path("lastModifiedTime"));
        time("expires_at", table.path("expirationTime"));
    }

    private void days(Shards shards) {
        found.put("sharded_by", "day");
        found.put("shard_count", shards.count());
        found.put("first_shard", shards.first());
        found.put("last_shard", shards.last());
    }

    /** Milliseconds since 1970, as a text. */
    private void time(String name, JsonNode value) {
        String text = value.asText("");
        if (text.matches("[0-9]{1,15}")) found.put(name, Instant.ofEpochMilli(Long.parseLong(text)).toString());
    }

    private void put(String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.isContainerNode()) return;
        if (value.isBoolean()) found.put(name, value.booleanValue());
        else if (value.asText().matches("[0-9]{1,18}")) found.put(name, Long.valueOf(value.asText()));
        else if (!value.asText().isEmpty()) found.put(name, value.asText());
    }

    private void put(String name, List<String> values) {
        if (!values.isEmpty()) found.put(name, values);
    }

    /** @param field of each entry; null for the entry itself */
    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).limit(MOST_ENTRIES)
                .map(one -> field == null ? one.asText() : one.path(field).asText()).toList();
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(text)), 0, HASH_BYTES);
    }
}
