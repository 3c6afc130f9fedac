package testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Request bodies for connections to the test sources. */
public final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Bodies() { }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** @param port of {@link TestPostgres#plain()}, or of a {@link Gateway} to it */
    public static ObjectNode postgres(int port, String database) {
        return postgres(port, database, TestPostgres.SUPERUSER_PASSWORD);
    }

    public static ObjectNode postgres(int port, String database, String password) {
        ObjectNode configuration = object().put("server", "localhost").put("port", port).put("database", database);
        configuration.putObject("authentication").put("type", "password").put("username", "postgres").put("password", password);
        configuration.putObject("ssl").put("enabled", false);
        return connection("PostgreSQL", configuration);
    }

    /** To {@link TestMariaDb}, as its administrator. */
    public static ObjectNode mariaDb(int port, String database) {
        ObjectNode configuration = object().put("flavor", "mariadb").put("server", "localhost").put("port", port).put("database", database);
        configuration.putObject("authentication").put("type", "password").put("username", TestMariaDb.ADMINISTRATOR).put("password", TestMariaDb.PASSWORD);
        configuration.putObject("ssl").put("enabled", false);
        return connection("MySQL", configuration);
    }

    public static ObjectNode files(Path folder) {
        return connection("FileSystem", object().put("type", "local").put("base_path", folder.toString()));
    }

    /** @param hostKey null for none that was approved */
    public static ObjectNode sftp(int port, String basePath, String hostKey) {
        ObjectNode configuration = object().put("type", "sftp").put("server", "localhost").put("port", port).put("base_path", basePath);
        if (hostKey != null) configuration.put("host_key", hostKey);
        configuration.putObject("authentication").put("type", "password").put("username", TestSftp.USER).put("password", TestSftp.PASSWORD);
        return connection("FileSystem", configuration);
    }

    public static ObjectNode s3(S3StandIn store, String prefix) {
        ObjectNode configuration = object().put("type", "s3").put("endpoint", store.endpoint()).put("region", S3StandIn.REGION)
                .put("bucket", S3StandIn.BUCKET).put("prefix", prefix);
        configuration.putObject("authentication").put("type", "access_key").put("access_key_id", S3StandIn.ID).put("secret_access_key", S3StandIn.SECRET);
        return connection("FileSystem", configuration);
    }

    private static ObjectNode connection(String type, ObjectNode configuration) {
        ObjectNode body = object().put("name", type + " " + NAMES.incrementAndGet()).put("connection_type", type);
        body.set("configuration", configuration);
        return body;
    }

    /** Stores a connection. @return its id */
    public static UUID create(Serai.Client client, ObjectNode body) {
        Serai.Answer answer = client.post("/api/connections", body);
        if (answer.status() != 201) throw new AssertionError(answer.status() + " " + answer.body());
        return UUID.fromString(answer.json().get("id").asText());
    }
}
