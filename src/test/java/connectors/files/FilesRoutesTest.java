package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import connectors.TestReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import problems.FailureKind;

class FilesRoutesTest {
    private static final List<String> OPERATIONS = List.of("test", "health", "schemas", "tables", "table", "import");

    /** Stands where the importer will. */
    public static final class Collecting {
        final List<Discovered> all = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();

        public void write(Iterator<Discovered> found) {
            threads.add(Thread.currentThread());
            found.forEachRemaining(all::add);
        }
    }

    @TempDir
    Path folder;
    Sandbox sandbox;
    final DefaultCamelContext camel = new DefaultCamelContext();
    final Collecting writer = new Collecting();
    final String connection = UUID.randomUUID().toString();
    FilesSource source;
    ProducerTemplate producer;

    @BeforeEach
    void start() throws Exception {
        sandbox = new Sandbox(folder);
        sandbox.write("a.csv", "id,name\n1,x\n");
        sandbox.write("sub/b.json", "[{\"id\": 1}]");
        camel.getRegistry().bind("importWriter", writer);
        for (String operation : OPERATIONS) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel)
                    .resolveResource("classpath:camel/templates/files-" + operation + ".camel.yaml"));
        }
        source = add(connection);
        camel.start();
        producer = camel.createProducerTemplate();
    }

    private FilesSource add(String id) {
        FilesSource added = sandbox.source();
        added.beans().forEach((name, bean) -> camel.getRegistry().bind(name + "-" + id, bean));
        for (String operation : OPERATIONS) {
            TemplatedRouteBuilder.builder(camel, "files-" + operation).routeId(operation + "-" + id + "-work").parameter("connection", id).add();
        }
        return added;
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Object call(String operation, Object body) {
        return producer.requestBodyAndHeader("direct:" + operation + "-" + connection + "-work", body, "CamelBeanMethodName", "getClass");
    }

    @Test
    void everyOperationAnswers() {
        assertThat(call("test", null)).isInstanceOfSatisfying(TestReport.class, report -> assertThat(report.status()).isEqualTo(TestReport.Status.SUCCESS));
        assertThat(call("health", null)).isInstanceOf(TestReport.class);
        assertThat(call("schemas", null)).isEqualTo(List.of(new Schema("default", null, 1L), new Schema("sub", null, 1L)));
        assertThat((List<?>) call("tables", Map.of("schema", "sub"))).extracting(table -> ((TableSummary) table).name()).containsExactly("b.json");
        assertThat(call("table", Map.of("schema", "default", "table", "a.csv")))
                .isInstanceOfSatisfying(Table.class, table -> assertThat(table.columns()).hasSize(2));
        assertThat(call("table", Map.of("schema", "default", "table", "none.csv"))).isNull();
    }

    @Test
    void anImportHandsTheTablesToTheWriterOnTheSameThread() {
        call("import", Selection.EVERYTHING);
        assertThat(Sandbox.names(writer.all)).containsExactly("default.a.csv", "sub.b.json");
        assertThat(writer.threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aTableThatCannotBeReadIsAProblem() {
        sandbox.write("bad.csv", "a,b\n1,\"2\n");
        assertThatThrownBy(() -> call("table", Map.of("schema", "default", "table", "bad.csv")))
                .satisfies(failure -> assertThat(source.explain(failure)).satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(FailureKind.UNSUPPORTED);
                    assertThat(problem.code()).isEqualTo("malformed");
                }));
    }

    @Test
    void aFolderThatIsGoneIsAProblemAtItsField() throws Exception {
        java.nio.file.Files.move(folder, folder.resolveSibling(folder.getFileName() + "-moved"));
        try {
            assertThatThrownBy(() -> call("import", Selection.EVERYTHING)).satisfies(failure -> {
                assertThat(source.explain(failure).kind()).isEqualTo(FailureKind.NOT_FOUND);
                assertThat(source.explain(failure).field()).isEqualTo("/base_path");
            });
            assertThat(((TestReport) call("test", null)).status()).isEqualTo(TestReport.Status.FAILED);
        } finally {
            java.nio.file.Files.move(folder.resolveSibling(folder.getFileName() + "-moved"), folder);
        }
    }

    @Test
    void severalConnectionsHaveRoutesOfTheirOwn() throws Exception {
        String other = UUID.randomUUID().toString();
        add(other);
        assertThat(producer.requestBody("direct:schemas-" + other + "-work", null, List.class)).hasSize(2);
        assertThat(camel.getRoutes()).hasSize(12);
    }
}
