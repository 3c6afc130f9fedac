package connectors.files.places;

import connectors.Authorities;
import connectors.files.formats.FileFailure;
import connectors.files.formats.FileState;
import connectors.http.HttpClients;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of Amazon S3, or of a store that speaks its protocol (ListObjectsV2, HeadObject, GetObject; Signature Version 4).
 * Signs with what the connection's settings give and nothing else: neither the environment nor files of profiles nor the
 * metadata service of the machine are asked for credentials, regions or addresses.
 */
public final class S3Files extends ObjectStore {
    private static final int LONGEST_REGION = 32;

    private final String bucket;
    private final String region;
    private final S3Client s3;

    private S3Files(PlaceSettings settings, S3Where where, HttpClients clients, SSLContext trusted, Explained explained) {
        super(explained, where.host(), clients, trusted, where.field(), settings.prefix());
        this.bucket = settings.bucket();
        this.region = settings.region();
        this.s3 = S3Clients.of(settings, where, new S3Http(http));
    }

    /** @throws ProblemException of kind CONFIG when the settings cannot be right */
    public static S3Files of(types.ConnectionType type, PlaceSettings settings, HttpClients clients) {
        PlaceSettings.needed(settings.bucket(), "/bucket", "The bucket");
        if (settings.region() == null || !settings.region().matches("[a-z0-9-]{2," + LONGEST_REGION + "}")) {
            throw Problem.of(FailureKind.CONFIG, "settings", "The region is not one.").at("/region")
                    .fix("Enter a region such as eu-central-1.").asException();
        }
        S3Where where = S3Where.of(settings);
        Explained explained = new Explained(type, "s3", unreachable("the object store", where.host(), where.field()));
        return new S3Files(settings, where, clients,
                Authorities.trusting(settings.ssl().rootCertificate(), "/ssl/root_certificate"), explained);
    }

    @Override
    void probe() {
        page(listing("").maxKeys(1).build());
    }

    @Override
    String target() {
        return "the bucket";
    }

    @Override
    String product() {
        return "S3 object store";
    }

    @Override
    public void list(String folder, Listener to) throws IOException {
        String start = keys(folder);
        String token = null;
        boolean more = true;
        while (more) {
            ListObjectsV2Response page = page(listing(folder).continuationToken(token).build());
            more = show(page, start, to) && Boolean.TRUE.equals(page.isTruncated());
            String next = page.nextContinuationToken();
            if (more && (next == null || next.equals(token))) throw stuck().asException();
            token = next;
        }
    }

    static Problem stuck() {
        return Problem.of(FailureKind.TRANSIENT, "listing_repeats", "The store shows the same page of its listing again.")
                .fix("Try again; if it happens again, the store does not keep to its protocol.");
    }

    private ListObjectsV2Request.Builder listing(String folder) {
        return ListObjectsV2Request.builder().bucket(bucket).prefix(keys(folder)).delimiter("/").maxKeys(PAGE)
                .encodingType(EncodingType.URL);
    }

    private ListObjectsV2Response page(ListObjectsV2Request request) {
        try {
            return s3.listObjectsV2(request);
        } catch (SdkException failed) {
            throw problem(failed).asException();
        }
    }

    private static boolean show(ListObjectsV2Response page, String start, Listener to) throws IOException {
        for (CommonPrefix folder : page.commonPrefixes()) {
            String name = below(folder.prefix(), start);
            if (!to.accept(name.endsWith("/") ? name.substring(0, name.length() - 1) : name, Looked.FOLDER)) return false;
        }
        for (S3Object object : page.contents()) {
            // a key that is the folder's own marks it as one
            if (object.key().equals(start)) continue;
            FileState state = new FileState(object.size() == null ? -1 : object.size(), object.lastModified(), object.eTag());
            if (!to.accept(below(object.key(), start), Looked.file(state))) return false;
        }
        return true;
    }

    /** Of a key that does not begin as it was asked for, what no name can be. */
    static String below(String key, String start) {
        return key != null && key.startsWith(start) ? key.substring(start.length()) : "";
    }

    @Override
    public Optional<Looked> look(String path) throws IOException {
        try {
            HeadObjectResponse found = s3.headObject(head -> head.bucket(bucket).key(key(path)));
            return Optional.of(Looked.file(new FileState(found.contentLength() == null ? -1 : found.contentLength(),
                    found.lastModified(), found.eTag())));
        } catch (SdkException failed) {
            if (status(failed) == 404) return Optional.empty();
            if (status(failed) == 403) throw new AccessDeniedException(null);
            throw problem(failed).asException();
        }
    }

    @Override
    public InputStream read(String path, Looked listed, long from, long count) throws IOException {
        if (count == 0 || from > 0 && from >= listed.state().size()) return InputStream.nullInputStream();
        try {
            ResponseInputStream<GetObjectResponse> content = s3.getObject(request(path, listed, from, count));
            if (from > 0 && content.response().contentRange() == null) {
                content.abort();
                throw new FileFailure("no_ranges", "The store does not give parts of a file.");
            }
            return new Left(content);
        } catch (SdkException failed) {
            throw unread(failed);
        }
    }

    private GetObjectRequest request(String path, Looked listed, long from, long count) {
        GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key(path))
                .ifMatch(listed.state().validator());
        String last = count == ALL ? "" : Long.toString(from + count - 1);
        if (from > 0 || count != ALL) request.range("bytes=" + from + "-" + last);
        return request.build();
    }

    /** Failures of one file stay with it. */
    private IOException unread(SdkException failed) {
        String code = code(failed);
        if (code.equals("InvalidObjectState")) return FileFailures.archived();
        return switch (status(failed)) {
            case 404 -> code.equals("NoSuchBucket") ? fatal(failed) : new NoSuchFileException(null);
            case 403 -> code.equals("AccessDenied") ? new AccessDeniedException(null) : fatal(failed);
            case 412 -> FileFailures.changed();
            default -> fatal(failed);
        };
    }

    private IOException fatal(SdkException failed) {
        throw problem(failed).asException();
    }

    private static int status(SdkException failed) {
        return failed instanceof S3Exception said ? said.statusCode() : 0;
    }

    private static String code(SdkException failed) {
        if (!(failed instanceof S3Exception said) || said.awsErrorDetails() == null) return "";
        return String.valueOf(said.awsErrorDetails().errorCode());
    }

    private Problem problem(SdkException failed) {
        if (!(failed instanceof S3Exception)) return explained.network(failed);
        Problem known = explained.known(code(failed));
        if (known == null) known = explained.status(status(failed));
        return "/region".equals(known.field()) ? known.fix(known.fix() + hint((S3Exception) failed)) : known;
    }

    /** What the store says of the bucket's region, if it can be one. */
    private String hint(S3Exception failed) {
        if (failed.awsErrorDetails() == null || failed.awsErrorDetails().sdkHttpResponse() == null) return "";
        String said = failed.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse("");
        boolean helps = said.matches("[a-z0-9-]{2," + LONGEST_REGION + "}") && !said.equals(region);
        return helps ? " The store names the region " + said + "." : "";
    }

    @Override
    public void close() {
        s3.close();
        super.close();
    }

    /** Leaves the rest of an object where it is. */
    private static final class Left extends FilterInputStream {
        private final ResponseInputStream<?> content;

        Left(ResponseInputStream<?> content) {
            super(content);
            this.content = content;
        }

        @Override
        public void close() {
            content.abort();
        }
    }
}
