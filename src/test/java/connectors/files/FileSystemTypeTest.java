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
}
