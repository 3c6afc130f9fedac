package metadata;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import catalog.TableKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private final Definitions definitions = new Definitions();

    @Test
    void whatMovesWithTheContentIsNoPartOfTheFingerprint() {
        byte[] before = definitions.of(table("t", 10L, Map.of("format", "csv", "size_bytes", 1, "modified_at", "a", "sampled_rows", 5))).fingerprint();
        assertThat(definitions.of(table("t", 99L, Map.of("format", "csv", "size_bytes", 2, "modified_at", "b", "sampled_rows", 6))).fingerprint()).isEqualTo(before);
        assertThat(definitions.of(table("t", 10L, Map.of("format", "json"))).fingerprint()).isNotEqualTo(before);
        assertThat(definitions.of(table("u", 10L, Map.of("format", "csv"))).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void theOrderOfPropertiesIsNoChange() {
        Map<String, Object> one = new HashMap<>();
        for (int i = 0; i < 50; i++) one.put("p" + i, i);
        Map<String, Object> other = new java.util.LinkedHashMap<>();
        for (int i = 49; i >= 0; i--) other.put("p" + i, i);
        assertThat(definitions.of(table("t", null, one)).fingerprint()).isEqualTo(definitions.of(table("t", null, other)).fingerprint());
    }

    @Test
    void whatPostgresqlCannotKeepIsReplacedEverywhere() {
        Definitions.Definition definition = definitions.of(table("a\0b\ud800c\udc00\ud83d\ude80", 7L, Map.of("list", List.of("x\0"))));
        assertThat(definition.table().name()).isEqualTo("a\ufffdb\ufffdc\ufffd\ud83d\ude80");
        assertThat(definition.table().rowEstimate()).isEqualTo(7);
        assertThat(definition.text()).doesNotContain("\\u0000", "\0").contains("x\ufffd");
        assertThat(definitions.read(definition.text()).name()).isEqualTo(definition.table().name());
        assertThat(definitions.of(definition.table()).fingerprint()).isEqualTo(definition.fingerprint());
    }

    @Test
    void aBackslashBeforeU0000IsLeftAlone() {
        assertThat(definitions.of(table("a\\u0000", null, Map.of())).table().name()).isEqualTo("a\\u0000");
        assertThat(definitions.read(definitions.of(table("a\\u0000", null, Map.of())).text()).name()).isEqualTo("a\\u0000");
    }

    private static Table table(String name, Long rows, Map<String, Object> properties) {
        return Table.ofColumns("s", name, TableKind.FILE, rows, List.of(Column.plain("c", 1, CommonType.TEXT, "text", true)), properties);
    }
}
