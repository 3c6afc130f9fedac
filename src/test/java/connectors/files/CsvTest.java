package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.Table;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void typesAreTheNarrowestThatFitAllRows() throws IOException {
        Table table = sandbox.tableOf("a.csv", """
                id,big,price,factor,ok,day,at,moment,code,text
                1,3000000000,1.50,1e3,true,2024-02-29,2024-01-01 10:00,2024-01-01T10:00:00Z,007,a
                2,4,22,0.5,FALSE,2024-03-01,2024-01-01T10:00:00.123,2024-01-01T10:00:00+02:00,12,1
                """);
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "big BIGINT", "price DECIMAL", "factor DOUBLE", "ok BOOLEAN",
                "day DATE", "at TIMESTAMP", "moment TIMESTAMP_TZ", "code VARCHAR", "text VARCHAR");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("price", "csv:decimal(4,2)").containsEntry("id", "csv:integer");
        assertThat(table.columns().get(2)).returns(4, Column::precision).returns(2, Column::scale);
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1,9999999999,BIGINT", "9223372036854775807,1,BIGINT", "9223372036854775808,1,DECIMAL", "1,0.5,DECIMAL", "1.5,2e10,DOUBLE",
            "true,1,VARCHAR", "2024-02-30,2024-02-28,VARCHAR", "2024-01-01,2024-01-01 10:00:00,TIMESTAMP", "2024-01-01,1,VARCHAR",
            "+49123,1,VARCHAR", "00,1,VARCHAR", "-7,-0.25,DECIMAL", "NaN,1,VARCHAR", "12345678901234567890123456789012345678901,1,VARCHAR"})
    void valuesWidenToACommonType(String one, String other, String type) throws IOException {
        Table table = sandbox.tableOf("a.csv", "name,value\na," + one + "\nb," + other + "\n");
        assertThat(table.columns().get(1).type()).hasToString(type);
    }

    @Test
    void emptyCellsMakeAColumnNullable() throws IOException {
        Table table = sandbox.tableOf("empty.csv", "a,b,c\n1,\"\",\"\"\n2,3,4");
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER", "b INTEGER?", "c INTEGER?");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void delimitersAreFoundOut(String delimiter) throws IOException {
        Table table = sandbox.tableOf("a.csv", "id,city,note\n1,Leipzig,\"a, b; c | d\te\"\n2,Graz,\"x,y,z\"\n".replace(",", "\u0000")
                .replace("a\u0000 b", "a, b").replace("x\u0000y\u0000z", "x,y,z").replace("\u0000", delimiter));
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "city VARCHAR", "note VARCHAR");
        assertThat(table.properties()).containsEntry("delimiter", delimiter.equals("\t") ? "tab" : delimiter);
    }

    @Test
    void decimalCommasDoNotHideTheSemicolon() throws IOException {
        assertThat(Sandbox.columns(sandbox.tableOf("a.csv", "name;net;gross\na;1,5;2,5\nb;3,5;4,25\n")))
                .containsExactly("name VARCHAR", "net VARCHAR", "gross VARCHAR");
    }

    @Test
    void tsvIsSeparatedByTabs() throws IOException {
        assertThat(Sandbox.columns(sandbox.tableOf("a.tsv", "id\tname\n1\ta,b,c\n"))).containsExactly("id INTEGER", "name VARCHAR");
    }

    @Test
    void quotesHoldNewlinesDelimitersAndQuotes() throws IOException {
        Table table = sandbox.tableOf("a.csv", "a,b,c\r\n1,\"Once upon \r\na \"\"time\"\", said\",6\r\n7, \"8\",9\r\n");
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER", "b VARCHAR", "c INTEGER");
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @Test
    void quotesInsideAPlainValueAreCharacters() throws IOException {
        Table table = sandbox.tableOf("a.csv", "phone,place,city\n12095257564,37°36'37.8\"N 121°2'17.9\"W,Modesto\n");
        assertThat(Sandbox.columns(table)).containsExactly("phone BIGINT", "place VARCHAR", "city VARCHAR");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,EFBBBF,UTF-8", "UTF-8,'',UTF-8", "UTF-16LE,FFFE,UTF-16LE", "UTF-16BE,FEFF,UTF-16BE", "UTF-16LE,'',UTF-16LE",
            "ISO-8859-1,'',ISO-8859-1"})
    void charsetsAreFoundOut(String charset, String mark, String found) throws IOException {
        byte[] text = "größe,wert\nä,1\nö,2\n".getBytes(Charset.forName(charset));
        byte[] prefix = java.util.HexFormat.of().parseHex(mark);
        byte[] all = java.util.Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, all, prefix.length, text.length);
        sandbox.write("a.csv", all);
        Table table = sandbox.table("default", "a.csv");
        assertThat(Sandbox.columns(table)).containsExactly("größe VARCHAR", "wert INTEGER");
        assertThat(table.properties()).containsEntry("charset", found);
    }

    @Test
    void windowsLettersAreRecognised() throws IOException {
        sandbox.write("a.csv", "preis_€,b\nx,1\n".getBytes(Charset.forName("windows-1252")));
        assertThat(sandbox.table("default", "a.csv").columns().get(0).name()).isEqualTo("preis_€");
    }

    @Test
    void aLetterAtTheEdgeOfTheSniffedBytesIsNoReasonToDoubtUtf8() throws IOException {
        String row = "ä".repeat(500) + "\n";
        sandbox.write("a.csv", "xname\n" + row.repeat(1200));
        assertThat(sandbox.table("default", "a.csv").properties()).containsEntry("charset", "UTF-8");
    }

    @Test
    void binaryContentIsNoText() throws IOException {
        sandbox.write("a.csv", new byte[] {'a', ',', 'b', '\n', 0, 1, 2, 3, 4, 5, 6, 7});
        assertThat(sandbox.unreadable().code()).isEqualTo("not_text");
    }

    @Test
    void headersThatAreDuplicateOrEmptyAreRenamedAndReported() throws IOException {
        Table table = sandbox.tableOf("a.csv", "id,name,name,,\n1,a,b,c,d\n");
        assertThat(table.columns()).extracting(Column::name).containsExactly("id", "name", "name_2", "column_4", "column_5");
        assertThat(table.properties().get("renamed_columns")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly("column 3 is called name_2: its name is there before", "column 4 is called column_4: it has no name",
                        "column 5 is called column_5: it has no name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "id,name\\n1,a\\n2,b # true",
            "first,last\\nJohn,Doe\\nJane,Roe # true",
            "1,a\\n2,b\\n3,c # false",
            "red,large\\nblue,large\\nred,small\\nred,large # false",
            "2024-01-01,x\\n2024-01-02,y # false",
            "foo,bar,baz # true"})
    void headersAreRecognised(String text, boolean header) throws IOException {
        Table table = sandbox.tableOf("a.csv", text.strip().replace("\\n", "\n"));
        assertThat(table.properties()).containsEntry("header", header);
        if (!header) assertThat(table.columns().get(0).name()).isEqualTo("column_1");
    }

    @Test
    void aHeaderWithEmptyNamesAboveSparseRowsIsAHeader() throws IOException {
        Table table = sandbox.tableOf("a.csv", "a,b,c,,\na,,,,\n,,c,\n,,,,\n");
        assertThat(table.columns()).extracting(Column::name).containsExactly("a", "b", "c", "column_4", "column_5");
    }

    @Test
    void withoutAHeaderTheFirstRecordIsARow() throws IOException {
        Table table = sandbox.tableOf("a.csv", "1,2.5\n3000000000,3\n");
        assertThat(Sandbox.columns(table)).containsExactly("column_1 BIGINT", "column_2 DECIMAL");
        assertThat(table.rowEstimate()).isEqualTo(2);
    }

    @Test
    void recordsOfDifferentLengthAreReported() throws IOException {
        Table table = sandbox.tableOf("a.csv", "a,b\n1,2\n3\n4,5,6\n");
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER", "b INTEGER?", "column_3 INTEGER?");
        assertThat(table.properties().get("warnings").toString()).contains("line 3");
    }

    @Test
    void emptyAndHeaderOnlyFilesAreTables() throws IOException {
        assertThat(sandbox.tableOf("zero.csv", "").columns()).isEmpty();
        assertThat(sandbox.table("default", "zero.csv").properties().get("warnings").toString()).contains("empty");
        Table header = sandbox.tableOf("header.csv", "a,b\n");
        assertThat(Sandbox.columns(header)).containsExactly("a VARCHAR?", "b VARCHAR?");
        assertThat(header.rowEstimate()).isZero();
    }

    @Test
    void anOpenQuoteIsReportedWithItsLineAndNoContent() throws IOException {
        sandbox.write("a.csv", "a,b\n1,2\n3,\"secret never closed\n5,6\n");
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        assertThat(sandbox.unreadable().message()).contains("line 3").doesNotContain("secret");
    }

    @Test
    void anOpenQuoteInALargeFileEndsAtTheLineCap() throws IOException {
        sandbox.write("a.csv", "a,b\n1,\"" + "x,y\n".repeat(1_000_000));
        assertThat(sandbox.unreadable().code()).isEqualTo("line_too_long");
        assertThat(sandbox.unreadable().message()).contains("line 2");
    }

    @Test
    void textAfterAClosingQuoteIsMalformed() throws IOException {
        sandbox.write("a.csv", "a,b\n\"secret\"s,2\n");
        assertThat(sandbox.unreadable().message()).contains("line 2").doesNotContain("secret");
    }

    @Test
    void moreThanTenThousandColumnsAreTooMany() throws IOException {
        String header = IntStream.rangeClosed(1, 10_001).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        sandbox.write("a.csv", header + "\n");
        assertThat(sandbox.unreadable().code()).isEqualTo("too_many_columns");
        sandbox.write("a.csv", header.substring(0, header.lastIndexOf(',')) + "\n");
        assertThat(sandbox.table("default", "a.csv").columns()).hasSize(10_000);
    }

    @Test
    void largeFilesAreSampledAndTheirRowsEstimated() throws IOException {
        StringBuilder text = new StringBuilder("id,value\n");
        for (int i = 0; i < 200_000; i++) text.append(100_000 + i).append(",abcdefg\n");
        Table table = sandbox.tableOf("a.csv", text.toString());
        assertThat(table.rowEstimate()).isBetween(190_000L, 210_000L);
        assertThat(table.properties()).containsEntry("sampled_rows", 1_000L);
    }

    @Test
    void gzipIsReadThrough() throws IOException {
        sandbox.write("a.csv.gz", Sandbox.gzip("id,name\n1,x\n".getBytes(StandardCharsets.UTF_8)));
        Table table = sandbox.table("default", "a.csv.gz");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "name VARCHAR");
        assertThat(table.properties()).containsEntry("compressed", true).containsEntry("format", "csv");
    }

    @Test
    void aFileThatSwellsLikeABombIsRefused() throws IOException {
        sandbox.write("a.csv.gz", Sandbox.gzip(("0".repeat(9_999) + "\n").repeat(3_000).getBytes(StandardCharsets.US_ASCII)));
        assertThat(sandbox.unreadable().code()).isEqualTo("compression_ratio");
    }

    @Test
    void damagedAndFalseGzipIsMalformed() throws IOException {
        byte[] whole = Sandbox.gzip("id,name\n1,x\n".repeat(500).getBytes(StandardCharsets.UTF_8));
        sandbox.write("a.csv.gz", java.util.Arrays.copyOf(whole, whole.length - 20));
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        sandbox.write("a.csv.gz", "id,name\n1,x\n");
        assertThat(sandbox.unreadable().message()).contains("gzip");
    }

    @Test
    void aFileThatTakesTooLongIsLeft() throws IOException {
        sandbox.limits = new connectors.files.formats.Limits(1 << 20, Duration.ZERO);
        sandbox.write("a.csv", "a,b\n1,2\n");
        assertThat(sandbox.unreadable().code()).isEqualTo("timeout");
    }

    @Test
    void whatLiesBeyondThePermittedBytesIsNotRead() throws IOException {
        sandbox.limits = new connectors.files.formats.Limits(2_000_000, Duration.ofSeconds(30));
        sandbox.advanced = new FilesSettings.Advanced(null, null, null, null, 100_000, null, null, null, null, null);
        sandbox.write("a.csv", "a,b\n" + ("1," + "x".repeat(1_000) + "\n").repeat(5_000));
        Table table = sandbox.table("default", "a.csv");
        assertThat(Sandbox.columns(table)).containsExactly("a INTEGER", "b VARCHAR");
        assertThat((Long) table.properties().get("sampled_rows")).isBetween(1_500L, 2_100L);
    }
}
