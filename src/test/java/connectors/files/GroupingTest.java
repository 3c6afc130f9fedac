package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.CommonType;
import catalog.Discovered;
import catalog.Schema;
import catalog.Table;
import catalog.TableSummary;
import connectors.files.FilesSettings.Advanced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are alike are one table. */
class GroupingTest {
    private static final String CSV = "id,name\n1,x\n";

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

    @ParameterizedTest
    @CsvSource({"orders_202401.csv,orders_202402.csv,orders_{yyyy}{MM}", "a-2023.csv,a-2024.csv,a-{yyyy}", "sales2023.csv,sales2024.csv,sales{yyyy}",
            "log.2024-01-31.csv,log.2024-02-01.csv,log.{yyyy}-{MM}-{dd}", "x_20240131_eu.csv,x_20240201_eu.csv,x_{yyyy}{MM}{dd}_eu",
            "2024-01.csv,2024-02.csv,{yyyy}-{MM}", "part-00000.csv,part-00001.csv,part-{n}", "1.csv,2.csv,{n}", "dump_20240101T1200.csv,dump_20240101T1300.csv,dump_{yyyy}{MM}{dd}T{time}",
            "part-00000-0a1b2c3d-0000-4000-8000-0123456789ab.csv,part-00001-ffffffff-0000-4000-8000-0123456789ab.csv,part-{n}-{uuid}",
            "part-2023.csv,part-17.csv,part-{n}", "a_202401.csv,a_202402.csv.gz,a_{yyyy}{MM}", "A_202401.CSV,A_202402.CSV,A_{yyyy}{MM}"})
    void namesThatDifferInDatesAndNumbersAreOneTable(String one, String other, String name) throws IOException {
        write(one);
        sandbox.write(other, other.endsWith(".gz") ? Sandbox.gzip(CSV.getBytes()) : CSV.getBytes());
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default." + name);
        assertThat(sandbox.reader().tables(Map.of("schema", "default"))).extracting(TableSummary::name).containsExactly(name);
        assertThat(sandbox.reader().schemas()).containsExactly(new Schema("default", null, 1L));
        assertThat(sandbox.table("default", name).name()).isEqualTo(name);
        assertThat(sandbox.table("default", one)).as("no table of its own").isNull();
    }

    @ParameterizedTest
    @CsvSource({"orders_202401.csv,orders_202402.json", "orders_202401.csv,items_202401.csv", "orders_202413.csv,orders_x.csv", "v1.csv,v2.csv",
            "q1.csv,q2.csv", "t2000.csv,t1.csv", "a_202401.csv,a_2024.csv", "a_2024-01.csv,a_202401.csv"})
    void otherNamesAreTablesOfTheirOwn(String one, String other) throws IOException {
        write(one);
        sandbox.write(other, other.endsWith("json") ? "[{\"id\": 1}]" : CSV);
        assertThat(Sandbox.names(sandbox.imported())).containsExactlyInAnyOrder("default." + one, "default." + other);
        assertThat(sandbox.table("default", one)).isNotNull();
    }

    @Test
    void aYearAmongOtherNumbersIsNone() throws IOException {
        write("t1.csv", "t1999.csv", "t2000.csv");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.t1.csv", "default.t1999.csv", "default.t2000.csv");
    }

