package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import types.ConnectionType;
import types.ConnectionTypes;

class FileSystemTypeTest {
    private static final String SPECIFIED = """
            {"type": "local", "base_path": "/data/imports", "authentication": {"type": "none"},
             "supported_formats": ["csv", "json", "parquet", "avro", "xml"], "advanced": {"recursive": true, "pattern": "*.csv"}}
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final ConnectionType type = new ConnectionTypes().get("FileSystem");
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(type.settings());

    @Test
    void theExampleOfTheSpecificationIsValidAndBinds() throws IOException {
        assertThat(schema.validate(json.readTree(SPECIFIED))).isEmpty();
        FilesSettings settings = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .configure(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .readValue(SPECIFIED, FilesSettings.class);
        assertThat(settings.advanced()).isEqualTo(new FilesSettings.Advanced(true, "*.csv", null, null, null, null, null, null, null, null));
        assertThat(settings.supportedFormats()).isEqualTo(List.of("csv", "json", "parquet", "avro", "xml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/a/../b", "/..", "//server/share", "/a\\u0000b", "~/x", "file:///x", ""})
    void pathsThatAreNotPlainAndAbsoluteAreInvalid(String path) throws IOException {
        assertThat(schema.validate(json.readTree("{\"type\": \"local\", \"base_path\": \"" + path + "\"}"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data", "/data/..a/b..", "/größe/x y", "/"})
    void plainPathsAreValid(String path) throws IOException {
        assertThat(schema.validate(json.readTree("{\"type\": \"local\", \"base_path\": \"" + path + "\"}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'type': 'sftp', 'server': 'files.example.com', 'base_path': '/in', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}",
        "{'type': 'sftp', 'server': 'h', 'port': 2222, 'base_path': '/in', 'host_key': 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',"
                + " 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}",
        "{'type': 'ftp', 'server': 'h', 'base_path': '/', 'ssl': {'mode': 'implicit'}, 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}",
        "{'type': 's3', 'region': 'eu-central-1', 'bucket': 'imports', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 's3', 'endpoint': 'http://minio.internal:9000', 'path_style': true, 'region': 'us-east-1', 'bucket': 'imports', 'prefix': 'a/b',"
                + " 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's', 'session_token': 't'}}",
        "{'type': 'azure_blob', 'account': 'acme', 'container': 'imports', 'authentication': {'type': 'sas_token', 'sas_token': 'sv=1&sig=a%3D'}}",
        "{'type': 'azure_blob', 'account': 'acme', 'container': 'imports', 'authentication': {'type': 'client_secret', 'tenant_id': 'acme.com',"
                + " 'client_id': '12345678-90ab-cdef-1234-567890abcdef', 'client_secret': 's'}}"})
    void everyPlaceHasItsSettings(String configuration) throws IOException {
        assertThat(schema.validate(json.readTree(configuration.replace('\'', '"')))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'type': 'local'}",
        "{'type': 'local', 'base_path': '/a', 'server': 'h'}",
        "{'type': 'nfs', 'base_path': '/a'}",
        "{'type': 'sftp', 'server': 'h', 'base_path': '/in'}",
        "{'type': 'sftp', 'server': 'h', 'base_path': '/in', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 'sftp', 'server': 'sftp://h', 'base_path': '/in', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}",
        "{'type': 'sftp', 'server': 'h', 'base_path': '/in', 'host_key': 'MD5:aa:bb', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}",
        "{'type': 'ftp', 'server': 'h', 'base_path': '/in', 'authentication': {'type': 'private_key', 'username': 'u', 'private_key': 'p'}}",
        "{'type': 's3', 'bucket': 'imports', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 's3', 'region': 'evil.com/', 'bucket': 'b-1', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 's3', 'region': 'eu', 'bucket': 'b/1', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 's3', 'region': 'eu', 'bucket': 'imports', 'prefix': '../x', 'authentication': {'type': 'access_key', 'access_key_id': 'A', 'secret_access_key': 's'}}",
        "{'type': 's3', 'region': 'eu', 'bucket': 'imports', 'endpoint': 'https://u:p@h', 'authentication': {'type': 'access_key', 'access_key_id': 'A',"
                + " 'secret_access_key': 's'}}",
        "{'type': 'azure_blob', 'account': 'acme.evil.com', 'container': 'imports', 'authentication': {'type': 'account_key', 'account_key': 'a'}}",
        "{'type': 'azure_blob', 'account': 'acme', 'container': 'imports', 'authentication': {'type': 'account_key', 'sas_token': 'a'}}"})
    void whatDoesNotBelongToAPlaceIsInvalid(String configuration) throws IOException {
        assertThat(schema.validate(json.readTree(configuration.replace('\'', '"')))).isNotEmpty();
    }

    @org.junit.jupiter.api.Test
    void settingsOfAPlaceBindAndPrintNoSecret() throws IOException {
        String configuration = """
                {"type": "s3", "region": "eu", "bucket": "imports", "path_style": true, "ssl": {"root_certificate": "PEM"},
                 "authentication": {"type": "access_key", "access_key_id": "A", "secret_access_key": "hidden", "session_token": "hidden"}}""";
        FilesSettings settings = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).readValue(configuration, FilesSettings.class);
        assertThat(settings.toString()).doesNotContain("hidden");
        assertThat(settings.authentication().secretAccessKey().reveal()).isEqualTo("hidden");
        assertThat(settings.pathStyle()).isTrue();
        assertThat(settings.ssl().rootCertificate()).isEqualTo("PEM");
    }
}
