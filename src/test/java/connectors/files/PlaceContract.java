package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.TableName;
import catalog.TableSummary;
import connectors.Step;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import problems.FailureKind;
import types.ConnectionType;
import types.ConnectionTypes;

/** What holds for every place on another machine. The same files lie there and in a local folder. */
abstract class PlaceContract {
    static final ConnectionType TYPE = new ConnectionTypes().get("FileSystem");
    private static final int LARGE = 4_000_000;

    @TempDir
    Path folder;
    Sandbox local;
    private final List<FilesSource> opened = new ArrayList<>();

    /** Starts the place over the local folder's files. */
    abstract void start() throws Exception;

    abstract void stop() throws Exception;

    abstract FilesSettings settings();

    /** Called when files were added. */
    void publish() throws IOException { }

    @BeforeEach
    final void prepare() throws Exception {
        local = new Sandbox(folder);
        local.write("a.csv", "id,name\n1,x\n2,y\n");
        local.write("größe 日本.csv", "a,b\n1,2\n");
        local.write("sub/b.json", "[{\"id\": 1, \"tags\": [\"x\"]}]");
        local.write("sub/deep/c.ndjson", "{\"a\": 1}\n{\"a\": 2}\n");
        local.write("sub/deep/d.xml", "<rows><row><a>1</a></row><row><a>2</a></row></rows>");
        local.write("sub/e.csv.gz", Sandbox.gzip("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)));
        local.write("odd *[x]? #%.csv", "a,b\n1,2\n");
        local.write("notes.txt", "no table");
        local.write(".hidden/a.csv", "a,b\n1,2\n");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-04T05:06:07Z")));
            }
        }
        start();
        publish();
    }

    @AfterEach
    final void end() throws Exception {
        opened.forEach(FilesSource::close);
        stop();
    }

    FilesSource source(FilesSettings settings) {
        FilesSource source = new FilesConnector(List.of(), Path.of("/nowhere/serai"), Sandbox.CLIENTS).open(TYPE, settings);
        opened.add(source);
        return source;
    }

    FolderReader reader(FilesSettings settings) {
        return (FolderReader) source(settings).beans().get("folder");
    }

    FolderReader reader() {
        return reader(settings());
    }

    static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    /** Without tokens, which differ with the place. */
    static List<Discovered> imported(FolderReader reader) throws IOException {
        List<Discovered> all = new ArrayList<>();
        reader.read(Selection.EVERYTHING, null)
                .forEachRemaining(found -> all.add(found instanceof Discovered.Readable readable ? new Discovered.Readable(readable.table()) : found));
        return all;
    }

    static void assertFails(TestReport report, String step, FailureKind kind, String field) {
        assertThat(report.status()).as(report.toString()).isEqualTo(TestReport.Status.FAILED);
        assertThat(step(report, step)).as(report.toString()).returns(Step.Status.FAILED, Step::status).returns(field, Step::field);
        assertThat(report.failureKind()).isEqualTo(kind);
        assertThat(step(report, step).fix()).isNotBlank();
    }

    @Test
    final void anImportGivesTheSameTablesAsTheLocalFolder() throws IOException {
        List<Discovered> remote = imported(reader());
        assertThat(remote).hasSize(7).isEqualTo(imported(local.reader()));
    }

    @Test
    final void browsingShowsTheSameAsTheLocalFolder() throws IOException {
        FolderReader reader = reader();
        List<Schema> schemas = reader.schemas();
        assertThat(schemas).isEqualTo(local.reader().schemas()).hasSize(3);
        for (Schema schema : schemas) {
            List<TableSummary> tables = reader.tables(Map.of("schema", schema.name()));
            assertThat(tables).isNotEmpty().isEqualTo(local.reader().tables(Map.of("schema", schema.name())));
            for (TableSummary table : tables) {
                Map<String, String> request = Map.of("schema", schema.name(), "table", table.name());
                assertThat(reader.table(request)).isEqualTo(local.reader().table(request));
            }
        }
        assertThat(reader.tables(Map.of("schema", "none"))).isEmpty();
        assertThat(reader.table(Map.of("schema", "sub", "table", "none.csv"))).isNull();
    }

    @Test
    final void namesThatLeadOutAreNeverAskedFor() throws IOException {
        FolderReader reader = reader();
        for (String name : List.of("..", "../outside", "sub/../..", "a\\b", "sub\r\nDELE a.csv", "a\0b", "/etc", "")) {
            assertThat(reader.tables(Map.of("schema", name))).as(name).isEmpty();
            assertThat(reader.table(Map.of("schema", "default", "table", name))).as(name).isNull();
        }
    }

    @Test
    final void theLadderIsClimbedToTheEnd() {
        TestReport report = reader().test();
        assertThat(report.steps()).as(report.toString()).extracting(Step::status).doesNotContain(Step.Status.FAILED);
        assertThat(report.steps()).extracting(Step::id).contains("config", "dns", "egress", "tcp", "authenticate", "target", "read_metadata");
        assertThat(step(report, "read_metadata").message()).contains("in 3 folders");
        assertThat(report.toString()).doesNotContain(secret());
    }

