package testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import org.awaitility.Awaitility;
import testing.Serai.Client;
import testing.unity.UnityCatalogServer;

/** An account with something of everything in it, made through REST. */
public final class Tenant {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final Serai serai;
    public final Client admin;
    public final UUID account;
    public final UUID adminUser;
    public final Person editor;
    public final Person viewer;
    public final UUID workspace;
    /** Private, of the admin, to the sample database. */
    public final UUID connection;
    public final UUID token;
    public final UUID run;
    public final UUID dataset;
    /** Private, of the admin, to a stand-in of a target. */
    public final UUID target;
    /** Of the dataset, to the target. */
    public final UUID publication;

    /** A member with a token of its own, good in this account only. */
    public record Person(UUID id, String email, Client client) { }

    private static final UnityCatalogServer WORKSPACE = Publications.workspace();
    private static Tenant a;
    private static Tenant b;

    /** The one whose things others try to reach; shared by all tests of this JVM, which leave it as it is. */
    public static synchronized Tenant a() {
        if (a == null) a = filled(Serai.running(), "Account A");
        return a;
    }

    /** The one that tries. */
    public static synchronized Tenant b() {
        if (b == null) b = filled(Serai.running(), "Account B");
        return b;
    }

    public static Tenant filled(Serai serai, String name) {
        return new Tenant(serai, name);
    }

    private Tenant(Serai serai, String name) {
        this.serai = serai;
        admin = serai.newAccount(name);
        JsonNode me = admin.get("/api/me").json();
        account = id(me.get("active_account_id"));
        adminUser = id(me.at("/user/id"));
        editor = member("editor");
        viewer = member("viewer");
        workspace = id(admin.post("/api/workspaces", object().put("name", "Workspace of " + name)).json().get("id"));
        connection = id(admin.with("Idempotency-Key", "first of " + name).post("/api/connections", sample("Sales of " + name).put("workspace_id", workspace.toString())).json().get("id"));
        admin.put("/api/connections/" + connection + "/health/schedule", object().put("enabled", true).put("interval_seconds", 10));
        token = id(admin.post("/api/tokens", object().put("name", "spare")).json().get("id"));
        admin.post("/api/connections/" + connection + "/test", null);
        admin.get("/api/connections/" + connection + "/schemas");
        run = imported();
        dataset = id(admin.get("/api/datasets?connection_id=" + connection).json().at("/items/0/id"));
        target = Bodies.create(admin, Publications.target(WORKSPACE, "Lakehouse of " + name));
        publication = published(name);
    }

    public Person member(String role) {
        String email = role + "-" + System.nanoTime() + "@example.com";
        ObjectNode body = object().put("email", email).put("display_name", "A person").put("password", "a-long-password").put("role", role);
        UUID id = id(admin.post("/api/members", body).json().get("user_id"));
        String text = admin.post("/api/members/" + id + "/tokens", null).json().get("token").asText();
        return new Person(id, email, serai.client(text));
    }

    /** A body that creates a connection to the sample database. */
    public ObjectNode sample(String name) {
        Properties access = sampleAccess(serai);
        ObjectNode body = object().put("name", name).put("connection_type", "PostgreSQL");
        ObjectNode configuration = body.putObject("configuration").put("server", "127.0.0.1").put("port", Integer.parseInt(access.getProperty("SAMPLE_PORT"))).put("database", "sample");
        configuration.putObject("authentication").put("type", "password").put("username", access.getProperty("SAMPLE_USER")).put("password", access.getProperty("SAMPLE_PASSWORD"));
        configuration.putObject("ssl").put("enabled", false);
        return body;
    }

    public void awaitHealthCheck() {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !admin.get("/api/connections/" + connection + "/health").json().get("checks").isEmpty());
    }

    public static Properties sampleAccess(Serai serai) {
        Properties access = new Properties();
        try (var file = java.nio.file.Files.newBufferedReader(serai.home().resolve("sample-database.env"))) {
            access.load(file);
            return access;
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private UUID published(String name) {
        ObjectNode request = object();
        request.putArray("datasets").add(dataset.toString());
        request.putObject("options").put("schema", "of_" + Long.toString(System.nanoTime(), 36));
        JsonNode plan = Publications.plan(admin, target, request);
        String end = Publications.apply(admin, plan, null).get("status").asText();
        if (!end.equals("applied")) throw new AssertionError(name + ": " + end);
        return id(plan.get("id"));
    }

    private UUID imported() {
        UUID id = id(admin.post("/api/connections/" + connection + "/imports", null).json().get("id"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> admin.get("/api/imports/" + id).json().get("status").asText().equals("succeeded"));
        return id;
    }

    private static UUID id(JsonNode text) {
        return UUID.fromString(text.asText());
    }
}
