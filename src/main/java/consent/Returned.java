package consent;

import java.util.List;
import secrets.Secret;

/**
 * What a browser comes back with from a sign-in page (RFC 6749, 4.1.2; RFC 9207).
 *
 * @param code   null when the sign-in failed
 * @param error  why it failed; null when it did not
 * @param issuer who says that they have answered; null where they do not say
 */
public record Returned(String state, Secret code, String error, String issuer) {
    private static final int LONGEST = 4096;

    /**
     * @param parameters of the request by name: a name that comes twice counts as none (RFC 6749, 3.1)
     */
    public static Returned of(java.util.function.Function<String, List<String>> parameters) {
        String code = only(parameters.apply("code"));
        String error = only(parameters.apply("error"));
        return new Returned(only(parameters.apply("state")), code == null || error != null ? null : new Secret(code),
                error, only(parameters.apply("iss")));
    }

    private static String only(List<String> values) {
        return values.size() == 1 && !values.get(0).isEmpty() && values.get(0).length() <= LONGEST ? values.get(0) : null;
    }
}
