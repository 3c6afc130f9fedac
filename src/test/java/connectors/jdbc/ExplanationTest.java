package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionTypes;

class ExplanationTest {
    private static final String TELLTALE = "jdbc:postgresql://db/?password=sesame";
    private final Explanation explanation = new Explanation(new ConnectionTypes().get("PostgreSQL"), new JdbcHarness.Wanted(5432).settings());

    @ParameterizedTest
    @CsvSource({"28P01,AUTH", "28000,AUTH", "3D000,NOT_FOUND", "3F000,NOT_FOUND", "42P01,NOT_FOUND", "42501,PERMISSION", "53300,TRANSIENT",
            "53200,TRANSIENT", "57P03,TRANSIENT", "57P01,TRANSIENT", "57014,TRANSIENT", "40001,TRANSIENT", "40P01,TRANSIENT", "08001,NETWORK",
            "08006,NETWORK", "08P01,CONFIG", "0A000,UNSUPPORTED", "25006,INTERNAL", "XX000,INTERNAL", "22012,INTERNAL"})
    void everySqlStateHasAKindAndKeepsItsCode(String state, FailureKind kind) {
        Problem problem = explanation.of(new ExecutionException(new IllegalStateException(TELLTALE, new SQLException(TELLTALE, state))));
        assertThat(problem).extracting("kind", "code").containsExactly(kind, state);
        assertThat(problem.toString()).doesNotContain("sesame", "jdbc:");
    }

    @Test
    void anExpiredCertificateIsSaidToBe() {
        Exception expired = new CertPathValidatorException("validity check failed", new CertificateExpiredException());
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX");
        handshake.initCause(expired);
        Problem problem = explanation.of(new SQLException("SSL error", "08006", handshake));
        assertThat(problem.kind()).isEqualTo(FailureKind.TLS);
        assertThat(problem.message()).isEqualTo("The server's certificate could not be verified: it has expired.");
    }

    @Test
    void anEncryptedConnectionThatBreaksIsTheNetwork() {
        Exception broken = new SSLException("Connection reset", new SocketException("Connection reset"));
        assertThat(explanation.of(new SQLException("I/O error", "08006", broken)).kind()).isEqualTo(FailureKind.NETWORK);
    }

    @Test
    void aServerThatDropsTheConnectionAtOnceIsTheNetwork() {
        Problem problem = explanation.of(new SocketException("Connection reset"));

        assertThat(problem).extracting("kind", "code").containsExactly(FailureKind.NETWORK, "reset");
    }

    @Test
    void silenceBeforeSignInIsTheNetworkAndAfterItPasses() {
        IOException silence = new SocketTimeoutException("Read timed out");
        assertThat(explanation.of(new SQLException("failed", "08001", silence)).kind()).isEqualTo(FailureKind.NETWORK);
        assertThat(explanation.of(new SQLException("failed", "08006", silence)).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void aBusyPoolPasses() {
        assertThat(explanation.of(new SQLTransientConnectionException("not available")).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void whatIsUnknownIsOursAndSaysNothing() {
        Problem problem = explanation.of(new RuntimeException(TELLTALE));
        assertThat(problem.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(problem.toString()).doesNotContain("sesame");
    }
}
