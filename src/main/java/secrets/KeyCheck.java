package secrets;

import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.CannotStart;

/** Refuses to start with a key that is not the one the stored secrets were sealed with, before anything is overwritten. */
@Component
public class KeyCheck {
    private final JdbcClient database;
    private final Keyring keyring;

    KeyCheck(JdbcClient database, Keyring keyring) {
        this.database = database;
        this.keyring = keyring;
    }

    /** @throws CannotStart when values may be sealed with a key that is not among ours */
    @Transactional
    public void verify() {
        demandKnown(database, keyring);
        keyring.all().forEach(this::remember);
    }

    /** The same question, asked with any login that may read the table; changes nothing. */
    public static void demandKnown(JdbcClient database, Keyring keyring) {
        boolean allKnown = database.sql("SELECT kid, kcv FROM app.crypto_keys WHERE active")
                .query((row, n) -> holds(keyring, row.getBytes("kid"), row.getBytes("kcv"))).list()
                .stream().allMatch(Boolean::booleanValue);
        if (!allKnown) {
            throw new CannotStart("ENCRYPTION_KEY is not the key that this database's secrets were sealed with. "
                    + "Start with the former key, or name it behind the new one in ENCRYPTION_KEYS.");
        }
    }

    private static boolean holds(Keyring keyring, byte[] kid, byte[] checkValue) {
        SecretKey key = keyring.find(HexFormat.of().formatHex(kid));
        return key != null && Arrays.equals(key.checkValue(), checkValue);
    }

    private void remember(SecretKey key) {
        database.sql("INSERT INTO app.crypto_keys (kid, kcv, active) VALUES (:kid, :kcv, true) ON CONFLICT DO NOTHING")
                .param("kid", key.kid()).param("kcv", key.checkValue()).update();
    }
}
