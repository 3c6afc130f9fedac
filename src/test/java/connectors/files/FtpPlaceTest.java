package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Step;
import connectors.TestReport;
import connectors.files.places.PlaceSettings.Authentication;
import connectors.files.places.PlaceSettings.Ssl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.impl.DefaultFtpServer;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.pem.PemContent;
import problems.FailureKind;
import secrets.Secret;
import testing.TestCertificates;

class FtpPlaceTest extends PlaceContract {
    private static final String PASSWORD = "pass ; {{env:HOME}} word";
    static final TestCertificates AUTHORITY = new TestCertificates("Test authority");

    @TempDir
    Path keys;
    final List<String> commands = new CopyOnWriteArrayList<>();
    private FtpServer server;
    private int port;
    private String passiveAddress;
    private boolean old;
    private boolean oldest;

    /** @return {@code none}, {@code explicit} or {@code implicit} */
    String encryption() {
        return "none";
    }

    @Override
    void start() throws Exception {
        FtpServerFactory factory = new FtpServerFactory();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassiveExternalAddress(passiveAddress);
        if (!encryption().equals("none")) {
            SslConfigurationFactory ssl = new SslConfigurationFactory();
            ssl.setKeystoreFile(keystore("localhost").toFile());
            ssl.setKeystoreType("PKCS12");
            ssl.setKeystorePassword("public");
            ssl.setSslProtocol("TLSv1.2", "TLSv1.3");
            listener.setSslConfiguration(ssl.createSslConfiguration());
            data.setSslConfiguration(ssl.createSslConfiguration());
            listener.setImplicitSsl(encryption().equals("implicit"));
            data.setImplicitSsl(encryption().equals("implicit"));
        }
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        factory.addListener("default", listener.createListener());
        factory.setConnectionConfig(new ConnectionConfigFactory().createConnectionConfig());
        factory.setCommandFactory(commands());
        BaseUser user = new BaseUser();
        user.setName("reader");
        user.setPassword(PASSWORD);
        user.setHomeDirectory(folder.getParent().toString());
        factory.getUserManager().save(user);
        factory.getFtplets().put("watching", new DefaultFtplet() {
            @Override
            public FtpletResult beforeCommand(FtpSession session, FtpRequest request) {
                commands.add(request.getRequestLine());
                return FtpletResult.DEFAULT;
            }
        });
        server = factory.createServer();
        server.start();
        port = ((DefaultFtpServer) server).getListener("default").getPort();
    }

    /** Some servers know less than others. */
    private org.apache.ftpserver.command.CommandFactory commands() {
        CommandFactoryFactory all = new CommandFactoryFactory();
        Command unknown = (session, context, request) ->
                session.write(new org.apache.ftpserver.ftplet.DefaultFtpReply(502, "Command not implemented."));
        if (old) all.addCommand("EPSV", unknown);
        if (oldest) {
            for (String command : List.of("EPSV", "MLST", "MLSD", "FEAT", "REST", "SIZE")) all.addCommand(command, unknown);
        }
        return all.createCommandFactory();
    }

    Path keystore(String host) throws Exception {
        TestCertificates.Signed signed = AUTHORITY.sign(host, Duration.ofDays(100));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey key = PemContent.of(signed.key()).getPrivateKey();
        store.setKeyEntry("server", key, "public".toCharArray(), PemContent.of(signed.certificate()).getCertificates().toArray(X509Certificate[]::new));
        Path file = keys.resolve(host + ".p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "public".toCharArray());
        }
        return file;
    }

    @Override
    void stop() {
        server.stop();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @Override
    FilesSettings settings() {
        return settings(PASSWORD, encryption(), AUTHORITY.authority());
    }

    FilesSettings settings(String password, String mode, String trusted) {
        String host = encryption().equals("none") ? "127.0.0.1" : "localhost";
        return new FilesSettings("ftp", "/" + folder.getFileName(), null, null, host, port, null, null, null, null, null, null, null, null,
                new Authentication("password", "reader", new Secret(password), null, null, null, null, null, null, null, null, null, null),
                new Ssl(mode, mode.equals("none") ? null : trusted));
    }

    @Override
    String secret() {
        return PASSWORD;
    }

    @Test
    void aWrongPasswordFailsTheSignIn() {
        assertFails(reader(settings("wrong", encryption(), AUTHORITY.authority())).test(), "authenticate", FailureKind.AUTH, "/authentication/password");
    }

    @Test
    void theLackOfEncryptionIsWarnedOf() {
        TestReport report = reader().test();
        boolean open = encryption().equals("none");
        assertThat(step(report, "tls").status()).isEqualTo(open ? Step.Status.WARNED : Step.Status.PASSED);
        assertThat(report.status()).isEqualTo(open ? TestReport.Status.DEGRADED : TestReport.Status.SUCCESS);
    }

    @Test
    void aMissingFolderFailsAtTheField() {
        FilesSettings s = settings();
        FilesSettings missing = new FilesSettings("ftp", "/missing", null, null, s.server(), s.port(), null, null, null, null, null, null, null, null,
                s.authentication(), s.ssl());
        assertFails(reader(missing).test(), "target", FailureKind.NOT_FOUND, "/base_path");
    }

    @Test
    void theAddressThatAServerGivesForDataIsNotFollowed() throws Exception {
        passiveAddress = "192.0.2.1";
        old = true;
        restart();
        assertThat(imported(reader())).isEqualTo(imported(local.reader()));
        assertThat(commands).anyMatch(command -> command.startsWith("PASV"));
    }

    @Test
    void aServerThatKnowsOnlyTheOldestCommandsIsReadToo() throws Exception {
        oldest = true;
        restart();
        FolderReader reader = reader();
        assertThat(Sandbox.names(imported(reader))).isEqualTo(Sandbox.names(local.imported()));
        assertThat(reader.table(Map.of("schema", "sub", "table", "b.json")).columns()).hasSize(2);
        assertThat(reader.table(Map.of("schema", "sub", "table", "none.json"))).isNull();
    }

    @Test
    void nothingIsEverWritten() throws Exception {
        imported(reader());
        reader().test();
        assertThat(commands).as("the active mode would open a port here").noneMatch(command -> command.matches("(PORT|EPRT).*"));
        assertThat(commands).isNotEmpty().allMatch(command -> command.matches(
                "(?s)(USER|PASS|AUTH|PBSZ|PROT|TYPE|FEAT|SYST|CWD|EPSV|PASV|MLSD|MLST|LIST|RETR|REST|SIZE|NOOP|QUIT)( .*)?"));
    }
}
