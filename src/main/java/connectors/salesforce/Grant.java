package connectors.salesforce;

import connectors.http.HttpRequest;
import connectors.http.SignedJwt;
import connectors.salesforce.SalesforceSettings.Authentication;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.ssl.pem.PemContent;
import problems.FailureKind;
import problems.Problem;
import secrets.Secret;

/** What the token service is asked with: Salesforce Help, "OAuth Authorization Flows". */
final class Grant {
    /** A statement is taken for three minutes at the most. */
    private static final long SECONDS = 170;
    private static final int LEAST_BITS = 2048;
    private static final String PEM = "/authentication/private_key";

    private final Authentication who;
    private final String audience;
    private final InstantSource clock;
    private final PrivateKey key;

    /** @throws problems.ProblemException of kind CONFIG where something is missing, or the private key is none */
    Grant(Authentication who, String audience, InstantSource clock) {
        this.who = who;
        this.audience = audience;
        this.clock = clock;
        demandComplete();
        this.key = who.isBy("jwt_bearer") ? key(who.privateKey()) : null;
    }

    /** Pointer of the setting to look at when the service refuses. */
    static String field(Authentication who) {
        return "/authentication/" + switch (who.flow()) {
            case "client_credentials" -> "client_secret";
            case "jwt_bearer" -> "private_key";
            case "username_password" -> "password";
            default -> "refresh_token";
        };
    }

    private void demandComplete() {
        given(who.clientId(), "client_id");
        switch (who.flow()) {
            case "client_credentials" -> given(who.clientSecret(), "client_secret");
            case "jwt_bearer" -> {
                given(who.privateKey(), "private_key");
                given(who.username(), "username");
            }
            case "username_password" -> {
                given(who.clientSecret(), "client_secret");
                given(who.username(), "username");
                given(who.password(), "password");
            }
            default -> { }
        }
    }

    private static void given(Object value, String name) {
        if (value != null) return;
        throw Problem.of(FailureKind.CONFIG, "missing", "A setting that the way of signing in needs is missing.")
                .at("/authentication/" + name).fix("Enter it.").asException();
    }

    /** @param rotated the refresh token that was given last; null for none */
    HttpRequest request(Secret rotated) {
        return HttpRequest.ask("services", "oauth2", "token").form(form(rotated));
    }

    private Map<String, String> form(Secret rotated) {
        Map<String, String> form = new LinkedHashMap<>();
        switch (who.flow()) {
            case "client_credentials" -> form.put("grant_type", "client_credentials");
            case "jwt_bearer" -> {
                form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                form.put("assertion", assertion().reveal());
                return form;
            }
            case "username_password" -> {
                form.put("grant_type", "password");
                form.put("username", who.username());
                form.put("password", who.password().reveal() + (who.securityToken() == null ? "" : who.securityToken().reveal()));
            }
            default -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", refresh(rotated).reveal());
            }
        }
        form.put("client_id", who.clientId());
        if (who.clientSecret() != null) form.put("client_secret", who.clientSecret().reveal());
        return form;
    }

    private Secret refresh(Secret rotated) {
        if (rotated != null) return rotated;
        if (who.refreshToken() != null) return who.refreshToken();
        throw Problem.of(FailureKind.AUTH, "not_connected", "Nobody has signed in to Salesforce for this connection yet.")
                .at("/authentication/refresh_token").fix("Connect to Salesforce, or enter a refresh token.").asException();
    }

    private Secret assertion() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", who.clientId());
        claims.put("sub", who.username());
        claims.put("aud", audience);
        claims.put("exp", clock.instant().getEpochSecond() + SECONDS);
        try {
            return SignedJwt.of(claims, null, key);
        } catch (GeneralSecurityException unfit) {
            throw noKey().asException();
        }
    }

    private static PrivateKey key(Secret pem) {
        PrivateKey key = parsed(pem);
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= LEAST_BITS) return key;
        throw noKey().asException();
    }

    private static PrivateKey parsed(Secret pem) {
        try {
            return PemContent.of(pem.reveal()).getPrivateKey();
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static Problem noKey() {
        return Problem.of(FailureKind.CONFIG, "key", "The private key cannot be read, or is none of RSA with " + LEAST_BITS
                + " bits or more.").at(PEM).fix("Paste the whole key in PEM form, without a passphrase, from BEGIN to END.");
    }
}
