package connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.ProblemException;

class JsonRowsTest {
    private final List<Map<String, String>> rows = new ArrayList<>();

    private void read(String json) throws IOException {
        JsonRows.read(json.getBytes(StandardCharsets.UTF_8), row -> rows.add(Map.copyOf(row)));
    }

    @Test
    void valuesAreTextsHoweverTheyAreWritten() throws IOException {
        read("{\"meta\": {\"a\": [1]}, \"result\": [{\"a\": \"x\", \"b\": 7, \"c\": true, \"d\": null, \"e\": [1, {}],"
                + " \"f\": {\"link\": \"https://elsewhere\", \"value\": \"id\"}, \"g\": {\"display_value\": \"only\"}}, {}]}");
        assertThat(rows).containsExactly(Map.of("a", "x", "b", "7", "c", "true", "d", "", "e", "", "f", "id", "g", ""), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"result\": [{\"a\": \"x\"}, {\"a\": \"y", "{\"result\": [{\"a\": \"x\"}", "{\"result\": [{\"a\": \"x\"}, ",
        "{\"result\": [{\"a\": \"x\"}], \"error\": {\"message\": \"Transaction cancelled: maximum execution time exceeded\"}, \"status\": \"failure\"}"})
    void anAnswerThatIsCutOffGivesItsWholeRowsAndSaysSo(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(CutOff.class);
        assertThat(rows).containsExactly(Map.of("a", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "{\"result\": {\"a\": 1}}", "{\"items\": []}"})
    void whatHasNoRowsIsNoAnswerOfTheTableApi(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(ProblemException.class, failed -> assertThat(failed.problem().field()).isEqualTo("/instance_url"));
    }

    @Test
    void aTowerOfBracketsIsNotClimbed() {
        assertThatThrownBy(() -> read("{\"result\": [{\"a\": " + "[".repeat(100_000))).isInstanceOf(CutOff.class);
    }
}
