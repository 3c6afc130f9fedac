package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void theUnionOfTheObjectsOfAnArrayAreTheColumns() throws IOException {
        Table table = sandbox.tableOf("a.json", """
                [{"id": 1, "name": "a", "born": "2001-01-01", "zip": "04109", "tags": ["x"], "home": {"city": "Graz", "floor": 2}},
                 {"id": 3000000000, "name": null, "born": "2001-01-01", "zip": "12", "tags": [], "home": {"city": "Wien"}, "extra": 1.5}]
                """);
        assertThat(Sandbox.columns(table)).containsExactly("id BIGINT", "name VARCHAR?", "born DATE", "zip VARCHAR", "tags ARRAY",
                "home STRUCT", "extra DECIMAL?");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("tags", "json:array<string>")
                .containsEntry("home", "json:struct<city:string,floor:integer?>");
        assertThat(table.properties()).containsEntry("row_path", "$[*]");
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @Test
    void aSingleObjectIsOneRow() throws IOException {
        Table table = sandbox.tableOf("a.json", "{\"id\": 1, \"ok\": true, \"none\": null}");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "ok BOOLEAN", "none VARCHAR?");
        assertThat(table.rowEstimate()).isEqualTo(1);
    }

    @Test
    void rowsAreFoundUnderAKey() throws IOException {
        Table table = sandbox.tableOf("a.json", "{\"count\": 2, \"data\": {\"items\": [{\"id\": 1}, {\"id\": 2, \"lines\": [{\"n\": 1}, {\"n\": 2}]}]}}");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "lines ARRAY?");
        assertThat(table.properties()).containsEntry("row_path", "$.data.items[*]");
    }

    @Test
    void severalArraysStayColumnsOfOneRow() throws IOException {
        Table table = sandbox.tableOf("a.json", "{\"products\": [{\"id\": 1}], \"shops\": [{\"name\": \"x\"}]}");
        assertThat(Sandbox.columns(table)).containsExactly("products ARRAY", "shops ARRAY");
    }

    @Test
    void innerArraysDoNotEndTheSample() throws IOException {
        sandbox.advanced = new FilesSettings.Advanced(null, null, null, null, 2, null, null, null, null, null);
        Table table = sandbox.tableOf("a.json", "[{\"l\": [{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]}, {\"l\": [], \"b\": 1}, {\"never\": 1}]");
        assertThat(Sandbox.columns(table)).containsExactly("l ARRAY", "b INTEGER?");
    }

    @Test
    void valuesOfDifferentKindsAreJson() throws IOException {
        Table table = sandbox.tableOf("a.json", "[{\"v\": 1}, {\"v\": {\"x\": 1}}, {\"v\": [1]}]");
        assertThat(Sandbox.columns(table)).containsExactly("v JSON");
    }

    @Test
    void arraysOfPlainValuesHaveOneColumn() throws IOException {
        assertThat(Sandbox.columns(sandbox.tableOf("a.json", "[1, 2, null]"))).containsExactly("value INTEGER?");
        assertThat(Sandbox.columns(sandbox.tableOf("b.json", "[]"))).isEmpty();
        assertThat(Sandbox.columns(sandbox.tableOf("c.json", "42"))).containsExactly("value INTEGER");
    }

    @Test
    void ndjsonHasOneObjectALine() throws IOException {
        Table table = sandbox.tableOf("a.ndjson", "{\"a\": 1}\n{\"a\": 2.5, \"b\": \"2024-01-01T00:00:00Z\"}\n\n");
        assertThat(Sandbox.columns(table)).containsExactly("a DECIMAL", "b TIMESTAMP_TZ?");
        assertThat(table.properties()).containsEntry("format", "ndjson");
        assertThat(Sandbox.columns(sandbox.tableOf("a.jsonl", "{\"a\": 1}"))).containsExactly("a INTEGER");
    }

    @Test
    void ndjsonThatIsNoObjectIsReportedWithItsLine() throws IOException {
        sandbox.write("a.ndjson", "{\"a\": 1}\n[\"secret\"]\n");
        assertThat(sandbox.unreadable().message()).isEqualTo("Line 2 is not a JSON object.");
    }

    @Test
    void linesOfObjectsInAJsonFileAreRows() throws IOException {
        Table table = sandbox.tableOf("a.json", "{\"a\": 1}\n{\"a\": 2}\n");
        assertThat(table.rowEstimate()).isEqualTo(2);
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"secret\": 1}, {\"secret\": ]", "{\"secret\": \"unterminated", "{\"secret\": 1, \"secret\": 2}", "[{\"a\": 1} secret", "{\"a\": NaN}"})
    void malformedJsonIsReportedWithItsPlaceAndNoContent(String text) throws IOException {
        sandbox.write("a.json", text);
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        assertThat(sandbox.unreadable().message()).containsPattern("line 1, column \\d+").doesNotContain("secret");
    }

    @Test
    void jsonOfFiveHundredLevelsIsReadAndOneMoreIsTooDeep() throws IOException {
        sandbox.write("a.json", "[".repeat(501) + "]".repeat(501));
        assertThat(sandbox.unreadable().code()).isEqualTo("too_deep");
        Table table = sandbox.tableOf("a.json", "[".repeat(500) + "]".repeat(500));
        assertThat(Sandbox.columns(table)).containsExactly("value ARRAY");
        sandbox.write("a.json", "{\"a\":".repeat(100_000) + "1");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_deep");
    }

    @Test
    void aStringOverFiveMegabytesIsRefused() throws IOException {
        sandbox.write("a.json", "{\"a\": \"" + "x".repeat(5_000_001) + "\"}");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_deep");
    }

    @Test
    void moreThanTenThousandFieldsAreTooMany() throws IOException {
        String fields = IntStream.rangeClosed(1, 10_001).mapToObj(i -> "\"k" + i + "\": 1").collect(Collectors.joining(","));
        sandbox.write("a.json", "[{" + fields + "}]");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_many_columns");
    }

    @Test
    void fieldsThatAreKeysOfAMapDoNotGrowTheType() throws IOException {
        String rows = IntStream.range(0, 1_000).mapToObj(row -> "{\"m\": {" + IntStream.range(0, 100)
                .mapToObj(i -> "\"" + row + "_" + i + "\": 1").collect(Collectors.joining(",")) + "}}").collect(Collectors.joining("\n"));
        Table table = sandbox.tableOf("a.ndjson", rows);
        assertThat(Sandbox.columns(table)).containsExactly("m JSON");
        assertThat(table.columns().get(0).nativeType()).isEqualTo("json:json");
    }

    @Test
    void utf16AndByteOrderMarksAreRead() throws IOException {
        sandbox.write("a.json", "[{\"ö\": 1}]".getBytes(StandardCharsets.UTF_16));
        assertThat(Sandbox.columns(sandbox.table("default", "a.json"))).containsExactly("ö INTEGER");
        sandbox.write("b.json", "\uFEFF[{\"ö\": 1}]");
        assertThat(Sandbox.columns(sandbox.table("default", "b.json"))).containsExactly("ö INTEGER");
    }

    @Test
    void aLongArrayIsSampledAndItsRowsEstimated() throws IOException {
        String rows = IntStream.range(10_000, 60_000).mapToObj(i -> "{\"id\": " + i + "}").collect(Collectors.joining(","));
        Table table = sandbox.tableOf("a.json", "{\"rows\": [" + rows + "]}");
        assertThat(table.rowEstimate()).isBetween(40_000L, 60_000L);
        assertThat(table.properties()).containsEntry("row_path", "$.rows[*]");
    }
}