    /** What must be found nowhere. */
    abstract String secret();

    @Test
    final void theSettingsOfTheTestFitTheSchemaAndPrintNoSecret() throws IOException {
        assertThat(settings().toString()).doesNotContain(secret());
        assertThat(source(settings()).beans().toString()).doesNotContain(secret());
    }

    @Test
    final void rangesAreReadWithoutTheWholeFile() throws Exception {
        byte[] content = new byte[LARGE];
        for (int i = 0; i < content.length; i++) content[i] = (byte) (i * 31 + i / 251);
        local.write("sub/large.parquet", content);
        publish();
        try (Place place = new FilesConnector(List.of(), Path.of("/nowhere/serai"), Sandbox.CLIENTS).place(TYPE, settings());
                Folder sub = place.open().open(Path.of("sub"))) {
            Path name = Path.of("large.parquet");
            FileEntry entry = new FileEntry("large.parquet", name, null, true, sub.look(name).state());
            try (SeekableByteChannel channel = sub.open(entry).channel()) {
                assertThat(channel.size()).isEqualTo(LARGE);
                assertThat(bytes(channel, LARGE - 8, 8)).isEqualTo(java.util.Arrays.copyOfRange(content, LARGE - 8, LARGE));
                assertThat(bytes(channel, 1_234_567, 100_000)).isEqualTo(java.util.Arrays.copyOfRange(content, 1_234_567, 1_334_567));
                assertThat(bytes(channel, 0, 4)).isEqualTo(java.util.Arrays.copyOfRange(content, 0, 4));
                channel.position(LARGE);
                assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
            assertThat(served()).isLessThan(LARGE / 2);
            try (var in = sub.open(entry).stream()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            try (var in = sub.open(entry).stream()) {
                assertThat(in.readNBytes(100)).isEqualTo(java.util.Arrays.copyOfRange(content, 0, 100));
            }
            assertThat(sub.open(entry).beside("b.json")).isPresent();
            assertThat(sub.open(entry).beside("../a.csv")).isEmpty();
        }
    }

    /** How many bytes of files the place has given; 0 where it does not count. */
    long served() {
        return 0;
    }

    private static byte[] bytes(SeekableByteChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        channel.position(position);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) continue;
        return bytes.array();
    }

    @Test
    final void aPlaceThatIsGoneIsAProblemOfTheNetworkAndEndsTheImport() throws Exception {
        FilesSource source = source(settings());
        FolderReader reader = (FolderReader) source.beans().get("folder");
        assertThat(reader.schemas()).isNotEmpty();
        var tables = reader.read(Selection.EVERYTHING, null);
        stop();
        assertThatThrownBy(() -> tables.forEachRemaining(table -> { }))
                .satisfies(failure -> assertThat(source.explain(failure).kind()).isIn(FailureKind.NETWORK, FailureKind.TRANSIENT));
        assertThat(reader.test().failureKind()).isEqualTo(FailureKind.NETWORK);
        start();
    }

    @Test
    final void manyFilesComeInOrder() throws Exception {
        for (int i = 0; i < 2_300; i++) local.write("many/t" + i + ".csv", "a,b\n1,2\n");
        publish();
        List<TableSummary> tables = reader().tables(Map.of("schema", "many"));
        assertThat(tables).hasSize(2_300).isEqualTo(local.reader().tables(Map.of("schema", "many")));
    }

    @Test
    final void aSelectionReadsOnlyWhatIsWanted() throws IOException {
        List<Discovered> all = new ArrayList<>();
        reader().read(new Selection(null, List.of(new TableName("sub", "b.json")), null, null, true), null).forEachRemaining(all::add);
        assertThat(Sandbox.names(all)).containsExactly("sub.b.json");
    }

    @Test
    final void nothingConnectsPastTheConnectionPolicy() {
        FilesSource source = source(settings());
        new Egress(new EgressSettings(null, null, List.of("127.0.0.0/8", "::1/128"), null));
        try {
            FolderReader reader = (FolderReader) source.beans().get("folder");
            assertThat(reader.test().failureKind()).isEqualTo(FailureKind.POLICY);
            assertThatThrownBy(reader::schemas).satisfies(failure -> assertThat(source.explain(failure).kind()).isEqualTo(FailureKind.POLICY));
        } finally {
            new Egress(EgressSettings.DEFAULT);
        }
    }

    @Test
    final void closedSourcesLeaveNoThreads() throws IOException {
        reader().schemas();
        int before = threads();
        for (int i = 0; i < 20; i++) {
            try (FilesSource source = source(settings())) {
                assertThat(((FolderReader) source.beans().get("folder")).schemas()).hasSize(3);
            }
        }
        await().until(() -> threads() <= before);
    }

    /** Of ours: those of the server in this process come and go as they like. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.matches("(?i)(sdk-|aws|azure|reactor|Connect thread|http-|parallel-|boundedElastic).*")).count();
    }

    @Test
    final void aClosedSourceReadsNoMore() {
        FilesSource source = source(settings());
        source.close();
        assertThatThrownBy(() -> ((FolderReader) source.beans().get("folder")).schemas()).isInstanceOf(Exception.class);
    }
}
