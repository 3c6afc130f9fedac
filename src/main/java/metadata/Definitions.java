package metadata;

import catalog.Table;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import secrets.Hashes;

/** A table's definition as text, and the fingerprint that tells whether it is another one than last time. */
@Component
class Definitions {
    private static final int FINGERPRINT_BYTES = 16;

    private final ObjectMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** @param fingerprint of all but the row estimate, which moves without any change of the table */
    record Definition(Table table, String text, byte[] fingerprint) { }

    Definition of(Table table) {
        String stable = write(withoutEstimate(table));
        byte[] fingerprint = Arrays.copyOf(Hashes.sha256(Hashes.utf8(stable)), FINGERPRINT_BYTES);
        // PostgreSQL's JSON holds no NUL; a name that has one cannot be stored as it is
        return new Definition(table, stable.replace("\\u0000", "\\ufffd"), fingerprint);
    }

    Table read(String text) {
        try {
            return json.readValue(text, Table.class);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("A stored definition cannot be read", never);
        }
    }

    private static Table withoutEstimate(Table t) {
        return new Table(t.schema(), t.name(), t.kind(), t.comment(), null, t.columns(), t.primaryKey(), t.foreignKeys(), t.uniqueConstraints(),
                t.checkConstraints(), t.indexes(), t.properties());
    }

    private String write(Table table) {
        try {
            return json.writeValueAsString(table);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