    @Test
    void theDateInTheNameIsAPartition() throws IOException {
        sandbox.write("orders_202401.csv", "id,year\n1,a\n");
        sandbox.write("orders_202402.csv", "id,year\n2,b\n3,c\n");
        Table table = sandbox.table("default", "orders_{yyyy}{MM}");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "year VARCHAR", "file_year INTEGER", "month INTEGER");
        assertThat(table.rowEstimate()).isEqualTo(3);
        assertThat(table.properties()).containsEntry("file_count", 2).containsEntry("size_bytes", 28L).containsEntry("format", "csv")
                .containsEntry("first_file", "orders_202401.csv").containsEntry("last_file", "orders_202402.csv").containsEntry("sampled_files", 2L)
                .containsEntry("files", List.of("orders_202401.csv", "orders_202402.csv")).containsEntry("partition_columns", List.of("file_year", "month"))
                .doesNotContainKey("drift");
    }

    @Test
    void foldersOfKeysAndValuesAreOneTableOfTheFolderAbove() throws IOException {
        write("sales/year=2024/month=01/part-0.csv", "sales/year=2024/month=02/part-0.csv", "sales/year=2023/month=12/other.csv", "sales/targets.csv");
        sandbox.write("sales/year=2024/month=02/part-1.csv", "id,name\n7,\n");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("sales.targets.csv", "sales.year={year},month={month}");
        assertThat(sandbox.reader().schemas()).containsExactly(new Schema("sales", null, 2L));
        assertThat(sandbox.reader().tables(Map.of("schema", "sales"))).hasSize(2);
        Table table = sandbox.table("sales", "year={year},month={month}");
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "name VARCHAR?", "year INTEGER", "month VARCHAR");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("year", "partition:integer").containsEntry("month", "partition:string");
        assertThat(table.properties()).containsEntry("file_count", 4).containsEntry("first_file", "year=2023/month=12/other.csv")
                .containsEntry("partition_columns", List.of("year", "month"));
    }

    @Test
    void aFoldersValueHoldsForAColumnOfItsNameAndNothingIsNull() throws IOException {
        sandbox.write("day=2024-01-01/a.csv", "day,v\nx,1\n");
        sandbox.write("day=__HIVE_DEFAULT_PARTITION__/a.csv", "day,v\ny,2\n");
        sandbox.write("day=2024-01-01/a.json", "[{\"v\": 1}]");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.day={day}.csv", "default.day={day}.json");
        assertThat(Sandbox.columns(sandbox.table("default", "day={day}.csv"))).containsExactly("v INTEGER", "day DATE?");
    }

    @Test
    void aFolderInsideAPartitionThatIsNoneIsASchema() throws IOException {
        write("year=2024/raw/x.csv", "year=2024/y.csv");
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.year={year}", "year=2024/raw.x.csv");
    }

    @Test
    void filesThatDifferAreToldApartAndTheTableIsTheirUnion() throws IOException {
        sandbox.write("o_202401.csv", "id,amount,day\n1,5,2024-01-01\n");
        sandbox.write("o_202402.csv", "id,amount,city\n99999999999,1.5,Rome\n");
        sandbox.write("o_202403.csv", "id,amount,day\n1,7,soon\n");
        Table table = sandbox.table("default", "o_{yyyy}{MM}");
        assertThat(Sandbox.columns(table)).containsExactly("id BIGINT", "amount DECIMAL", "day VARCHAR?", "city VARCHAR?", "year INTEGER", "month INTEGER");
        assertThat(table.columns().get(1).precision()).isEqualTo(11);
        assertThat(table.properties().get("drift")).isEqualTo(List.of("o_202402.csv has no column day.", "o_202402.csv has column city beside the others.",
                "o_202403.csv has column day as VARCHAR, not DATE."));
    }

    @Test
    void aMalformedFileOfAGroupIsReportedAndTheOthersMakeTheTable() throws IOException {
        write("a_1.json", "a_3.csv", "a_2.csv");
        sandbox.write("a_1.csv", "id,name\n1,\"x\n");
        List<Discovered> all = sandbox.imported();
        assertThat(Sandbox.names(all)).containsExactly("default.a_1.json", "default.a_1.csv", "default.a_{n}");
        assertThat(((Discovered.Unreadable) all.get(1)).message()).contains("line 2");
        assertThat(((Discovered.Readable) all.get(2)).table().properties()).containsEntry("sampled_files", 2L).containsEntry("file_count", 3);
    }

    @Test
    void aGroupOfMalformedFilesIsOneError() throws IOException {
        sandbox.write("a_1.json", "{");
        sandbox.write("a_2.json", "{");
        assertThat(sandbox.unreadable().tableName().name()).isEqualTo("a_{n}");
        assertThat(sandbox.unreadable().message()).contains("None of the 2 files").contains("a_1.json");
    }

    @Test
    void withoutGroupingEachFileIsATable() throws IOException {
        write("a_1.csv", "a_2.csv", "k=1/b.csv");
        sandbox.advanced = new Advanced(null, null, null, null, null, false, null, null, null, null);
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.a_1.csv", "default.a_2.csv", "k=1.b.csv");
    }

    @Test
    void aThousandFilesAreSampledEvenly() throws IOException {
        for (int i = 0; i < 1_000; i++) sandbox.write("part-" + String.format("%05d", i) + ".csv", "id,v" + (i == 999 ? ",late" : "") + "\n1,2" + (i == 999 ? ",3" : "") + "\n");
        Table table = sandbox.table("default", "part-{n}");
        assertThat(table.properties()).containsEntry("file_count", 1_000).containsEntry("sampled_files", 20L);
        assertThat((List<?>) table.properties().get("files")).hasSize(100);
        assertThat(Sandbox.columns(table)).containsExactly("id INTEGER", "v INTEGER", "late INTEGER?");
        assertThat(table.rowEstimate()).isBetween(900L, 1_100L);
        assertThat(table.columns()).allMatch(column -> column.type() == CommonType.INTEGER);
    }
}
