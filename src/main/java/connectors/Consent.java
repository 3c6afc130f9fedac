package connectors;

import connectors.TokenKeeper.Token;
import secrets.Secret;

/** Exchanges what a person brings back from a vendor's sign-in page for tokens (RFC 6749, 4.1.3). Made for one exchange. */
public interface Consent extends AutoCloseable {

    /**
     * What is shown to the token service.
     *
     * @param code        good for one use, within minutes
     * @param verifier    whose hash the sign-in page was shown (RFC 7636)
     * @param redirectUri as the sign-in page was shown it
     */
    record Code(Secret code, Secret verifier, String redirectUri) { }

    /**
     * Asks once; a code that is shown twice costs what was given for it (RFC 6749, 4.1.2).
     *
     * @return with a refresh token; whatever else the service says has been checked
     * @throws problems.ProblemException when the service refuses, or says what cannot be right
     */
    Token exchange(Code code);

    /** Does not throw. */
    @Override
    void close();
}
