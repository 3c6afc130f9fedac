package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.ProblemException;

class JailTest {
    @TempDir
    Path place;
    Path outside;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() throws IOException {
        outside = Files.createDirectories(place.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "password,b\n1,2\n");
        sandbox = new Sandbox(Files.createDirectories(place.resolve("base")));
    }

    @Test
    void linksAreNeitherListedNorFollowed() throws IOException {
        sandbox.write("good.csv", "a,b\n1,2\n");
        Files.createSymbolicLink(sandbox.folder.resolve("link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(sandbox.folder.resolve("inner.csv"), sandbox.folder.resolve("good.csv"));
        Files.createSymbolicLink(sandbox.folder.resolve("folder"), outside);
        Files.createSymbolicLink(sandbox.folder.resolve("loop"), sandbox.folder);

        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.good.csv");
        assertThat(sandbox.reader().schemas()).extracting(catalog.Schema::name).containsExactly("default");
        assertThat(sandbox.table("default", "link.csv")).isNull();
        assertThat(sandbox.table("folder", "secret.csv")).isNull();
        assertThat(sandbox.reader().tables(Map.of("schema", "folder"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "sub/../../outside", "/", "", ".", "sub/", "/etc", "sub//", "a\0b"})
    void namesThatLeadOutAreNoSchemas(String schema) throws IOException {
        sandbox.write("sub/a.csv", "a,b\n1,2\n");
        assertThat(sandbox.reader().tables(Map.of("schema", schema))).isEmpty();
        assertThat(sandbox.table(schema, "secret.csv")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/secret.csv", "..", "", "/etc/passwd", "sub/a.csv", "a\0.csv"})
    void namesThatLeadOutAreNoTables(String table) throws IOException {
        sandbox.write("sub/a.csv", "a,b\n1,2\n");
        assertThat(sandbox.table("default", table)).isNull();
    }

    @Test
    void aFileThatBecomesALinkDuringAnImportIsNotRead() throws IOException {
        sandbox.write("a.csv", "a,b\n1,2\n");
        Path swapped = sandbox.write("b.csv", "a,b\n1,2\n");
        Iterator<Discovered> tables = sandbox.oneAtATime().read(null, null);
        assertThat(tables.next()).isInstanceOf(Discovered.Readable.class);
        Files.delete(swapped);
        Files.createSymbolicLink(swapped, outside.resolve("secret.csv"));
        assertThat(tables.next()).isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("not_regular"));
        assertThat(tables.hasNext()).isFalse();
    }

    @Test
    void aFolderThatBecomesALinkDuringAnImportIsNotRead() throws IOException {
        sandbox.write("a/secret.csv", "a,b\n1,2\n");
        sandbox.write("b/secret.csv", "a,b\n1,2\n");
        Iterator<Discovered> tables = sandbox.oneAtATime().read(null, null);
        tables.next();
        Files.move(sandbox.folder.resolve("b"), place.resolve("moved"));
        Files.createSymbolicLink(sandbox.folder.resolve("b"), outside);
        assertThat(tables.next()).isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("not_a_folder"));
        assertThat(tables.hasNext()).isFalse();
    }

    @Test
    void aFolderThatBecomesALinkBetweenItsFilesIsNotRead() throws IOException {
        sandbox.write("b/a.csv", "a,b\n1,2\n");
        sandbox.write("b/secret.csv", "a,b\n1,2\n");
        Iterator<Discovered> tables = sandbox.oneAtATime().read(null, null);
        assertThat(tables.next()).isInstanceOf(Discovered.Readable.class);
        Files.move(sandbox.folder.resolve("b"), place.resolve("moved"));
        Files.createSymbolicLink(sandbox.folder.resolve("b"), outside);
        assertThat(tables.next()).isInstanceOf(Discovered.Unreadable.class);
    }

    @Test
    void aFolderThatIsSwappedAllTheTimeNeverLeadsOutside() throws Exception {
        sandbox.write("sub/secret.csv", "a,b\n1,2\n");
        Path sub = sandbox.folder.resolve("sub");
        Path away = place.resolve("away");
        AtomicBoolean ended = new AtomicBoolean();
        Thread swapping = new Thread(() -> {
            while (!ended.get()) swap(sub, away);
        });
        swapping.start();
        for (int i = 0; i < 1_000; i++) {
            assertThat(sandbox.imported().toString()).doesNotContain("password");
        }
        ended.set(true);
        swapping.join();
    }

    private void swap(Path sub, Path away) {
        try {
            Files.move(sub, away);
            Files.createSymbolicLink(sub, outside);
            Files.delete(sub);
            Files.move(away, sub);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void aBaseThatVanishesEndsTheImport() throws IOException {
        sandbox.write("a.csv", "a,b\n1,2\n");
        sandbox.write("b.csv", "a,b\n1,2\n");
        FilesSource source = sandbox.source();
        Iterator<Discovered> tables = sandbox.oneAtATime().read(null, null);
        tables.next();
        Files.move(sandbox.folder, place.resolve("moved"));
        assertThatThrownBy(tables::next).satisfies(failure -> assertThat(source.explain(failure).kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    @Timeout(20)
    void pipesAreNeverOpened() throws Exception {
        sandbox.write("good.csv", "a,b\n1,2\n");
        Process mkfifo = new ProcessBuilder("mkfifo", sandbox.folder.resolve("pipe.csv").toString(), sandbox.folder.resolve("pipes").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("default.good.csv");
        assertThat(sandbox.table("default", "pipe.csv")).isNull();
        assertThat(sandbox.reader().tables(Map.of("schema", "pipes"))).isEmpty();
    }

    @Test
    @Timeout(20)
    void aFileThatBecomesAPipeIsNotOpened() throws Exception {
        sandbox.write("a.csv", "a,b\n1,2\n");
        Path swapped = sandbox.write("b.csv", "a,b\n1,2\n");
        Iterator<Discovered> tables = sandbox.oneAtATime().read(null, null);
        tables.next();
        Files.delete(swapped);
        assertThat(new ProcessBuilder("mkfifo", swapped.toString()).start().waitFor()).isZero();
        assertThat(tables.next()).isInstanceOf(Discovered.Unreadable.class);
    }

    @Test
    void hiddenFilesAndFoldersAreLeftOut() throws IOException {
        sandbox.write(".hidden.csv", "a,b\n1,2\n");
        sandbox.write(".git/a.csv", "a,b\n1,2\n");
        assertThat(sandbox.imported()).isEmpty();
        assertThat(sandbox.table("default", ".hidden.csv")).isNull();
        assertThat(sandbox.table(".git", "a.csv")).isNull();
    }

    @Test
    void namesBeyondAsciiAreReadAndNamesThatAreNoTextAreReported() throws IOException {
        sandbox.write("größe/日本😀.csv", "a,b\n1,2\n");
        Files.writeString(Path.of(URI.create(sandbox.folder.toUri() + "bad%FF.csv")), "a,b\n1,2\n");
        Files.createDirectory(Path.of(URI.create(sandbox.folder.toUri() + "dir%FE")));
        sandbox.write("line\nbreak.csv", "a,b\n1,2\n");

        List<Discovered> all = sandbox.imported();
        assertThat(Sandbox.names(all)).containsExactly("default.bad\\xFF.csv", "default.line\nbreak.csv", "dir\\xFE.*", "größe.日本😀.csv");
        assertThat(all.get(0)).isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("name_not_text"));
        assertThat(all.get(2)).isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("name_not_text"));
        assertThat(sandbox.table("größe", "日本😀.csv")).isNotNull();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsReported() throws Exception {
        Path file = sandbox.write("a.csv", "a,b\n1,2\n");
        var look = new connectors.files.formats.Look(1_000, connectors.files.formats.Limits.DEFAULT, () -> {
            append(file);
            return false;
        });
        Jail jail = Jail.of(sandbox.folder, new PathPolicy(List.of(), Path.of("/nowhere/serai")));
        FileEntry entry = new FileEntry("a.csv", Path.of("a.csv"), connectors.files.formats.FileType.of("a.csv").orElseThrow(), true,
                connectors.files.formats.FileState.UNKNOWN);
        assertThat(new TableReader(jail, look).discover("default", new TableFiles("a.csv", List.of(new TableFiles.Found(Path.of(""), "a.csv", entry)), List.of(), Map.of()), null, java.time.Instant.now()))
                .singleElement().isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("still_written"));
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "3,4\n", java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void aClosedSourceAndAnInterruptedThreadStopReading() throws IOException {
        sandbox.write("a.csv", "a,b\n1,2\n");
        FilesSource source = sandbox.source();
        Iterator<Discovered> tables = ((FolderReader) source.beans().get("folder")).read(null, null);
        source.close();
        assertThatThrownBy(tables::next).satisfies(failure -> assertThat(source.explain(failure).code()).isEqualTo("stopped"));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sandbox.imported()).satisfies(failure -> assertThat(source.explain(failure).code()).isEqualTo("stopped"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "~/x", "/data/../etc", "//server/share", "file:///etc", "/a\0b", "/data/.."})
    void basesThatAreNoAbsolutePathAreWrongSettings(String base) {
        assertThatThrownBy(() -> Jail.named(base)).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().kind()).isEqualTo(FailureKind.CONFIG);
            assertThat(failure.problem().field()).isEqualTo("/base_path");
            assertThat(failure.problem().fix()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "/etc/ssl", "/proc", "/proc/self/root/tmp", "/sys", "/dev/shm", "/run", "/var/run/secrets", "/root/.ssh",
            "/usr/lib", "/etc/does-not-exist", "/srv/serai/postgres/base", "/srv/serai", "/srv/serai/keys", "/home/x/.aws/y"})
    void placesOfTheSystemAndOfSeraiAreRefused(String base) {
        PathPolicy policy = new PathPolicy(List.of(), Path.of("/srv/serai"));
        assertThatThrownBy(() -> policy.check(Path.of(base))).isInstanceOfSatisfying(ProblemException.class,
                failure -> assertThat(failure.problem().kind()).isEqualTo(FailureKind.POLICY));
    }

    @Test
    void aLinkToARefusedPlaceIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(place.resolve("link"), Path.of("/etc"));
        assertThatThrownBy(() -> Jail.of(link, new PathPolicy(List.of(), Path.of("/nowhere")))).isInstanceOf(ProblemException.class);
    }

    @Test
    void allowedRootsAreTheOnlyTruth() throws IOException {
        PathPolicy policy = new PathPolicy(List.of(sandbox.folder.toString()), Path.of("/nowhere"));
        assertThat(policy.check(sandbox.folder.resolve("new"))).isNotNull();
        Path link = Files.createSymbolicLink(sandbox.folder.resolve("link"), outside);
        List<FailureKind> kinds = new ArrayList<>();
        for (Path refused : List.of(outside, outside.resolve("missing"), link, sandbox.folder.resolveSibling("base2"), place)) {
            assertThatThrownBy(() -> policy.check(refused)).isInstanceOfSatisfying(ProblemException.class, failure -> kinds.add(failure.problem().kind()));
        }
        assertThat(kinds).hasSize(5).containsOnly(FailureKind.POLICY);
    }

    @Test
    void seraisOwnFoldersInsideTheBaseAreLeftOutButItsSamplesMayBeNamed() throws IOException {
        Path home = Files.createDirectories(sandbox.folder.resolve("home/postgres"));
        Files.writeString(home.resolve("a.csv"), "a,b\n1,2\n");
        sandbox.write("home/samples/a.csv", "a,b\n1,2\n");
        sandbox.write("b.csv", "a,b\n1,2\n");
        PathPolicy policy = new PathPolicy(List.of(), sandbox.folder.resolve("home"));
        FolderReader reader = new FolderReader(sandbox.settings(), new LocalPlace(sandbox.settings(), policy), connectors.files.formats.Limits.DEFAULT, () -> false, Readers.ONE_AT_A_TIME);
        assertThat(reader.schemas()).extracting(catalog.Schema::name).containsExactly("default");
        assertThat(reader.table(Map.of("schema", "home/postgres", "table", "a.csv"))).isNull();
        assertThat(policy.check(sandbox.folder.resolve("home/samples"))).isNotNull();
    }

    @Test
    void unreadableFoldersAndFilesAreReportedWhileTheOthersGoOn() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        sandbox.write("a/a.csv", "a,b\n1,2\n");
        sandbox.write("b.csv", "a,b\n1,2\n");
        sandbox.write("c.csv", "a,b\n1,2\n");
        Files.setPosixFilePermissions(sandbox.folder.resolve("a"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(sandbox.folder.resolve("b.csv"), PosixFilePermissions.fromString("---------"));
        assertThat(Sandbox.names(sandbox.imported())).containsExactly("a.*", "default.b.csv", "default.c.csv");
        Files.setPosixFilePermissions(sandbox.folder.resolve("a"), PosixFilePermissions.fromString("rwx------"));
    }
}
