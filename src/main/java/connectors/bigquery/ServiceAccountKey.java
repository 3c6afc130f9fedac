package connectors.bigquery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import connectors.http.SignedJwt;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.ssl.pem.PemContent;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/**
 * What Google's console gives out as the key of a service account. Only that: other kinds of credentials in the same form name
 * files, addresses or programs to get a token from, and where a token is asked for is never taken from the key.
 *
 * @param email of the service account
 */
record ServiceAccountKey(String email, String keyId, PrivateKey key) {
    static final String FIELD = "/authentication/key_json";
    static final String SCOPE = "https://www.googleapis.com/auth/bigquery";
    /** Whom the statement is for. It stays the same where the operator sends calls to another address. */
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String UNIVERSE = "googleapis.com";
    private static final int LONGEST = 16_384;
    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final long SECONDS = 3600;
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** @throws problems.ProblemException of kind CONFIG at the key's field */
    static ServiceAccountKey of(Secret json) {
        JsonNode said = tree(json);
        String type = said.path("type").asText();
        if (!said.isObject()) throw wrong("The key is not the JSON that Google gives out.");
        if (!type.equals("service_account")) throw wrong("The JSON is not the key of a service account.");
        if (!said.path("token_uri").asText().equals(AUDIENCE)) throw wrong("The key names another token service than Google's.");
        boolean isGoogles = said.path("universe_domain").asText(UNIVERSE).equals(UNIVERSE);
        if (!isGoogles) throw wrong("The key is for another cloud than Google's own.");
        String email = said.path("client_email").asText();
        if (!email.matches("[!-~]{3,320}")) throw wrong("The key does not say which service account it is of.");
        return new ServiceAccountKey(email, said.path("private_key_id").asText(null), key(said.path("private_key").asText()));
    }

    private static JsonNode tree(Secret json) {
        String text = json == null ? "" : json.reveal();
        if (text.length() > LONGEST) throw wrong("The key is longer than any key of a service account.");
        try {
            JsonNode tree = JSON.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException wrong) {
            return MissingNode.getInstance();   // its words would quote the key
        }
    }

    private static PrivateKey key(String pem) {
        PrivateKey key = parsed(pem);
        int bits = key instanceof RSAKey rsa ? rsa.getModulus().bitLength() : 0;
        if (bits >= LEAST_BITS && bits <= MOST_BITS) return key;
        throw wrong("The private key in the JSON cannot be read, or is none of RSA with " + LEAST_BITS + " bits or more.");
    }

    private static PrivateKey parsed(String pem) {
        try {
            return PemContent.of(pem).getPrivateKey();
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static RuntimeException wrong(String message) {
        return Problem.of(FailureKind.CONFIG, "key", message).at(FIELD)
                .fix("Create a key of type JSON for the service account in the Google Cloud console, and paste the whole file.")
                .asException();
    }

    /** Google's documentation, "Using OAuth 2.0 for Server to Server Applications": what is exchanged for a token. */
    Secret assertion(Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", email);
        claims.put("scope", SCOPE);
        claims.put("aud", AUDIENCE);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + SECONDS);
        try {
            return SignedJwt.of(claims, keyId, key);
        } catch (GeneralSecurityException unfit) {
            throw wrong("The private key in the JSON cannot sign.");
        }
    }

    @Override
    public String toString() {
        return "key of " + email;
    }
}
