package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void theRepeatingElementIsTheRow() throws IOException {
        Table table = sandbox.tableOf("a.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <orders exported="2026-01-01">
                  <order id="1" open="true"><date>2024-01-01</date><zip>01234</zip><line>a</line><line>b</line></order>
                  <order id="2"><date>2024-01-02</date><zip>1</zip><line>c</line><to city="Graz">Hub</to><empty/></order>
                </orders>
                """);
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "open BOOLEAN?", "date DATE", "zip VARCHAR", "line ARRAY",
                "to STRUCT?", "empty VARCHAR?");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("id", "xml:@integer").containsEntry("line", "xml:array<string>")
                .containsEntry("to", "xml:struct<`@city`:string,`#text`:string>");
        assertThat(table.properties()).containsEntry("row_path", "/orders/order").containsEntry("format", "xml");
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @Test
    void rowsMayLieBelowAContainer() throws IOException {
        Table table = sandbox.tableOf("a.xml", "<r><head/><list><i>1</i></list></r>");
        assertThat(table.properties()).containsEntry("row_path", "/r");
        table = sandbox.tableOf("b.xml", "<r><list><i><a>1</a></i><i><a>2</a></i></list></r>");
        assertThat(table.properties()).containsEntry("row_path", "/r/list/i");
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER");
    }

    @Test
    void elementsOfTextAloneHaveOneColumn() throws IOException {
        assertThat(Sandbox.columns(sandbox.tableOf("a.xml", "<names><name>a</name><name>b</name></names>"))).containsExactly("name VARCHAR");
    }

    @Test
    void anAttributeAndAnElementOfOneNameStayApart() throws IOException {
        Table table = sandbox.tableOf("a.xml", "<r><i id='1'><id>x</id></i><i id='2'><id>y</id></i></r>");
        assertThat(Sandbox.columns(table)).containsExactly("@id INTEGER", "id VARCHAR");
    }

    @Test
    void prefixesStay() throws IOException {
        Table table = sandbox.tableOf("a.xml", "<n:r xmlns:n='urn:n'><n:i n:k='1'><n:v>1</n:v></n:i><n:i n:k='2'/></n:r>");
        assertThat(Sandbox.columns(table)).containsExactly("n:k INTEGER", "n:v INTEGER?");
        assertThat(table.properties()).containsEntry("row_path", "/n:r/n:i");
    }

    @Test
    void anEmptyRootHasNoRows() throws IOException {
        Table table = sandbox.tableOf("a.xml", "<standard xmlns='urn:standard'/>");
        assertThat(table.columns()).isEmpty();
        assertThat(table.rowEstimate()).isZero();
        assertThat(sandbox.tableOf("b.xml", "").columns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<!DOCTYPE r><r/>",
            "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
            "<!DOCTYPE r [<!ENTITY % x SYSTEM 'file:///file-not-found'> %x;]><r/>",
            "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x.dtd'><r/>",
            "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><r>&c;</r>"})
    void aDocumentTypeIsRefused(String text) throws IOException {
        sandbox.write("a.xml", text);
        assertThat(sandbox.unreadable().code()).isEqualTo("doctype");
        assertThat(sandbox.unreadable().message()).contains("line 1");
    }

    @Test
    void undefinedEntitiesAreMalformed() throws IOException {
        sandbox.write("a.xml", "<r>&secret;</r>");
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        assertThat(sandbox.unreadable().message()).doesNotContain("secret");
    }

    @Test
    void includesAreNotFollowed() throws IOException {
        Table table = sandbox.tableOf("a.xml", "<r xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd' parse='text'/></r>");
        assertThat(table.columns().toString()).doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a><secret></a>", "<a", "no xml", "<a/><b/>", "<a x='1' x='2'/>", "<?xml version='1.0' encoding='secret-8'?><a/>"})
    void malformedXmlIsReportedWithoutContent(String text) throws IOException {
        sandbox.write("a.xml", text);
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        assertThat(sandbox.unreadable().message()).doesNotContain("secret");
    }

    @Test
    void moreThanAHundredLevelsAreTooDeep() throws IOException {
        sandbox.write("a.xml", "<a>".repeat(101) + "</a>".repeat(101));
        assertThat(sandbox.unreadable().code()).isEqualTo("too_deep");
        sandbox.write("a.xml", "<a>".repeat(100) + "</a>".repeat(100));
        assertThat(sandbox.table("default", "a.xml")).isNotNull();
    }

    @Test
    void moreThanAThousandAttributesAreTooMany() throws IOException {
        String attributes = IntStream.rangeClosed(1, 1_001).mapToObj(i -> "a" + i + "='1'").collect(Collectors.joining(" "));
        sandbox.write("a.xml", "<r " + attributes + "/>");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_many_columns");
    }

    @Test
    void textOverAMegabyteIsTooLong() throws IOException {
        sandbox.write("a.xml", "<r><i>" + "x".repeat(1_100_000) + "</i></r>");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_long");
    }

    @Test
    void manyRowsAreSampled() throws IOException {
        String rows = IntStream.range(10_000, 60_000).mapToObj(i -> "<i><id>" + i + "</id></i>").collect(Collectors.joining());
        Table table = sandbox.tableOf("a.xml", "<r>" + rows + "</r>");
        assertThat(table.properties()).containsEntry("sampled_rows", 1_000L);
        assertThat(table.rowEstimate()).isBetween(40_000L, 60_000L);
    }

    @Test
    void whatLiesBeyondThePermittedBytesIsNotRead() throws IOException {
        sandbox.limits = new connectors.files.formats.Limits(20_000, Duration.ofSeconds(30));
        sandbox.advanced = new FilesSettings.Advanced(null, null, null, null, 100_000, null, null, null, null, null);
        Table table = sandbox.tableOf("a.xml", "<r>" + "<i><id>1</id></i>".repeat(50_000) + "</r>");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER");
        sandbox.write("a.xml", "<r><i>" + "<!-- -->".repeat(10_000) + "</i></r>");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_large");
    }
}
