package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import connectors.Step;
import connectors.TestReport;
import connectors.files.places.PlaceSettings.Authentication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Secret;
import testing.TestSftp;

class SftpPlaceTest extends PlaceContract {
    private static final String PASSWORD = TestSftp.PASSWORD;
    private static final List<java.security.KeyPair> KEYS = List.of(TestSftp.key("RSA", 3072), TestSftp.key("EC", 256));

    private TestSftp server;
    private List<java.security.KeyPair> shown = KEYS;
    private PublicKey authorized;

    @Override
    void start() throws IOException {
        server = new TestSftp(folder.getParent(), shown, server == null ? 0 : server.port(), authorized);
    }

    @Override
    void stop() throws IOException {
        server.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    @Override
    FilesSettings settings() {
        return settings(PASSWORD, fingerprint(1));
    }

    private String fingerprint(int key) {
        return TestSftp.fingerprint(KEYS.get(key));
    }

    private FilesSettings settings(String password, String hostKey) {
        return signingIn(hostKey, new Authentication("password", TestSftp.USER, new Secret(password), null, null, null, null, null, null, null, null, null, null));
    }

    private FilesSettings signingIn(String hostKey, Authentication authentication) {
        return new FilesSettings("sftp", "/" + folder.getFileName(), null, null, "127.0.0.1", server.port(), hostKey, null, null, null, null, null, null,
                null, authentication, null);
    }

    @Override
    String secret() {
        return PASSWORD;
    }

    @Test
    void aKeyThatNobodyHasApprovedIsShownAndNoPasswordIsSent() {
        TestReport report = reader(settings(PASSWORD, null)).test();
        assertFails(report, "host_key", FailureKind.CONFIG, "/host_key");
        assertThat(step(report, "host_key").message()).contains(fingerprint(1)).contains("ecdsa-sha2-nistp256");
        assertThat(step(report, "authenticate").status()).isEqualTo(Step.Status.SKIPPED);
        assertThat(server.tried()).isEmpty();
    }

    @Test
    void aKeyThatHasChangedIsRefusedAndNoPasswordIsSent() throws Exception {
        FolderReader reader = reader(settings(PASSWORD, fingerprint(1)));
        assertThat(reader.health().status()).isEqualTo(TestReport.Status.SUCCESS);
        shown = List.of(TestSftp.key("EC", 256));
        restart();
        TestReport report = reader.test();
        assertFails(report, "host_key", FailureKind.TLS, "/host_key");
        assertThatThrownBy(reader::schemas).hasStackTraceContaining("approved key");
        assertThat(server.tried()).isEmpty();
    }

    @Test
    void anyOfTheServersKeysMayBeTheApprovedOne() throws IOException {
        assertThat(imported(reader(settings(PASSWORD, fingerprint(0))))).hasSize(7);
    }

    @Test
    void aWrongPasswordFailsTheSignInOnce() {
        TestReport report = reader(settings("wrong", fingerprint(1))).test();
        assertFails(report, "authenticate", FailureKind.AUTH, "/authentication/password");
        assertThat(step(report, "host_key").status()).isEqualTo(Step.Status.PASSED);
        assertThat(server.tried()).as("accounts are locked after a few").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aPrivateKeySignsInWithItsPassphraseOnly() throws Exception {
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        pair.writeOpenSSHv1PrivateKey(text, "phrase".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        pair.writePublicKey(half, "test");
        authorized = AuthorizedKeyEntry.parseAuthorizedKeyEntry(half.toString(StandardCharsets.UTF_8)).resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        restart();
        assertThat(imported(reader(byKey(text.toString(StandardCharsets.UTF_8), "phrase")))).isEqualTo(imported(local.reader()));
        assertIsWrong(byKey(text.toString(StandardCharsets.UTF_8), "wrong"), "/authentication/passphrase");
        assertIsWrong(byKey(text.toString(StandardCharsets.UTF_8), null), "/authentication/passphrase");
        assertIsWrong(byKey("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----", null), "/authentication/private_key");
        authorized = KEYS.get(0).getPublic();
        restart();
        assertFails(reader(byKey(text.toString(StandardCharsets.UTF_8), "phrase")).test(), "authenticate", FailureKind.AUTH, "/authentication/private_key");
    }

    private void assertIsWrong(FilesSettings settings, String field) {
        assertThatThrownBy(() -> reader(settings)).isInstanceOfSatisfying(ProblemException.class,
                failure -> assertThat(failure.problem()).returns(FailureKind.CONFIG, Problem::kind).returns(field, Problem::field));
    }

    private FilesSettings byKey(String key, String passphrase) {
        return signingIn(fingerprint(1), new Authentication("private_key", TestSftp.USER, null, new Secret(key),
                passphrase == null ? null : new Secret(passphrase), null, null, null, null, null, null, null, null));
    }

    @Test
    void aMissingFolderAndAFileFailAtTheField() {
        FilesSettings there = settings();
        assertFails(reader(at(there, "/missing")).test(), "target", FailureKind.NOT_FOUND, "/base_path");
        assertFails(reader(at(there, there.basePath() + "/a.csv")).test(), "target", FailureKind.CONFIG, "/base_path");
    }

    private static FilesSettings at(FilesSettings s, String base) {
        return new FilesSettings(s.type(), base, null, null, s.server(), s.port(), s.hostKey(), null, null, null, null, null, null, null, s.authentication(), null);
    }

    @Test
    void linksOnTheServerAreNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolveSibling("outside-" + folder.getFileName()));
        Files.writeString(outside.resolve("secret.csv"), "password,b\n1,2\n");
        Files.createSymbolicLink(folder.resolve("link.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(folder.resolve("linked"), outside);
        List<Discovered> all = imported(reader());
        assertThat(all.toString()).doesNotContain("password");
        assertThat(all).hasSize(7);
        assertThat(reader().table(Map.of("schema", "default", "table", "link.csv"))).isNull();
    }

    @Test
    void aServerThatSpeaksNoSshIsSaidToSpeakNone() throws Exception {
        try (var odd = testing.HttpStandIn.answering(200, "{}")) {
            FilesSettings s = settings();
            FilesSettings elsewhere = new FilesSettings("sftp", s.basePath(), null, null, "127.0.0.1", odd.port(), s.hostKey(), null, null, null, null, null,
                    null, null, s.authentication(), null);
            assertThat(reader(elsewhere).test().status()).isEqualTo(TestReport.Status.FAILED);
        }
    }

    @Test
    void sessionsAreUsedAgainAndEndWithTheSource() throws IOException {
        FilesSource source = source(settings());
        FolderReader reader = (FolderReader) source.beans().get("folder");
        for (int i = 0; i < 5; i++) imported(reader);
        assertThat(server.sessions()).isLessThanOrEqualTo(2);
        source.close();
        org.awaitility.Awaitility.await().until(() -> server.sessions() == 0);
    }
}
