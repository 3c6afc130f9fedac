package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.TableName;
import connectors.files.FilesSettings.Advanced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkTest {
    private static final String CSV = "a,b\n1,2\n";

    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    private void write(String... names) {
        for (String name : names) sandbox.write(name, CSV);
    }

    @Test
    void tablesComeBySchemaAndNameInTheOrderOfCodePoints() throws IOException {
        write("b.csv", "B.csv", "a.csv", "\uFF21.csv", "😀.csv", "é.csv", "a/x.csv", "a-b/x.csv", "a/b/x.csv", "zeta/x.csv", "default/x.csv");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("./default.x.csv", "a.x.csv", "a-b.x.csv", "a/b.x.csv",
                "default.B.csv", "default.a.csv", "default.b.csv", "default.é.csv", "default.\uFF21.csv", "default.😀.csv", "zeta.x.csv");
        assertThat(sandbox.reader().schemas()).containsExactly(new Schema("./default", null, 1L), new Schema("a", null, 1L),
                new Schema("a-b", null, 1L), new Schema("a/b", null, 1L), new Schema("default", null, 6L), new Schema("zeta", null, 1L));
        assertThat(sandbox.reader().tables(Map.of("schema", "./default"))).hasSize(1);
        assertThat(sandbox.table("./default", "x.csv").schema()).isEqualTo("./default");
        assertThat(sandbox.table("default", "x.csv")).isNull();
    }

    @Test
    void tablesOfASchemaAreListedByName() throws IOException {
        write("s/b.csv", "s/a.csv", "s/t/c.csv");
        assertThat(sandbox.reader().tables(Map.of("schema", "s"))).extracting(catalog.TableSummary::name).containsExactly("a.csv", "b.csv");
        assertThat(sandbox.reader().tables(Map.of("schema", "none"))).isEmpty();
        assertThat(sandbox.table("s", "none.csv")).isNull();
        assertThat(sandbox.table("s", "a.csv").tableName()).isEqualTo(new TableName("s", "a.csv"));
    }

    @Test
    void patternFormatsAndRecursionChooseFiles() throws IOException {
        write("sales_1.csv", "other.csv", "sub/sales_2.csv", "sales.txt");
        sandbox.write("sales.json", "[]");
        sandbox.write("SALES_3.CSV", CSV);
        sandbox.advanced = new Advanced(true, "sales*, SALES*", null, null, null, false, null, null, null, null);
        sandbox.formats = List.of("csv");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.SALES_3.CSV", "default.sales_1.csv", "sub.sales_2.csv");
        sandbox.advanced = new Advanced(false, "sales_*", null, null, null, false, null, null, null, null);
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.sales_1.csv");
        assertThat(sandbox.reader().tables(Map.of("schema", "sub"))).isEmpty();
        assertThat(sandbox.table("default", "other.csv")).isNull();
    }

    @Test
    void theSelectionChoosesTables() throws IOException {
        write("a/x.csv", "a/y.csv", "b/x.csv", "c/x.csv");
        assertThat(Sandbox.names(sandbox.imported(new Selection(List.of("a", "b"), null, null, List.of("*.y.csv"), true))))
                .containsExactly("a.x.csv", "b.x.csv");
        assertThat(Sandbox.names(sandbox.imported(new Selection(null, List.of(new TableName("c", "x.csv")), null, null, true))))
                .containsExactly("c.x.csv");
    }

    @Test
    void aMalformedFileDoesNotHinderItsNeighbours() throws IOException {
        write("a.csv", "c.csv");
        sandbox.write("b.json", "{\"secret\": ");
        sandbox.write("d.xml", "<!DOCTYPE x><x/>");
        List<Discovered> all = sandbox.imported();
        assertThat(Sandbox.names(all)).containsExactly("default.a.csv", "default.b.json", "default.c.csv", "default.d.xml");
        assertThat(all).extracting(Object::getClass).<Object>containsExactly(Discovered.Readable.class, Discovered.Unreadable.class,
                Discovered.Readable.class, Discovered.Unreadable.class);
    }

    @Test
    void allFormatsAreChosenUnlessSomeAreNamed() throws IOException {
        write("a.parquet", "b.csv", "c.avro");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.a.parquet", "default.b.csv", "default.c.avro");
        sandbox.formats = List.of("csv");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.b.csv");
    }

    @Test
    void aReachedBudgetOfFilesIsSaid() throws IOException {
        write("a.csv", "b.csv", "c.csv", "d/e.csv");
        sandbox.advanced = new Advanced(null, null, null, 2, null, null, null, null, null, null);
        List<Discovered> all = sandbox.imported();
        assertThat(Sandbox.names(all)).containsExactly("d.e.csv", "default.a.csv", "default.b.csv");
        assertThat(all.get(2)).isInstanceOfSatisfying(Discovered.Unreadable.class, found -> {
            assertThat(found.code()).isEqualTo("max_files");
            assertThat(found.message()).contains("2 files");
        });
    }

    @Test
    void aReachedDepthIsSaid() throws IOException {
        write("a/1.csv", "a/b/2.csv", "a/b/c/3.csv", "a/b/d/4.csv");
        sandbox.advanced = new Advanced(null, null, 2, null, null, null, null, null, null, null);
        List<Discovered> all = sandbox.imported();
        assertThat(Sandbox.names(all)).containsExactly("a.1.csv", "a/b.2.csv", "a/b/c.*");
        assertThat(((Discovered.Unreadable) all.get(2)).message()).contains("2 levels").contains("1 others");
        assertThat(sandbox.table("a/b/c", "3.csv")).isNull();
        assertThat(sandbox.reader().schemas()).hasSize(3).last().satisfies(schema -> assertThat(schema.comment()).contains("deeper"));
    }

    @Test
    void fiveThousandFilesComeInOrderAndAreClosed() throws IOException {
        for (int i = 0; i < 5_000; i++) sandbox.write("f" + i % 50 + "/t" + i + ".csv", "id,name\n" + i + ",x\n");
        Iterator<Discovered> tables = sandbox.reader().read(null, null);
        int count = 0;
        TableName last = null;
        while (tables.hasNext()) {
            Discovered found = tables.next();
            assertThat(found).isInstanceOf(Discovered.Readable.class);
            if (last != null) assertThat(found.tableName()).isGreaterThan(last);
            last = found.tableName();
            count++;
        }
        assertThat(count).isEqualTo(5_000);
        assertThat(openFiles(folder)).isZero();
    }

    /** How many descriptors of this process lead into the folder. */
    private static long openFiles(Path folder) throws IOException {
        try (var descriptors = java.nio.file.Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> leadsInto(folder, descriptor)).count();
        }
    }

    private static boolean leadsInto(Path folder, Path descriptor) {
        try {
            return java.nio.file.Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException closed) {
            return false;
        }
    }
}
