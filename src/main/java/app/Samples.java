package app;

import access.Callers;
import access.Workspaces;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import metadata.Import;
import metadata.ImportRequest;
import metadata.Imports;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import paging.PageRequest;
import problems.Refusal;
import routes.Operations;

/** On the first start: a workspace with two connections, tested and imported through the normal path. */
@Component
class Samples {
    private static final String WORKSPACE = "Sample";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Home home;
    private final DatabaseServer server;
    private final SampleDatabase sampleDatabase;
    private final SampleFiles sampleFiles;
    private final Workspaces workspaces;
    private final Connections connections;
    private final Operations operations;
    private final Imports imports;
    private final Callers callers;
    private final JdbcClient database;
    private final ObjectMapper json;
    private final boolean wanted;

    Samples(Home home, DatabaseServer server, SampleDatabase sampleDatabase, SampleFiles sampleFiles,
            Workspaces workspaces, Connections connections, Operations operations, Imports imports, Callers callers,
            JdbcClient database, ObjectMapper json, @Value("${serai.samples:true}") boolean wanted) {
        this.home = home;
        this.server = server;
        this.sampleDatabase = sampleDatabase;
        this.sampleFiles = sampleFiles;
        this.workspaces = workspaces;
        this.connections = connections;
        this.operations = operations;
        this.imports = imports;
        this.callers = callers;
        this.database = database;
        this.json = json;
        this.wanted = wanted && server.embedded();
    }

    boolean areWanted() {
        return wanted;
    }

    /**
     * Killed in the middle, it goes on at the next start.
     *
     * @return a line on what was imported; empty when there is nothing to do
     */
    Optional<String> setUp() {
        if (!wanted || Files.exists(home.path("samples.done"))) return Optional.empty();
        SampleDatabase.Access access = sampleDatabase.create(server);
        sampleFiles.copy();
        UUID admin = admin();
        if (admin == null) return Optional.empty();
        String line = callers.find(admin, null, "samples", null).filter(caller -> caller.accountId() != null)
                .map(caller -> caller.call(() -> fill(access))).orElse(null);
        home.writePrivate(home.path("samples.done"), Instant.now() + "\n");
        return Optional.ofNullable(line);
    }

    private UUID admin() {
        return database.sql("SELECT user_id FROM app.sign_in(:email)")
                .param("email", FirstStart.ADMIN)
                .query(UUID.class).optional().orElse(null);
    }

    private String fill(SampleDatabase.Access access) {
        UUID workspace = workspace();
        Connection sales = connection(workspace, "Sales database", "A small PostgreSQL database of a shop for bicycle parts",
                "PostgreSQL", access.configuration(json));
        Connection files = connection(workspace, "Shop files", "CSV, JSON, NDJSON and XML files of the same shop",
                "FileSystem", json.createObjectNode().put("type", "local").put("base_path", sampleFiles.folder().toString()));
        List<Import> started = List.of(start(sales), start(files));
        operations.test(sales.id());
        operations.test(files.id());
        List<Import> done = started.stream().map(this::awaitEnd).toList();
        return summary(sales, done.get(0), files, done.get(1));
    }

    private static String summary(Connection sales, Import ofSales, Connection files, Import ofFiles) {
        return "Imported " + ofSales.tablesDone() + " tables and views with " + ofSales.columnsDone() + " columns from '"
                + sales.name() + "', and " + ofFiles.tablesDone() + " files with " + ofFiles.columnsDone() + " columns from '"
                + files.name() + "'.";
    }

    private UUID workspace() {
        return workspaces.list().stream().filter(workspace -> workspace.name().equals(WORKSPACE))
                .map(Workspaces.Workspace::id).findFirst()
                .orElseGet(() -> workspaces.create(WORKSPACE, "Made by Serai to look around; delete it when you like").id());
    }

    private Connection connection(UUID workspace, String name, String description, String type, ObjectNode configuration) {
        var ofThisType = new Connections.Filter(workspace, type, null, null, null, null, null, null);
        var known = connections.list(ofThisType, PageRequest.first(1)).items();
        if (!known.isEmpty()) return known.get(0);
        ObjectNode body = json.createObjectNode().put("name", name).put("description", description)
                .put("workspace_id", workspace.toString()).put("connection_type", type).put("visibility", "public");
        body.set("configuration", configuration);
        return connections.create(ConnectionInput.of(body), null);
    }

    private Import start(Connection connection) {
        try {
            return imports.start(connection.id(), ImportRequest.EVERYTHING, "sample");
        } catch (Refusal underWay) {
            return imports.list(connection.id(), null, PageRequest.first(1)).items().get(0);
        }
    }

    private Import awaitEnd(Import run) {
        Instant limit = Instant.now().plus(LONGEST);
        Import now = imports.find(run.id());
        while (!now.isOver() && Instant.now().isBefore(limit)) {
            pause();
            now = imports.find(run.id());
        }
        return now;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while the samples were imported", stopping);
        }
    }
}
