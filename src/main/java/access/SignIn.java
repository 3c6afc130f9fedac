package access;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import secrets.Hashes;

/**
 * Checks name and password of the pages. Failures are counted in the database per name and address, so that guessing slows
 * down on every replica and another address of the same person is not locked out.
 */
@Component
public class SignIn implements AuthenticationProvider {
    private static final int FREE_ATTEMPTS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Not a wrong password but one attempt too many. */
    static final class TooManyAttempts extends BadCredentialsException {
        TooManyAttempts(long seconds) {
            super("Too many attempts. Try again in " + seconds + " seconds.");
        }
    }

    private record User(UUID userId, String passwordHash, boolean active) { }

    private final JdbcClient database;
    private final Passwords passwords;
    private final TransactionTemplate transaction;

    SignIn(JdbcClient database, Passwords passwords, PlatformTransactionManager transactions) {
        this.database = database;
        this.passwords = passwords;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @return a token whose name is the user's id; roles are not in it, they are read on each request */
    @Override
    public Authentication authenticate(Authentication given) {
        String email = given.getName().strip().toLowerCase(Locale.ROOT);
        byte[] subject = Hashes.sha256(Hashes.utf8(email));
        String address = address();
        refuseWhileWaiting(subject, address);
        User user = transaction.execute(t -> database.sql("SELECT user_id, password_hash, active FROM app.sign_in(:email)")
                .param("email", email).query(User.class).optional().orElse(new User(null, null, false)));
        if (!passwords.matches(String.valueOf(given.getCredentials()), user.passwordHash()) || !user.active()) {
            countFailure(subject, address);
            throw new BadCredentialsException("Email or password is wrong.");
        }
        noteSuccess(user.userId(), subject, address);
        return new UsernamePasswordAuthenticationToken(user.userId().toString(), null, List.of());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private void refuseWhileWaiting(byte[] subject, String address) {
        Long seconds = transaction.execute(t -> database.sql("""
                        SELECT ceil(extract(epoch FROM last_at - now()) + least(:longest, 2 ^ (failures - :free)))::bigint
                          FROM app.sign_in_failures
                         WHERE subject_hash = :subject AND source_address = :address AND failures >= :free""")
                .param("longest", LONGEST_WAIT.toSeconds()).param("free", FREE_ATTEMPTS).param("subject", subject)
                .param("address", address).query(Long.class).optional().orElse(0L));
        if (seconds > 0) throw new TooManyAttempts(seconds);
    }

    private void countFailure(byte[] subject, String address) {
        transaction.executeWithoutResult(t -> {
            database.sql("""
                            INSERT INTO app.sign_in_failures AS f VALUES (:subject, :address, 1, now())
                            ON CONFLICT (subject_hash, source_address) DO UPDATE
                              SET failures = CASE WHEN f.last_at < now() - interval '1 hour' THEN 1
                                                  ELSE least(f.failures + 1, 30) END,
                                  last_at = now()""")
                    .param("subject", subject).param("address", address).update();
            // the name may be a password typed into the wrong field: only its hash is kept
            log("sign_in.failed", HexFormat.of().formatHex(subject, 0, 8), address);
        });
    }

    private void noteSuccess(UUID user, byte[] subject, String address) {
        transaction.executeWithoutResult(t -> {
            database.sql("DELETE FROM app.sign_in_failures WHERE subject_hash = :subject AND source_address = :address")
                    .param("subject", subject).param("address", address).update();
            log("sign_in.succeeded", user.toString(), address);
        });
    }

    /** Outside of the accounts' audit: there is no account yet. */
    private void log(String event, String subject, String address) {
        database.sql("INSERT INTO app.system_log (event, subject, source_address) VALUES (:event, :subject, :address)")
                .param("event", event).param("subject", subject).param("address", address).update();
    }

    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getRemoteAddr() : "unknown";
    }
}
