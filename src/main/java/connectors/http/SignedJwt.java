package connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import secrets.Secret;

/**
 * A statement of who calls that its receiver can check: a JSON Web Token (RFC 7519) signed by RSA with SHA-256 (RFC 7518, 3.3),
 * as token services take it in place of a password (RFC 7523).
 */
public final class SignedJwt {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private SignedJwt() { }

    /**
     * @param claims who says it, of whom, to whom, until when
     * @param keyId  by which the receiver finds the public key; null where it has one only
     * @return good for a sign-in while it lasts, so a secret
     * @throws GeneralSecurityException when the key is none that can sign like this
     */
    public static Secret of(Map<String, ?> claims, String keyId, PrivateKey key) throws GeneralSecurityException {
        Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "JWT"));
        if (keyId != null) header.put("kid", keyId);
        String said = part(header) + "." + part(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(said.getBytes(StandardCharsets.US_ASCII));
        return new Secret(said + "." + BASE64.encodeToString(signature.sign()));
    }

    private static String part(Map<String, ?> content) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Claims are texts and numbers", impossible);
        }
    }
}
