package connectors.files.places;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.util.Configuration;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import connectors.Authorities;
import connectors.TokenKeeper;
import connectors.Unreachable;
import connectors.files.places.PlaceSettings.Authentication;
import connectors.http.HttpBase;
import connectors.http.HttpClients;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.OAuth;
import connectors.http.SignIn;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import reactor.core.publisher.Mono;
import types.ConnectionType;

/** How a connection signs in at Azure: by the account's key, a shared access signature, or a service principal's token. */
final class AzureSignIn implements AutoCloseable {
    private static final String SCOPE = "https://storage.azure.com/.default";
    private static final Pattern ENDS = Pattern.compile("(?:^|&)se=([^&]{1,40})");

    private final PlaceSettings settings;
    private final Authentication given;
    private final OAuth entra;

    /**
     * @param authority of Entra, which gives out tokens for client secrets
     * @throws problems.ProblemException of kind CONFIG when something is missing
     */
    AzureSignIn(ConnectionType type, PlaceSettings settings, HttpClients clients, String authority) {
        this.settings = settings;
        this.given = settings.authentication();
        this.entra = "client_secret".equals(given.type()) ? entra(type, clients, authority) : null;
    }

    /** OAuth 2.0 client credentials flow of the Microsoft identity platform. */
    private OAuth entra(ConnectionType type, HttpClients clients, String authority) {
        HttpBase base = HttpBase.of(authority, "/authentication/tenant_id");
        HttpExplanation explanation = new HttpExplanation(type, base, ObjectStore.PATIENCE.connect(),
                Unreachable.Fields.one("/authentication/tenant_id"), "/authentication/client_secret", answer -> null);
        Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", SCOPE,
                "client_id", PlaceSettings.needed(given.clientId(), "/authentication/client_id", "The client id"),
                "client_secret", PlaceSettings.needed(given.clientSecret(), "/authentication/client_secret",
                        "The client secret").reveal());
        String tenant = PlaceSettings.needed(given.tenantId(), "/authentication/tenant_id", "The tenant");
        return new OAuth(clients.calls(base, SignIn.NONE, ObjectStore.PATIENCE, Authorities.trusting(null, null)), explanation,
                refresh -> HttpRequest.ask(tenant, "oauth2", "v2.0", "token").form(form), TokenKeeper.inMemory());
    }

    BlobContainerClient client(HttpBase base, AzureHttp http) {
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder().configuration(Configuration.NONE)
                .httpClient(http).endpoint(base.toString()).containerName(settings.container())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, 3, (Integer) null, 500L, 5_000L, null));
        return switch (String.valueOf(given.type())) {
            case "sas_token" -> builder.sasToken(sas()).buildClient();
            case "client_secret" -> withToken(builder).buildClient();
            default -> builder.credential(new StorageSharedKeyCredential(settings.account(), accountKey())).buildClient();
        };
    }

    private String sas() {
        String token = PlaceSettings.needed(given.sasToken(), "/authentication/sas_token",
                "The shared access signature").reveal();
        return token.startsWith("?") ? token.substring(1) : token;
    }

    private String accountKey() {
        String key = PlaceSettings.needed(given.accountKey(), "/authentication/account_key", "The account key").reveal();
        try {
            Base64.getDecoder().decode(key);
            return key;
        } catch (IllegalArgumentException noKey) {
            throw Problem.of(FailureKind.CONFIG, "settings", "The account key is not one.").at("/authentication/account_key")
                    .fix("Copy key1 or key2 of the storage account whole.").asException();
        }
    }

    private BlobContainerClientBuilder withToken(BlobContainerClientBuilder builder) {
        return builder.credential(new TokenCredential() {
            @Override
            public Mono<AccessToken> getToken(TokenRequestContext request) {
                return Mono.fromCallable(() -> getTokenSync(request));
            }

            @Override
            public AccessToken getTokenSync(TokenRequestContext request) {
                TokenKeeper.Token token = entra.token();
                return new AccessToken(token.access().reveal(), OffsetDateTime.ofInstant(token.end(), ZoneOffset.UTC));
            }
        });
    }

    /**
     * Asks for a token before the library does, which would lose why there is none.
     *
     * @throws problems.ProblemException of kind AUTH and others
     */
    void ready() {
        if (entra != null) entra.token();
        refuseExpired();
    }

    /** The service only says that the signature does not fit. */
    private void refuseExpired() {
        if (given.sasToken() == null) return;
        Matcher end = ENDS.matcher(sas());
        if (!end.find() || !isPast(end.group(1).replace("%3A", ":").replace("%3a", ":"))) return;
        throw Problem.of(FailureKind.AUTH, "sas_expired", "The shared access signature has expired.")
                .at("/authentication/sas_token").fix("Have a new one made and enter it.").asException();
    }

    private static boolean isPast(String end) {
        try {
            return Instant.parse(end.length() == 10 ? end + "T00:00:00Z" : end).isBefore(Instant.now());
        } catch (DateTimeParseException unusual) {
            return false;
        }
    }

    /** Pointer of the setting that is shown there. */
    String field() {
        return "/authentication/" + (given.type() == null ? "account_key" : given.type());
    }

    @Override
    public void close() {
        if (entra != null) entra.close();
    }
}
