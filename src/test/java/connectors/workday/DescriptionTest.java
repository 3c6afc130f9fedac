package connectors.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.Table;
import egress.KeepsPolicy;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.workday.ServiceText;
import testing.workday.ServiceText.Field;

/** Descriptions as anybody may have written them: what is understood, and what is refused without harm. */
@ExtendWith(KeepsPolicy.class)
class DescriptionTest {
    private static final String SERVICE = "{'services': ['Own'], 'surfaces': ['wws']}";
    private static final String TYPES = "<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:wd=\"urn:com.workday/bsvc\"><wsdl:types>%s</wsdl:types></wsdl:definitions>";
    private static final String SCHEMA = "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:wd=\"urn:com.workday/bsvc\" targetNamespace=\"%s\">"
            + "%s</xsd:schema>";

    private final Bench bench = new Bench();

    DescriptionTest() throws IOException { }

    @AfterEach
    void stop() {
        bench.close();
    }

    private Problem refused(String text) {
        bench.server.document("Own/v41.0", text);
        WorkdaySource source = bench.open(SERVICE);
        Problem problem = catchThrowableOfType(ProblemException.class, () -> Bench.tables(source, "Own")).problem();
        assertThat(problem.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(problem.toString()).doesNotContain("secret-file");
        return problem;
    }

    private static String schema(String content) {
        return TYPES.formatted(SCHEMA.formatted("urn:com.workday/bsvc", content));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/secret-file\">]><x>&e;</x>",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>",
            "<!DOCTYPE x SYSTEM \"http://localhost/secret-file.dtd\"><x/>", "<x>&undefined;</x>", "<x><y></x>", "no XML at all", "",
            "<x xmlns=\"urn:other\"/>"})
    void whatIsNoDescriptionIsRefused(String text) {
        assertThat(refused(text).message()).startsWith("The description of the web service Own cannot be read:");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        assertThat(refused("<x>".repeat(5_000) + "</x>".repeat(5_000)).message()).contains("nested deeper than 100 levels");
        String hidden = "<a xmlns=\"http://www.w3.org/2001/XMLSchema\"><appinfo>" + "<x>".repeat(5_000) + "</x>".repeat(5_000) + "</appinfo></a>";
        assertThat(refused(hidden).message()).as("what is skipped is bounded too").contains("nested deeper");
    }

    @Test
    void aNameOrATextBeyondAllMeasureIsRefused() {
        assertThat(refused("<x" + " a='1'".replace("a", "a".repeat(2_000)) + "/>").message()).contains("well-formed");
        assertThat(refused("<x>" + "y".repeat(1_100_000) + "</x>").message()).contains("longer than");
        String many = IntStream.range(0, 1_100).mapToObj(i -> " a" + i + "='1'").collect(java.util.stream.Collectors.joining());
        assertThat(refused("<x" + many + "/>").message()).contains("cannot be read");
    }

    @Test
    void documentsOfTheSameServerAreFollowed() throws IOException {
        bench.server.document("Own/v41.0", TYPES.formatted("<xsd:schema targetNamespace=\"urn:one\"><xsd:include schemaLocation=\"one.xsd\"/></xsd:schema>"));
        bench.server.document("Own/one.xsd", SCHEMA.formatted("urn:one",
                "<xsd:complexType name=\"Thing_DataType\"><xsd:sequence><xsd:element name=\"A\" type=\"xsd:int\"/></xsd:sequence></xsd:complexType>"));
        assertThat(Bench.tables(bench.open(SERVICE), "Own")).containsExactly("Thing_Data");
    }

    @Test
    void documentsOfOtherServersAreNot() {
        String elsewhere = "<xsd:import namespace=\"urn:x\" schemaLocation=\"http://127.0.0.1:1/x.xsd\"/>";
        bench.server.document("Own/v41.0", schema(elsewhere));
        WorkdaySource source = bench.open(SERVICE);
        Problem problem = catchThrowableOfType(ProblemException.class, () -> Bench.tables(source, "Own")).problem();
        assertThat(problem.code()).isEqualTo("link_elsewhere");
    }

