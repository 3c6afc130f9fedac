package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.Table;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XML files with a description beside them. */
class XsdTest {
    private static final String XML = """
            <orders><order id="1"><total>5</total><day>2024-01-01</day><line n="1"/></order><order id="2"><total>7</total><day>2024-01-02</day></order></orders>""";
    private static final String XSD = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
             <xs:element name="orders"><xs:complexType><xs:sequence><xs:element name="order" type="Order" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
             <xs:complexType name="Base"><xs:sequence><xs:element name="total" type="Money"/></xs:sequence><xs:attribute name="id" type="xs:long" use="required"/></xs:complexType>
             <xs:complexType name="Order"><xs:complexContent><xs:extension base="Base"><xs:sequence>
              <xs:element name="day" type="xs:date" minOccurs="0"/><xs:element name="code" type="Code" minOccurs="0"/>
              <xs:element name="line" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element>
              <xs:element name="parent" type="Order" minOccurs="0"/>
             </xs:sequence><xs:attribute name="by" type="xs:string"/></xs:extension></xs:complexContent></xs:complexType>
             <xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:totalDigits value="12"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
             <xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:maxLength value="8"/></xs:restriction></xs:simpleType>
            </xs:schema>""";

    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void typesAndNullabilityComeFromTheDescription() throws IOException {
        sandbox.write("a.xsd", XSD);
        Table table = sandbox.tableOf("a.xml", XML);
        assertThat(Sandbox.columns(table)).containsExactly("id BIGINT", "by VARCHAR?", "total DECIMAL", "day DATE?", "code VARCHAR?", "line ARRAY?", "parent STRUCT?");
        assertThat(table.columns().get(2)).returns(12, Column::precision).returns(2, Column::scale);
        assertThat(table.columns().get(4).length()).isEqualTo(8);
        assertThat(Sandbox.nativeTypes(table)).containsEntry("id", "xml:@long").containsEntry("line", "xml:array<struct<`@n`:int?>>");
        assertThat(Sandbox.nativeTypes(table).get("parent")).contains("parent:reference<parent>?");
        assertThat(table.properties()).containsEntry("schema_file", "a.xsd").doesNotContainKey("warnings");
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @Test
    void theDocumentMayNameItsDescription() throws IOException {
        sandbox.write("shared.xsd", XSD);
        Table table = sandbox.tableOf("a.xml", XML.replace("<orders>",
                "<orders xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='shared.xsd'>"));
        assertThat(table.properties()).containsEntry("schema_file", "shared.xsd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/a.xsd", "../outside.xsd", "/etc/passwd", "file:///etc/passwd", "sub/a.xsd", "a%2fb.xsd", "..", "C:\\\\a.xsd"})
    void nothingElsewhereIsRead(String location) throws IOException {
        sandbox.write("../outside.xsd", XSD);
        sandbox.write("sub/a.xsd", XSD);
        Table table = sandbox.tableOf("a.xml", XML.replace("<orders>",
                "<orders xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='" + location + "'>"));
        assertThat(table.properties()).doesNotContainKey("schema_file");
        assertThat(Sandbox.columns(table)).startsWith("id INTEGER");
    }

    @Test
    void otherFilesOfTheFolderMayBeIncludedAndOthersCountAsEmpty() throws IOException {
        sandbox.write("a.xsd", XSD.replaceFirst(">\n", "><xs:include schemaLocation='types.xsd'/><xs:include schemaLocation='http://127.0.0.1:1/x.xsd'/>\n")
                .replace("<xs:element name=\"total\" type=\"Money\"/>", "<xs:element name=\"total\" type=\"Included\"/>"));
        sandbox.write("types.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:simpleType name='Included'><xs:restriction base='xs:double'/></xs:simpleType></xs:schema>");
        assertThat(Sandbox.columns(sandbox.tableOf("a.xml", XML))).contains("total DOUBLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", "<xs:schema", "",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='evil.xsd'/></xs:schema>",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", "<html/>"})
    void aDescriptionThatIsOfNoUseCostsAWarning(String xsd) throws IOException {
        sandbox.write("evil.xsd", "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/'><xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>");
        sandbox.write("a.xsd", xsd);
        Table table = sandbox.tableOf("a.xml", XML);
        assertThat(Sandbox.columns(table)).startsWith("id INTEGER");
        assertThat(table.properties().get("warnings").toString()).contains("a.xsd").doesNotContain("passwd");
    }

    @Test
    void aDescriptionThatRefersToItselfEnds() throws IOException {
        sandbox.write("a.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='a.xsd'/><xs:include schemaLocation='b.xsd'/>"
                + "<xs:element name='orders' type='T'/><xs:complexType name='T'><xs:sequence><xs:element name='order' type='T' maxOccurs='9'/><xs:group ref='g'/></xs:sequence></xs:complexType>"
                + "<xs:group name='g'><xs:sequence><xs:group ref='g' minOccurs='0'/><xs:element name='total' type='xs:int'/></xs:sequence></xs:group></xs:schema>");
        sandbox.write("b.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='a.xsd'/></xs:schema>");
        assertThat(Sandbox.columns(sandbox.tableOf("a.xml", XML))).isNotEmpty();
    }

    @Test
    void anotherDescriptionMakesAnotherToken() throws IOException {
        sandbox.write("a.xsd", XSD);
        sandbox.write("a.xml", XML);
        String before = ((catalog.Discovered.Readable) sandbox.imported().get(0)).sourceToken();
        String digest = before.substring(before.lastIndexOf('.'));
        sandbox.write("a.xsd", XSD + " ");
        assertThat(((catalog.Discovered.Readable) sandbox.imported().get(0)).sourceToken()).doesNotEndWith(digest);
    }
}
