package connectors.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import secrets.Secret;

/** How a caller says who it is. The secret goes into the request at the last moment, and nowhere else. */
public interface SignIn {
    SignIn NONE = target -> { };

    /** Where a sign-in writes. */
    interface Target {
        void header(String name, String value);

        void query(String name, String value);
    }

    /**
     * May ask a token service first.
     *
     * @throws problems.ProblemException when that refuses
     */
    void sign(Target target);

    /**
     * After an answer of 401.
     *
     * @return whether what was shown is given up, and {@link #sign} will show something new
     */
    default boolean renew() {
        return false;
    }

    static SignIn basic(String username, Secret password) {
        return target -> {
            byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            target.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        };
    }

    static SignIn bearer(Secret token) {
        return target -> target.header("Authorization", "Bearer " + token.reveal());
    }
}
