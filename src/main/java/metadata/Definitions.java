package metadata;

import catalog.JsonText;
import catalog.Table;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import secrets.Hashes;

/** A table's definition as text, and the fingerprint that tells whether it is another one than last time. */
@Component
class Definitions {
    private static final int FINGERPRINT_BYTES = 16;
    /** Properties that move with a table's content, without any change of the table. */
    private static final Set<String> VOLATILE = Set.of("modified_at", "size_bytes", "sampled_rows", "file_count", "files",
            "first_file", "last_file", "sampled_files", "shard_count", "first_shard", "last_shard");

    private static final TypeReference<Map<String, Object>> PROPERTIES = new TypeReference<>() { };

    private final JsonText json = new JsonText(JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new StorableText())
            .build());

    /**
     * @param table       as it can be stored
     * @param text        without the row estimate, which has a column of its own
     * @param content     the properties that move with the table's content, as text; null where there are none
     * @param fingerprint of all but these
     */
    record Definition(Table table, String text, String content, byte[] fingerprint) { }

    Definition of(Table table) {
        String text = json.write(with(table, null, table.properties()));
        Map<String, Object> stable = stable(table.properties());
        boolean moves = stable.size() < table.properties().size();
        String compared = moves ? json.write(with(table, null, stable)) : text;
        byte[] fingerprint = Arrays.copyOf(Hashes.sha256(Hashes.utf8(compared)), FINGERPRINT_BYTES);
        return new Definition(storable(table, text), text, moves ? content(table.properties()) : null, fingerprint);
    }

    private String content(Map<String, Object> properties) {
        Map<String, Object> moving = new TreeMap<>(properties);
        moving.keySet().retainAll(VOLATILE);
        return json.write(moving);
    }

    Table read(String text) {
        return json.read(text, Table.class);
    }

    /** A stored definition without what moves with the table's content. */
    Table lasting(String text) {
        Table stored = read(text);
        return with(stored, null, stable(stored.properties()));
    }

    /**
     * A stored definition as it stands now.
     *
     * @param content what moves with the table's content, as it was seen last; null where nothing does
     */
    Table current(String text, Long rowEstimate, String content) {
        Table stored = read(text);
        Map<String, Object> properties = stable(stored.properties());
        if (content != null) properties.putAll(json.read(content, PROPERTIES));
        return with(stored, rowEstimate, properties);
    }

    private Table storable(Table table, String text) {
        if (text.indexOf(StorableText.REPLACEMENT) < 0) return table;
        Table clean = read(text);
        return with(clean, table.rowEstimate(), clean.properties());
    }

    private static Map<String, Object> stable(Map<String, Object> properties) {
        Map<String, Object> stable = new HashMap<>(properties);
        stable.keySet().removeAll(VOLATILE);
        return stable;
    }

    private static Table with(Table t, Long rowEstimate, Map<String, Object> properties) {
        return new Table(t.schema(), t.name(), t.kind(), t.comment(), rowEstimate, t.columns(), t.primaryKey(), t.foreignKeys(),
                t.uniqueConstraints(), t.checkConstraints(), t.indexes(), properties);
    }
}
