package access;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** Argon2id with 19 MiB, two passes and one lane (OWASP's recommendation for it). */
@Component
public class Passwords {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 1024;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    /**
     * Unknown users are checked against this, so that the time of an answer does not tell who exists. Made on first use: it
     * costs as much as a sign-in.
     */
    private volatile String nobody;

    /** @throws Refusal 422 at the pointer when the password is too short or too long */
    public String hash(String password, String pointer) {
        if (password == null || password.length() < MIN_LENGTH) {
            throw Refusal.invalid(pointer, "A password has at least " + MIN_LENGTH + " characters.");
        }
        if (password.length() > MAX_LENGTH) {
            throw Refusal.invalid(pointer, "A password has at most " + MAX_LENGTH + " characters.");
        }
        return argon2.encode(password);
    }

    /** @param hash null for a user that does not exist or has no password */
    boolean matches(String password, String hash) {
        if (password.length() > MAX_LENGTH) return false;
        return argon2.matches(password, hash == null ? nobody() : hash) && hash != null;
    }

    private String nobody() {
        if (nobody == null) nobody = argon2.encode("nobody");
        return nobody;
    }
}