    @Test
    void aDocumentWithADoctypeIsRefusedAlsoInsideAnother() {
        bench.server.document("Own/two.xsd", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/secret-file\">]><xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"/>");
        assertThat(refused(schema("<xsd:include schemaLocation=\"two.xsd\"/>")).message()).contains("refers to a document that is no schema");
    }

    @Test
    void anEndlessChainOfDocumentsEnds() {
        for (int i = 0; i < 60; i++) {
            bench.server.document("Own/n" + i + ".xsd", SCHEMA.formatted("urn:n" + i, "<xsd:import namespace=\"urn:n" + (i + 1) + "\" schemaLocation=\"n"
                    + (i + 1) + ".xsd\"/>"));
        }
        assertThat(refused(schema("<xsd:import namespace=\"urn:n0\" schemaLocation=\"n0.xsd\"/>")).message()).contains("refers to");
        assertThat(bench.asked(".xsd")).isLessThanOrEqualTo(21);
    }

    @Test
    void documentsThatReferToEachOtherAreReadOnce() throws IOException {
        bench.server.document("Own/a.xsd", SCHEMA.formatted("urn:a", "<xsd:import namespace=\"urn:b\" schemaLocation=\"b.xsd\"/>"));
        bench.server.document("Own/b.xsd", SCHEMA.formatted("urn:b", "<xsd:import namespace=\"urn:a\" schemaLocation=\"a.xsd\"/>"
                + "<xsd:complexType name=\"Thing_DataType\"><xsd:sequence/></xsd:complexType>"));
        bench.server.document("Own/v41.0", schema("<xsd:import namespace=\"urn:a\" schemaLocation=\"a.xsd\"/>"));
        assertThat(Bench.tables(bench.open(SERVICE), "Own")).containsExactly("Thing_Data");
    }

    /** Each type holds the next one ten times: spelled out it would have 10^20 fields. */
    @Test
    void aSmallDescriptionThatStandsForAHugeOneIsCut() throws IOException {
        StringBuilder types = new StringBuilder("<xsd:complexType name=\"Start_DataType\"><xsd:sequence><xsd:element name=\"A\" type=\"wd:T0\"/></xsd:sequence></xsd:complexType>");
        for (int i = 0; i < 20; i++) {
            types.append("<xsd:complexType name=\"T").append(i).append("\"><xsd:sequence>");
            for (int j = 0; j < 10; j++) types.append("<xsd:element name=\"E").append(j).append("\" type=\"wd:T").append(i + 1).append("\"/>");
            types.append("</xsd:sequence></xsd:complexType>");
        }
        bench.server.document("Own/v41.0", schema(types + "<xsd:complexType name=\"T20\"><xsd:sequence/></xsd:complexType>"));
        Table table = Bench.table(bench.open(SERVICE), "Own", "Start_Data");
        assertThat(table.columns()).singleElement().satisfies(column -> assertThat(column.nativeType()).hasSizeLessThan(100_100));
        assertThat(table.properties()).containsEntry("truncated", true);
    }

    @Test
    void aDescriptionWithoutTypesOfDataHasNoTables() throws IOException {
        bench.server.document("Own/v41.0", schema("<xsd:element name=\"x\" type=\"wd:Missing\"/>"));
        assertThat(Bench.tables(bench.open(SERVICE), "Own")).isEmpty();
    }

    @Test
    void aTypeThatIsNotThereIsText() throws IOException {
        bench.server.document("Own/v41.0", schema("<xsd:complexType name=\"Odd_DataType\"><xsd:sequence><xsd:element name=\"A\" type=\"wd:Missing\"/>"
                + "<xsd:element name=\"A\" type=\"xsd:int\"/><xsd:element ref=\"wd:Nowhere\"/></xsd:sequence><xsd:attribute name=\"A\"/></xsd:complexType>"));
        assertThat(Bench.table(bench.open(SERVICE), "Own", "Odd_Data").columns()).isNotEmpty();
    }

    /** Of the size of the largest that are published; measured with a small heap in docs/performance.md. */
    @Test
    void aLargeDescriptionIsReadWhole() throws IOException {
        ServiceText large = new ServiceText("Own");
        for (int i = 0; i < 400; i++) large.thing("Thing_" + i, fields(20));
        bench.server.service(large);
        assertThat(Bench.tables(bench.open(SERVICE), "Own")).hasSize(400);
    }

    static Field[] fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> i % 4 == 0 ? Field.of("Field_" + i + "_Reference", "reference Thing_" + i)
                : Field.of("Field_" + i, i % 4 == 1 ? "number(26,6)" : i % 4 == 2 ? "text(200)" : "xsd:date")).toArray(Field[]::new);
    }
}
