package testing.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The token service, for the flows of Salesforce Help, "OAuth Authorization Flows", with the refusals that it documents. */
final class StandInTokens {
    static final String CLIENT = "3MVG9.stand-in.consumer.key";
    static final String CLIENT_SECRET = "stand-in-consumer-secret";
    static final String REFRESH = "5Aep-stand-in-refresh-token";
    static final String USER = "integration@acme.example";
    static final String PASSWORD = "stand-in-password";
    static final String SECURITY_TOKEN = "stAndInSecurityToken";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEY = key();

    /** @param status of the answer */
    record Said(int status, ObjectNode body) { }

    final StandInConsent consent = new StandInConsent();
    private final Set<String> good = ConcurrentHashMap.newKeySet();
    private final AtomicInteger given = new AtomicInteger();
    private volatile String refresh = REFRESH;
    private volatile boolean oneUse;
    private volatile String[] refusal;
    private volatile String instance;

    StandInTokens(String instance) {
        this.instance = instance;
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String privateKey() {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEY.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    }

    void oneUse() {
        oneUse = true;
    }

    /** What is said from now on, whatever is asked. */
    void refuse(String error, String description) {
        refusal = new String[] {error, description};
    }

    void instance(String other) {
        instance = other;
    }

    boolean isGood(String token) {
        return good.contains(token);
    }

    void expireAll() {
        good.clear();
    }

    int given() {
        return given.get();
    }

    /** Synchronized: of two that show the same refresh token at the same time one is second. */
    synchronized Said answer(Map<String, String> form) {
        if (refusal != null) return refused(refusal[0], refusal[1]);
        String grant = form.getOrDefault("grant_type", "");
        if (grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) return byStatement(form.getOrDefault("assertion", ""));
        if (!CLIENT.equals(form.get("client_id"))) return refused("invalid_client_id", "client identifier invalid");
        boolean secretWrong = form.containsKey("client_secret") && !CLIENT_SECRET.equals(form.get("client_secret"));
        if (secretWrong) return refused("invalid_client", "invalid client credentials");
        return switch (grant) {
            case "refresh_token" -> byRefresh(form);
            case "client_credentials" -> form.containsKey("client_secret") ? token(null) : refused("invalid_client", "invalid client credentials");
            case "password" -> byPassword(form);
            case "authorization_code" -> byCode(form);
            default -> refused("unsupported_grant_type", "grant type not supported");
        };
    }

    private Said byRefresh(Map<String, String> form) {
        if (!refresh.equals(form.get("refresh_token"))) return refused("invalid_grant", "expired access/refresh token");
        if (oneUse) refresh = REFRESH + "-" + (given.get() + 1);
        return token(oneUse ? refresh : null);
    }

    /** A code that is shown twice costs what was given for it. */
    private Said byCode(Map<String, String> form) {
        if (consent.wasUsed(form.get("code"))) {
            good.clear();
            refresh = "revoked";
            return refused("invalid_grant", "expired authorization code");
        }
        if (!consent.fits(form)) return refused("invalid_grant", "invalid authorization code");
        refresh = REFRESH + "-of-sign-in-" + (given.get() + 1);
        return token(refresh);
    }

    private Said byPassword(Map<String, String> form) {
        boolean right = USER.equals(form.get("username")) && (PASSWORD + SECURITY_TOKEN).equals(form.get("password"));
        return right ? token(null) : refused("invalid_grant", "authentication failure");
    }

    private Said byStatement(String assertion) {
        try {
            String[] parts = assertion.split("\\.");
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(KEY.getPublic());
            check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!check.verify(Base64.getUrlDecoder().decode(parts[2]))) return refused("invalid_grant", "invalid assertion");
            return byClaims(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (GeneralSecurityException | IOException | RuntimeException wrong) {
            return refused("invalid_grant", "invalid assertion");
        }
    }

    private Said byClaims(JsonNode claims) {
        long seconds = claims.path("exp").asLong() - Instant.now().getEpochSecond();
        if (!claims.path("aud").asText().equals("https://login.salesforce.com")) return refused("invalid_grant", "audience is invalid");
        if (seconds < 0 || seconds > 300) return refused("invalid_grant", "expired authorization code");
        if (!claims.path("iss").asText().equals(CLIENT)) return refused("invalid_client_id", "client identifier invalid");
        return claims.path("sub").asText().equals(USER) ? token(null) : refused("invalid_grant", "user hasn't approved this consumer");
    }

    private Said token(String rotated) {
        String access = "00Dx0000000BV7z!" + given.incrementAndGet();
        good.add(access);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("access_token", access).put("signature", "0CmxinZir53Yex7nE0TD")
                .put("scope", "refresh_token api").put("instance_url", instance).put("token_type", "Bearer")
                .put("id", "https://login.salesforce.com/id/00Dx0000000BV7zEAK/005x00000012Q9PAAU")
                .put("issued_at", Long.toString(Instant.now().toEpochMilli()));
        return new Said(200, rotated == null ? body : body.put("refresh_token", rotated));
    }

    private static Said refused(String error, String description) {
        return new Said(error.equals("invalid_client") ? 401 : 400, JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description));
    }
}
