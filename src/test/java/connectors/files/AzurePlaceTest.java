package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Discovered;
import connectors.TestReport;
import connectors.files.places.PlaceSettings.Authentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import secrets.Secret;
import testing.AzureStandIn;

class AzurePlaceTest extends PlaceContract {
    private AzureStandIn storage;

    @Override
    void start() throws IOException {
        storage = new AzureStandIn();
    }

    @Override
    void stop() {
        storage.close();
    }

    @Override
    void publish() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                storage.put("base/" + folder.relativize(file), Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant());
            }
        }
    }

    @Override
    FilesSettings settings() {
        return settings("account_key", AzureStandIn.KEY, AzureStandIn.CONTAINER);
    }

    private FilesSettings settings(String way, String secret, String container) {
        Secret key = "account_key".equals(way) ? new Secret(secret) : null;
        Secret sas = "sas_token".equals(way) ? new Secret(secret) : null;
        return new FilesSettings("azure_blob", null, null, null, null, null, null, storage.endpoint(), null, null, null, AzureStandIn.ACCOUNT,
                container, "base/", new Authentication(way, null, null, null, null, null, null, null, key, sas, null, null, null), null);
    }

    @Override
    String secret() {
        return AzureStandIn.KEY;
    }

    @Override
    long served() {
        return storage.served();
    }

    @Test
    void aSharedAccessSignatureOpensTheContainer() throws IOException {
        String token = "sv=2024-11-04&sp=rl&sr=c&se=2999-01-01T00%3A00%3A00Z&sig=" + AzureStandIn.SIGNATURE;
        assertThat(imported(reader(settings("sas_token", "?" + token, AzureStandIn.CONTAINER)))).isEqualTo(imported(local.reader()));
    }

    @Test
    void aSignatureThatHasExpiredIsSaidToBe() {
        String token = "sv=2024-11-04&se=2020-01-01T00%3A00%3A00Z&sig=" + AzureStandIn.SIGNATURE;
        TestReport report = reader(settings("sas_token", token, AzureStandIn.CONTAINER)).test();
        assertFails(report, "authenticate", FailureKind.AUTH, "/authentication/sas_token");
        assertThat(report.message()).contains("expired");
    }

    @Test
    void wrongKeysAreFailuresOfTheSignIn() {
        String wrong = java.util.Base64.getEncoder().encodeToString("wrong".getBytes(StandardCharsets.US_ASCII));
        assertFails(reader(settings("account_key", wrong, AzureStandIn.CONTAINER)).test(), "authenticate", FailureKind.AUTH, "/authentication/account_key");
        assertFails(reader(settings("sas_token", "sv=1&sig=wrong", AzureStandIn.CONTAINER)).test(), "authenticate", FailureKind.AUTH,
                "/authentication/sas_token");
    }

    @Test
    void anUnknownContainerIsNotFound() {
        assertFails(reader(settings("account_key", AzureStandIn.KEY, "another")).test(), "target", FailureKind.NOT_FOUND, "/container");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AuthorizationPermissionMismatch, target, PERMISSION, /container",
        "403, AuthorizationFailure, target, PERMISSION, /container",
        "403, KeyBasedAuthenticationNotPermitted, authenticate, AUTH, /authentication/type",
        "403, AccountIsDisabled, target, PERMISSION, /account",
    })
    void whatTheServiceSaysIsExplained(int status, String code, String step, FailureKind kind, String field) {
        storage.fail(status, code);
        TestReport report = reader().test();
        assertFails(report, step, kind, field);
        assertThat(report.toString()).doesNotContain("own words");
    }

    @Test
    void hostileNamesAreLeftOutWithANoticeAndNeverRead() throws IOException {
        byte[] csv = "password,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("base/../outside.csv", "base/a\\b.csv", "base//double.csv")) storage.put(name, csv, Instant.now());
        List<Discovered> all = imported(reader());
        assertThat(all.toString()).doesNotContain("password");
        Discovered notice = all.stream().filter(found -> found.tableName().toString().equals("default.*")).findFirst().orElseThrow();
        assertThat(((Discovered.Unreadable) notice).message()).contains("3 names");
    }

    @Test
    void aFileThatChangesBetweenListingAndReadingIsReported() throws IOException {
        // more than are read ahead
        for (char name = 'a'; name <= 't'; name++) storage.put("base/" + "!" + name + ".csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        var tables = reader().read(null, null);
        tables.next();
        storage.put("base/größe 日本.csv", "other,content\n1,2\n".getBytes(StandardCharsets.UTF_8), Instant.now());
        List<Discovered> rest = new ArrayList<>();
        tables.forEachRemaining(rest::add);
        assertThat(rest).filteredOn(found -> found.tableName().name().equals("größe 日本.csv")).singleElement()
                .isInstanceOfSatisfying(Discovered.Unreadable.class, found -> assertThat(found.code()).isEqualTo("still_written"));
    }

    @Test
    void onlyReadingRequestsAreMade() throws IOException {
        imported(reader());
        reader().test();
        assertThat(storage.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET ") || request.startsWith("HEAD "));
    }
}
