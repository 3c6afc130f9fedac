package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Discovered;
import connectors.Step;
import connectors.TestReport;
import connectors.files.places.PlaceSettings.Authentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import secrets.Secret;
import testing.S3StandIn;

class S3PlaceTest extends PlaceContract {
    private S3StandIn store;

    @Override
    void start() throws IOException {
        store = new S3StandIn();
    }

    @Override
    void stop() {
        store.close();
    }

    @Override
    void publish() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.put("base/" + folder.relativize(file), Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant());
            }
        }
    }

    @Override
    FilesSettings settings() {
        return settings(S3StandIn.ID, S3StandIn.SECRET, S3StandIn.BUCKET, S3StandIn.REGION);
    }

    private FilesSettings settings(String id, String secret, String bucket, String region) {
        return new FilesSettings("s3", null, null, null, null, null, null, store.endpoint(), region, bucket, false, null, null, "base",
                new Authentication("access_key", null, null, null, null, id, new Secret(secret), null, null, null, null, null, null), null);
    }

    @Override
    String secret() {
        return S3StandIn.SECRET;
    }

    @Override
    long served() {
        return store.served();
    }

    @Test
    void unencryptedAddressesAreWarnedOf() {
        TestReport report = reader().test();
        assertThat(report.status()).isEqualTo(TestReport.Status.DEGRADED);
        assertThat(step(report, "tls")).returns(Step.Status.WARNED, Step::status);
        assertThat(report.server().product()).isEqualTo("S3 object store");
    }

    @Test
    void wrongKeysAreFailuresOfTheSignIn() {
        assertFails(reader(settings(S3StandIn.ID, "wrong", S3StandIn.BUCKET, S3StandIn.REGION)).test(), "authenticate", FailureKind.AUTH,
                "/authentication/secret_access_key");
    }

    @Test
    void anUnknownBucketIsNotFound() {
        assertFails(reader(settings(S3StandIn.ID, S3StandIn.SECRET, "another", S3StandIn.REGION)).test(), "target", FailureKind.NOT_FOUND, "/bucket");
    }

    @ParameterizedTest
    @CsvSource({
        "403, InvalidAccessKeyId, authenticate, AUTH, /authentication/access_key_id",
        "403, AccessDenied, target, PERMISSION, /bucket",
        "400, ExpiredToken, authenticate, AUTH, /authentication/session_token",
        "403, RequestTimeTooSkewed, authenticate, AUTH, ",
        "301, PermanentRedirect, authenticate, CONFIG, /region",
        "307, TemporaryRedirect, authenticate, CONFIG, /region",
        "400, AuthorizationHeaderMalformed, authenticate, CONFIG, /region",
    })
    void whatTheStoreSaysIsExplained(int status, String code, String step, FailureKind kind, String field) {
        store.fail(status, code, "ap-south-1");
        TestReport report = reader().test();
        assertFails(report, step, kind, field);
        assertThat(report.toString()).doesNotContain("own words").doesNotContain("elsewhere");
        if ("/region".equals(field)) assertThat(step(report, step).fix()).contains("ap-south-1");
    }

    @Test
    void aRedirectIsNotFollowed() {
        store.fail(307, "TemporaryRedirect", null);
        reader().test();
        assertThat(store.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET /imports"));
    }

    @Test
    void hostileKeysAreLeftOutWithANoticeAndNeverRead() throws IOException {
        byte[] csv = "password,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        for (String key : List.of("base/../outside.csv", "base/..", "base/a\\b.csv", "base//double.csv", "base/bell\u0007.csv", "base/line\n.csv")) {
            store.put(key, csv, now);
        }
        store.put("base/", new byte[0], now);
        store.put("base/sub/", new byte[0], now);
        store.put("based/other.csv", csv, now);
        List<Discovered> all = imported(reader());
        assertThat(all.toString()).doesNotContain("password");
        assertThat(Sandbox.names(all)).hasSize(8).contains("default.*").doesNotContain("default.line\n.csv");
        Discovered notice = all.stream().filter(found -> found.tableName().toString().equals("default.*")).findFirst().orElseThrow();
        assertThat(((Discovered.Unreadable) notice).message()).contains("6 names");
        assertThat(store.requests()).noneMatch(request -> request.contains("GET /imports/base/.."));
    }

    @Test
    void listingsComeInPages() throws IOException {
        for (int i = 0; i < 2_500; i++) store.put("base/many/t" + i + ".csv", "a\n1\n".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        store.forget();
        assertThat(reader().tables(Map.of("schema", "many"))).hasSize(2_500);
        assertThat(store.requests()).hasSize(3);
    }

    @Test
    void aListingThatRepeatsItselfEnds() {
        store.repeatYourself();
        FilesSource source = source(settings());
        assertThatThrownBy(() -> ((FolderReader) source.beans().get("folder")).schemas())
                .satisfies(failure -> assertThat(source.explain(failure).code()).isEqualTo("listing_repeats"));
    }

    @Test
    void aFileThatChangesBetweenListingAndReadingIsReported() throws IOException {
        // more than are read ahead
        for (char name = 'a'; name <= 't'; name++) store.put("base/" + "!" + name + ".csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        var tables = reader().read(null, null);
        tables.next();
        store.put("base/odd *[x]? #%.csv", "other,content\n1,2\n".getBytes(StandardCharsets.UTF_8), Instant.now());
        List<Discovered> rest = new ArrayList<>();
        tables.forEachRemaining(rest::add);
        assertThat(rest).filteredOn(found -> found.tableName().name().equals("odd *[x]? #%.csv")).singleElement()
                .isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("still_written"));
    }

    @Test
    void nothingIsTakenFromTheEnvironment() throws IOException {
        Map<String, String> odd = Map.of("aws.accessKeyId", "AKIDOFTHEMACHINE", "aws.secretAccessKey", "x", "aws.region", "us-west-2",
                "aws.endpointUrl", "http://127.0.0.1:1", "aws.endpointUrlS3", "http://127.0.0.1:1", "aws.useDualstackEndpoint", "true");
        odd.forEach(System::setProperty);
        try {
            assertThat(imported(reader())).isEqualTo(imported(local.reader()));
        } finally {
            odd.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void onlyReadingRequestsAreMade() throws IOException {
        imported(reader());
        reader().test();
        assertThat(store.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET ") || request.startsWith("HEAD "));
    }
}
