package connectors.files.places;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Configuration;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import connectors.Authorities;
import connectors.TokenKeeper;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import connectors.http.HttpBase;
import connectors.http.HttpClients;
import connectors.http.HttpExplanation;
import connectors.http.HttpRequest;
import connectors.http.OAuth;
import connectors.http.SignIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import reactor.core.publisher.Mono;
import types.ConnectionType;

/**
 * A container of Azure Blob Storage. Signs with what the connection's settings give and nothing else: no environment, no
 * command line's login, no managed identity.
 */
public final class AzureFiles extends ObjectStore {
    /** Of a stream: a request each. */
    private static final int PIECE = 1 << 20;
    private static final String SCOPE = "https://storage.azure.com/.default";
    private static final String ENTRA = "https://login.microsoftonline.com";
    private static final Pattern ENDS = Pattern.compile("(?:^|&)se=([^&]{1,40})");

    private final BlobContainerClient container;
    private final PlaceSettings settings;
    private final OAuth entra;

    private AzureFiles(PlaceSettings settings, HttpBase base, String field, HttpClients clients, SSLContext trusted,
                       Explained explained, OAuth entra) {
        super(explained, base, clients, trusted, field, settings.prefix());
        this.settings = settings;
        this.entra = entra;
        this.container = client(base);
    }

    /** @throws ProblemException of kind CONFIG when the settings cannot be right */
    public static AzureFiles of(ConnectionType type, PlaceSettings settings, HttpClients clients) {
        return of(type, settings, clients, ENTRA);
    }

    /** @param authority of Entra, which gives out tokens for client secrets */
    static AzureFiles of(ConnectionType type, PlaceSettings settings, HttpClients clients, String authority) {
        PlaceSettings.needed(settings.account(), "/account", "The storage account");
        PlaceSettings.needed(settings.container(), "/container", "The container");
        boolean own = settings.endpoint() != null && !settings.endpoint().isBlank();
        String field = own ? "/endpoint" : "/account";
        HttpBase base = HttpBase.of(own ? settings.endpoint() : "https://" + settings.account() + ".blob.core.windows.net", field);
        Explained explained = new Explained(type, "azure_blob", unreachable("Azure Blob Storage", base, field));
        OAuth entra = "client_secret".equals(settings.authentication().type()) ? entra(type, settings, clients, authority) : null;
        return new AzureFiles(settings, base, field, clients,
                Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate"), explained, entra);
    }

    /** OAuth 2.0 client credentials flow of the Microsoft identity platform. */
    private static OAuth entra(ConnectionType type, PlaceSettings settings, HttpClients clients, String authority) {
        PlaceSettings.Authentication given = settings.authentication();
        HttpBase base = HttpBase.of(authority, "/authentication/tenant_id");
        HttpExplanation explanation = new HttpExplanation(type, base, PATIENCE.connect(),
                connectors.Unreachable.Fields.one("/authentication/tenant_id"), "/authentication/client_secret", answer -> null);
        Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", SCOPE,
                "client_id", PlaceSettings.needed(given.clientId(), "/authentication/client_id", "The client id"),
                "client_secret", PlaceSettings.needed(given.clientSecret(), "/authentication/client_secret", "The client secret").reveal());
        String tenant = PlaceSettings.needed(given.tenantId(), "/authentication/tenant_id", "The tenant");
        return new OAuth(clients.calls(base, SignIn.NONE, PATIENCE, Authorities.trusting(null, null)), explanation,
                refresh -> HttpRequest.ask(tenant, "oauth2", "v2.0", "token").form(form), TokenKeeper.inMemory());
    }

