package secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import problems.CannotStart;
import testing.OwnDatabase;
import testing.Serai;

/** app.ExternalDatabaseTest tries the same with whole programs. */
class KeyCheckTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase DATABASE = new OwnDatabase(SERAI);
    private static final String WRONG = "ab".repeat(32);

    @Test
    void keyOfTheDatabaseIsAccepted() {
        new KeyCheck(SERAI.bean(JdbcClient.class), Keyring.parse(DATABASE.kept("encryption.key"))).verify();

        assertThat(known()).hasSize(1);
    }

    @Test
    void wrongKeyIsRefusedPlainlyAndChangesNothing() {
        List<String> before = known();

        assertThatThrownBy(() -> new KeyCheck(SERAI.bean(JdbcClient.class), Keyring.parse(WRONG)).verify()).isInstanceOf(CannotStart.class)
                .hasMessageContaining("ENCRYPTION_KEY is not the key").hasMessageContaining("ENCRYPTION_KEYS").message().doesNotContain(WRONG);
        assertThat(known()).isEqualTo(before);
    }

    @Test
    void keyOfTheSameNameButOtherContentIsRefused() {
        DATABASE.run("INSERT INTO app.crypto_keys (kid, kcv, active) VALUES (?, ?, true)", Keyring.parse(WRONG).active().kid(), new byte[32]);
        try {
            Keyring both = Keyring.parse("own:" + DATABASE.kept("encryption.key") + ",wrong:" + WRONG);
            assertThatThrownBy(() -> new KeyCheck(SERAI.bean(JdbcClient.class), both).verify()).isInstanceOf(CannotStart.class);
        } finally {
            DATABASE.run("DELETE FROM app.crypto_keys WHERE kid = ?", (Object) Keyring.parse(WRONG).active().kid());
        }
    }

    private static List<String> known() {
        return DATABASE.ask("SELECT encode(kid, 'hex') || encode(kcv, 'hex') FROM app.crypto_keys ORDER BY 1");
    }
}
