package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.TestReport;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import testing.TestCertificates;

/** FTPS where the server is asked for encryption. */
class FtpsPlaceTest extends FtpPlaceTest {
    @Override
    String encryption() {
        return "explicit";
    }

    @Test
    void aCertificateThatNobodyTrustsFailsTheEncryptionAndNoPasswordIsSent() {
        TestReport report = reader(settings("never sent", "explicit", new TestCertificates("Another").authority())).test();
        assertFails(report, "tls", FailureKind.TLS, "/ssl/root_certificate");
        assertThat(commands).noneMatch(command -> command.startsWith("PASS"));
    }

    @Test
    void filesTravelEncryptedToo() throws Exception {
        imported(reader());
        assertThat(commands).contains("PROT P");
    }
}
