package connectors.files.places;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import connectors.Authorities;
import connectors.files.formats.FileState;
import connectors.http.HttpBase;
import connectors.http.HttpClients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;

/**
 * A container of Azure Blob Storage. Signs with what the connection's settings give and nothing else: no environment, no
 * command line's login, no managed identity.
 */
public final class AzureFiles extends ObjectStore {
    /** Of a stream: a request each. */
    private static final int PIECE = 1 << 20;
    private static final String ENTRA = "https://login.microsoftonline.com";

    private final BlobContainerClient container;
    private final AzureSignIn signIn;

    private AzureFiles(PlaceSettings settings, HttpBase base, String field, HttpClients clients, SSLContext trusted,
                       Explained explained, AzureSignIn signIn) {
        super(explained, base, clients, trusted, field, settings.prefix());
        this.signIn = signIn;
        this.container = signIn.client(base, new AzureHttp(http));
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
        String azures = "https://" + settings.account() + ".blob.core.windows.net";
        HttpBase base = HttpBase.of(own ? settings.endpoint() : azures, field);
        Explained explained = new Explained(type, "azure_blob", unreachable("Azure Blob Storage", base, field));
        return new AzureFiles(settings, base, field, clients,
                Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate"), explained,
                new AzureSignIn(type, settings, clients, authority));
    }

    private BlobContainerClient container() {
        signIn.ready();
        return container;
    }

    @Override
    void probe() {
        try {
            container().listBlobsByHierarchy("/", options("", 1), null).iterableByPage(1).iterator().next();
        } catch (RuntimeException failed) {
            throw problem(failed).asException();
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
            PagedIterable<BlobItem> blobs = container().listBlobsByHierarchy("/", options(folder, PAGE), null);
            for (PagedResponse<BlobItem> page : blobs.iterableByPage()) {
                for (BlobItem item : page.getValue()) {
                    if (!start.equals(item.getName()) && !show(item, start, to)) return;
                }
                String next = page.getContinuationToken();
                if (next != null && !seen.add(next)) throw S3Files.stuck().asException();
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
            BlobProperties found = container().getBlobClient(key(path)).getProperties();
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
            return container().getBlobClient(key(path)).downloadContentWithResponse(
                    new DownloadRetryOptions().setMaxRetryRequests(1), new BlobRequestConditions().setIfMatch(version(listed)),
                    new BlobRange(from, (long) length), false, null, Context.NONE).getValue().toBytes();
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
            case "ConditionNotMet" -> FileFailures.changed();
            case "BlobArchived" -> FileFailures.archived();
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
        return "/authentication".equals(known.field()) ? known.at(signIn.field()) : known;
    }

    @Override
    public void close() {
        signIn.close();
        super.close();
    }
}
