package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import connectors.Step;
import connectors.TestReport;
import connectors.files.FilesSettings.Advanced;
import connectors.files.formats.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import problems.FailureKind;
import problems.ProblemException;

class LadderTest {
    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    private static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    private static TestReport test(Path base, PathPolicy policy) {
        FilesSettings settings = new FilesSettings("local", base.toString(), null, null);
        return new FolderReader(settings, new LocalPlace(settings, policy), Limits.DEFAULT, () -> false, Readers.ONE_AT_A_TIME).test();
    }

    @Test
    void aFolderWithFilesSucceedsAndEveryRungIsReported() {
        sandbox.write("a.csv", "a,b\n1,2\n");
        sandbox.write("s/b.json", "[{\"a\": 1}]");
        sandbox.write("readme.md", "x");
        TestReport report = sandbox.reader().test();
        assertThat(report.status()).isEqualTo(TestReport.Status.SUCCESS);
        assertThat(report.message()).contains("1 CSV").contains("1 JSON").contains("2 folders").contains("1 other");
        assertThat(report.server()).isEqualTo(new TestReport.Server("Local folder", null));
        assertThat(report.steps()).extracting(Step::id).containsExactly("config", "dns", "egress", "tcp", "tls", "authenticate", "target",
                "read_metadata", "capabilities", "quota");
        for (String id : List.of("dns", "tcp", "tls")) {
            assertThat(step(report, id).status()).isEqualTo(Step.Status.SKIPPED);
            assertThat(step(report, id).message()).isEqualTo("A local folder needs no network.");
        }
    }

    @Test
    void anEmptyFolderIsDegraded() {
        TestReport report = sandbox.reader().test();
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(report, "read_metadata")).returns(Step.Status.WARNED, Step::status);
        assertThat(step(report, "read_metadata").fix()).isNotBlank();
        sandbox.write("a.txt", "x");
        assertThat(sandbox.reader().test().message()).contains("None of the folder's files");
    }

    @Test
    void aSampleThatCannotBeReadDegradesTheTestButNotTheHealthCheck() {
        sandbox.write("good.csv", "a,b\n1,2\n");
        sandbox.write("bad.json", "{\"secret\":");
        TestReport report = sandbox.reader().test();
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(report, "read_metadata").message()).contains("bad.json").doesNotContain("secret");
        assertThat(sandbox.reader().health().status()).isEqualTo(TestReport.Status.SUCCESS);
    }

    @Test
    void aBudgetThatIsTooSmallIsAWarning() {
        sandbox.write("a.csv", "a,b\n1,2\n");
        sandbox.write("b.csv", "a,b\n1,2\n");
        sandbox.write("d/e/c.csv", "a,b\n1,2\n");
        sandbox.advanced = new Advanced(null, null, null, 1, null, null, null, null, null, null);
        assertThat(sandbox.reader().test().message()).contains("Only the first 1 files");
        sandbox.advanced = new Advanced(null, null, 1, null, null, null, null, null, null, null);
        assertThat(sandbox.reader().test().message()).contains("Not read: d/e");
    }

    @Test
    void aMissingFolderAFileAndARefusedPlaceFailAtTheField() throws IOException {
        PathPolicy any = new PathPolicy(List.of(), Path.of("/nowhere/serai"));
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertFails(test(folder.resolve("missing"), any), "target", FailureKind.NOT_FOUND);
        assertFails(test(file, any), "target", FailureKind.CONFIG);
        assertFails(test(file.resolve("below"), any), "target", FailureKind.CONFIG);
        assertFails(test(Path.of("/etc"), any), "egress", FailureKind.POLICY);
        assertFails(test(folder, new PathPolicy(List.of("/srv/data"), Path.of("/nowhere"))), "egress", FailureKind.POLICY);
    }

    private static void assertFails(TestReport report, String step, FailureKind kind) {
        assertThat(report.status()).isEqualTo(TestReport.Status.FAILED);
        assertThat(report.failureKind()).isEqualTo(kind);
        assertThat(step(report, step)).returns(Step.Status.FAILED, Step::status).returns("/base_path", Step::field);
        assertThat(step(report, step).fix()).isNotBlank();
        assertThat(report.steps()).hasSize(10);
    }

    @Test
    void theOperatorsRootsComeFromTheEnvironment() {
        MockEnvironment environment = new MockEnvironment().withProperty("serai.files.allowed-roots[0]", "/srv/a")
                .withProperty("serai.files.allowed-roots[1]", folder.toString()).withProperty("serai.home", "/srv/serai");
        sandbox.write("a.csv", "a,b\n1,2\n");
        FilesConnector connector = new FilesConnector(environment, Sandbox.CLIENTS);
        assertThat(reader(connector, folder).test().status()).isEqualTo(TestReport.Status.SUCCESS);
        assertThat(reader(connector, folder.getParent()).test().failureKind()).isEqualTo(FailureKind.POLICY);
        assertThat(connector.family()).isEqualTo("files");
        environment.setProperty("serai.files.allowed-roots[0]", "relative");
        assertThatThrownBy(() -> new FilesConnector(environment, Sandbox.CLIENTS)).hasMessageContaining("serai.files.allowed-roots");
    }

    private static FolderReader reader(FilesConnector connector, Path base) {
        return (FolderReader) connector.open(null, new FilesSettings("local", base.toString(), null, null)).beans().get("folder");
    }

    @Test
    void placesThatNobodyKnowsAreWrongSettings() {
        FilesConnector connector = new FilesConnector(List.of(), Path.of("data"), Sandbox.CLIENTS);
        assertThatThrownBy(() -> connector.open(null, new FilesSettings("nfs", "/x", null, null)))
                .isInstanceOfSatisfying(ProblemException.class, failure -> assertThat(failure.problem().field()).isEqualTo("/type"));
    }
}
