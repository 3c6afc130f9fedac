package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Table;
import connectors.files.FilesSettings.Advanced;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.ProblemException;

/** What is said of CSV files, and what is found out of their quotes. */
class CsvOptionsTest {
    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    private void csv(String header, String delimiter, String quote, String charset) {
        sandbox.advanced = new Advanced(null, null, null, null, null, null, header, delimiter, quote, charset);
    }

    @Test
    void whatIsSaidCountsMoreThanWhatIsFound() throws IOException {
        csv("no", null, null, null);
        assertThat(Sandbox.columns(sandbox.tableOf("a.csv", "id,name\n1,x\n"))).containsExactly("column_1 VARCHAR", "column_2 VARCHAR");
        csv("yes", null, null, null);
        assertThat(Sandbox.columns(sandbox.tableOf("b.csv", "1,2\n3,4\n"))).containsExactly("1 INTEGER", "2 INTEGER");
        csv(null, "~", null, null);
        assertThat(Sandbox.columns(sandbox.tableOf("c.csv", "a,b~c\n1,2~3\n"))).containsExactly("a,b VARCHAR", "c INTEGER");
        csv(null, "tab", "none", null);
        assertThat(Sandbox.columns(sandbox.tableOf("d.csv", "a\tb\n\"x\t1\n\"y\t2\n"))).containsExactly("a VARCHAR", "b INTEGER");
        csv(null, null, "'", null);
        assertThat(Sandbox.columns(sandbox.tableOf("e.csv", "a,b\n'x, \"y',1\n"))).containsExactly("a VARCHAR", "b INTEGER");
        csv(null, null, null, "windows-1252");
        sandbox.write("f.csv", "größe,b\n1,2\n".getBytes(Charset.forName("windows-1252")));
        assertThat(Sandbox.columns(sandbox.table("default", "f.csv"))).containsExactly("größe INTEGER", "b INTEGER");
        csv(null, null, null, "UTF-16");
        sandbox.write("g.csv", "ä,b\n1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThat(Sandbox.columns(sandbox.table("default", "g.csv"))).containsExactly("ä INTEGER", "b INTEGER");
    }

    @Test
    void singleQuotesAreFound() throws IOException {
        Table table = sandbox.tableOf("a.csv", "'id','text'\n'1','a, b'\n'2','it''s'\n");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "text VARCHAR");
        assertThat(table.properties()).containsEntry("quote", "'");
    }

    @Test
    void apostrophesAreNoQuotes() throws IOException {
        Table table = sandbox.tableOf("a.csv", "id,text\n1,'tis\n2,'twas\n3,the dogs'\n");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "text VARCHAR");
        assertThat(table.properties()).containsEntry("quote", "\"");
    }

    @Test
    void aBackslashBeforeAQuoteIsFound() throws IOException {
        assertThat(Sandbox.columns(sandbox.tableOf("a.csv", "id,text,n\n1,\"{\\\"a\\\": 1, \\\"b\\\": 2}\",3\n2,\"x\",4\n")))
                .containsExactly("id INTEGER", "text VARCHAR", "n INTEGER");
        assertThat(Sandbox.columns(sandbox.tableOf("b.csv", "id,path,n\n1,\"C:\\dir\\\",3\n2,\"D:\\\",4\n"))).as("backslashes of paths")
                .containsExactly("id INTEGER", "path VARCHAR", "n INTEGER");
        assertThat(Sandbox.columns(sandbox.tableOf("c.csv", "id,text\n1,\"say \"\"yes\"\" or\"\n"))).as("doubled quotes").containsExactly("id INTEGER", "text VARCHAR");
    }

    @ParameterizedTest
    @CsvSource({"auto,;;,auto,auto,/advanced/delimiter", "auto,',',',',auto,/advanced/quote", "auto,auto,ab,auto,/advanced/quote", "auto,auto,auto,klingon,/advanced/charset"})
    void whatCannotBeRightIsSaidAtItsField(String header, String delimiter, String quote, String charset, String field) {
        csv(header, delimiter, quote, charset);
        assertThatThrownBy(sandbox::reader).isInstanceOfSatisfying(ProblemException.class, failure -> assertThat(failure.problem().field()).isEqualTo(field));
    }
}
