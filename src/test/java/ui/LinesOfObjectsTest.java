package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import types.ConnectionType;
import types.ConnectionTypes;

/** A list of objects in a form: a line each, as {@code x-line} says. */
class LinesOfObjectsTest {
    private static final ConnectionType TYPE = new ConnectionTypes().get("Workday");

    private static Input reports() {
        return Inputs.of(TYPE).all().stream().filter(input -> input.pointer().toString().equals("/reports")).findFirst().orElseThrow();
    }

    @Test
    void aLineIsAnObjectAndComesBackAsTheLine() {
        JsonNode read = reports().read(List.of("ISU_Reports/Headcount\r\n\r\n lmcneil / All active workers \n"));
        assertThat(read.toString()).isEqualTo("[{\"owner\":\"ISU_Reports\",\"name\":\"Headcount\"},{\"owner\":\"lmcneil\",\"name\":\"All active workers\"}]");
        assertThat(reports().shown(read)).containsExactly("ISU_Reports/Headcount", "lmcneil/All active workers");
    }

    @Test
    void aPartThatIsMissingOrTooMuchIsForTheSchemaToRefuse() {
        assertThat(reports().read(List.of("Headcount")).toString()).isEqualTo("[{\"owner\":\"Headcount\"}]");
        assertThat(reports().read(List.of("a/b/c")).toString()).isEqualTo("[{\"owner\":\"a\",\"name\":\"b/c\"}]");
        assertThat(reports().read(List.of(" \n ")).isNull()).isTrue();
    }
}
