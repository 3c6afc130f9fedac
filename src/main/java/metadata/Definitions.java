package metadata;

import catalog.JsonText;
import catalog.Table;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import secrets.Hashes;

/** A table's definition as text, and the fingerprint that tells whether it is another one than last time. */
@Component
class Definitions {
    private static final int FINGERPRINT_BYTES = 16;
    /** Properties that move with a table's content, without any change of the table. */
    private static final Set<String> VOLATILE = Set.of("modified_at", "size_bytes", "sampled_rows", "shard_count", "first_shard",
            "last_shard");

    private final JsonText json = new JsonText(JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new StorableText())
            .build());

    /**
     * @param table       as it can be stored
     * @param text        without the row estimate, which has a column of its own
     * @param fingerprint of all but what moves with the table's content
     */
    record Definition(Table table, String text, byte[] fingerprint) { }

    Definition of(Table table) {
        String text = json.write(with(table, null, table.properties()));
        Map<String, Object> stable = stable(table.properties());
        String compared = stable.equals(table.properties()) ? text : json.write(with(table, null, stable));
        byte[] fingerprint = Arrays.copyOf(Hashes.sha256(Hashes.utf8(compared)), FINGERPRINT_BYTES);
        return new Definition(storable(table, text), text, fingerprint);
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
     * @param fresh whether it was written when the table was seen last; what moves with the content is left out of an older one
     */
    Table current(String text, Long rowEstimate, boolean fresh) {
        Table stored = read(text);
        return with(stored, rowEstimate, fresh ? stored.properties() : stable(stored.properties()));
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