    private BlobContainerClient client(HttpBase base) {
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder().configuration(Configuration.NONE)
                .httpClient(new AzureHttp(http)).endpoint(base.toString()).containerName(settings.container())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.EXPONENTIAL, 3, (Integer) null, 500L, 5_000L, null));
        PlaceSettings.Authentication given = settings.authentication();
        return switch (String.valueOf(given.type())) {
            case "sas_token" -> builder.sasToken(sas()).buildClient();
            case "client_secret" -> withToken(builder).buildClient();
            default -> builder.credential(new StorageSharedKeyCredential(settings.account(), accountKey())).buildClient();
        };
    }

    private String sas() {
        String token = PlaceSettings.needed(settings.authentication().sasToken(), "/authentication/sas_token", "The shared access signature").reveal();
        return token.startsWith("?") ? token.substring(1) : token;
    }

    private String accountKey() {
        String key = PlaceSettings.needed(settings.authentication().accountKey(), "/authentication/account_key", "The account key").reveal();
        try {
            java.util.Base64.getDecoder().decode(key);
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

    @Override
    void probe() {
        refuseExpired();
        try {
            container.listBlobsByHierarchy("/", options("", 1), null).iterableByPage(1).iterator().next();
        } catch (RuntimeException failed) {
            throw problem(failed).asException();
        }
    }

    /** The service only says that the signature does not fit. */
    private void refuseExpired() {
        if (settings.authentication().sasToken() == null) return;
        Matcher end = ENDS.matcher(sas());
        if (!end.find() || !isPast(end.group(1).replace("%3A", ":").replace("%3a", ":"))) return;
        throw Problem.of(FailureKind.AUTH, "sas_expired", "The shared access signature has expired.")
                .at("/authentication/sas_token").fix("Have a new one made and enter it.").asException();
    }

    private static boolean isPast(String end) {
        try {
            return Instant.parse(end.length() == 10 ? end + "T00:00:00Z" : end).isBefore(Instant.now());
        } catch (java.time.format.DateTimeParseException unusual) {
            return false;
        }
    }

    @Override
    String target() {
        return "the container";
    }

    @Override
    String product() {
        return "Azure Blob Storage";
    }

    private ListBlobsOptions options(String folder, int page) {
        return new ListBlobsOptions().setPrefix(keys(folder)).setMaxResultsPerPage(page);
    }

    @Override
    public void list(String folder, Listener to) throws IOException {
        Set<String> seen = new HashSet<>();
        String start = keys(folder);
        try {
            for (PagedResponse<BlobItem> page : container.listBlobsByHierarchy("/", options(folder, PAGE), null).iterableByPage()) {
                for (BlobItem item : page.getValue()) {
                    if (!start.equals(item.getName()) && !show(item, start, to)) return;
                }
                if (page.getContinuationToken() != null && !seen.add(page.getContinuationToken())) throw S3Files.stuck().asException();
            }
        } catch (RuntimeException failed) {
            throw problem(failed).asException();
        }
    }

    private static boolean show(BlobItem item, String start, Listener to) throws IOException {
        String name = S3Files.below(item.getName(), start);
        if (!Boolean.TRUE.equals(item.isPrefix())) return to.accept(name, Looked.file(state(item.getProperties())));
        return to.accept(name.endsWith("/") ? name.substring(0, name.length() - 1) : name, Looked.FOLDER);
    }

    private static FileState state(BlobItemProperties found) {
        if (found == null) return FileState.UNKNOWN;
        return new FileState(found.getContentLength() == null ? -1 : found.getContentLength(),
                found.getLastModified() == null ? null : found.getLastModified().toInstant(), bare(found.getETag()));
    }

    /** Listings give it without quotation marks, answers with them. */
    private static String bare(String etag) {
        return etag == null ? null : etag.replace("\"", "");
    }

    @Override
    public Optional<Looked> look(String path) throws IOException {
        try {
            BlobProperties found = container.getBlobClient(key(path)).getProperties();
            return Optional.of(Looked.file(new FileState(found.getBlobSize(),
                    found.getLastModified() == null ? null : found.getLastModified().toInstant(), bare(found.getETag()))));
        } catch (BlobStorageException failed) {
            if (failed.getStatusCode() == 404) return Optional.empty();
            throw unread(failed);
        } catch (RuntimeException failed) {
            throw problem(failed).asException();
        }
    }

    @Override
    public InputStream read(String path, Looked listed, long from, long count) throws IOException {
        long end = count == ALL ? listed.state().size() : Math.min(listed.state().size(), from + count);
        return new Pieces(from, end, PIECE, (start, length) -> piece(path, listed, start, length));
    }

    private byte[] piece(String path, Looked listed, long from, int length) throws IOException {
        try {
            BinaryData found = container.getBlobClient(key(path)).downloadContentWithResponse(new DownloadRetryOptions().setMaxRetryRequests(1),
                    new BlobRequestConditions().setIfMatch(version(listed)), new BlobRange(from, (long) length), false, null, Context.NONE).getValue();
            return found.toBytes();
        } catch (BlobStorageException failed) {
            throw unread(failed);
        } catch (RuntimeException failed) {
            throw problem(failed).asException();
        }
    }

    private static String version(Looked listed) {
        return listed.state().validator() == null ? null : "\"" + listed.state().validator() + "\"";
    }

    /** Failures of one file stay with it. */
    private IOException unread(BlobStorageException failed) {
        return switch (code(failed)) {
            case "BlobNotFound" -> new NoSuchFileException(null);
            case "ConditionNotMet" -> new FileFailure("still_written", "The file changed while it was read. Try again when it is written.");
            case "BlobArchived" -> new FileFailure("archived", "The file is archived: bring it back to an online tier first.");
            case "AuthorizationPermissionMismatch" -> new AccessDeniedException(null);
            default -> throw problem(failed).asException();
        };
    }

    private static String code(BlobStorageException failed) {
        return failed.getErrorCode() == null ? "" : failed.getErrorCode().toString();
    }

    private Problem problem(RuntimeException failed) {
        if (failed instanceof ProblemException known) return known.problem();
        if (!(failed instanceof BlobStorageException said)) return explained.network(failed);
        Problem known = explained.known(code(said));
        if (known == null) return explained.status(said.getStatusCode());
        return "/authentication".equals(known.field()) ? known.at("/authentication/" + secret()) : known;
    }

    private String secret() {
        String way = settings.authentication().type();
        return way == null ? "account_key" : way;
    }

    @Override
    public void close() {
        if (entra != null) entra.close();
        super.close();
    }
}
