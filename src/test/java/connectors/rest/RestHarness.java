package connectors.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import connectors.Step;
import connectors.TestReport;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import testing.WebServer;
import types.ConnectionType;
import types.ConnectionTypes;

/** A web API on this machine, and sources that lead to it. */
final class RestHarness implements AutoCloseable {
    static final ConnectionType TYPE = new ConnectionTypes().get("REST");
    static final String DESCRIPTION = """
            {"openapi": "3.0.3", "info": {"title": "Shop", "version": "7"}, "paths": {"/orders": {"get": {"tags": ["Sales"], "responses": {"200": {"description": "", "content": {"application/json":
             {"schema": {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}}}}}}}}}}}
            """;
    private static final JsonMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    final WebServer server = plain();
    final HttpClients clients = new HttpClients(new Egress(EgressSettings.DEFAULT));
    final Keepers keepers = Keepers.inMemory();
    private final List<RestSource> sources = new ArrayList<>();

    private static WebServer plain() {
        try {
            return WebServer.plain();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @param more settings as members of a JSON object; empty for none */
    RestSource source(String more, String... descriptionServers) {
        String pace = more.contains("rate_limit") ? "" : ", \"rate_limit_per_minute\": 6000";
        String text = "{\"base_url\": \"" + server.url() + "/api\"" + pace + (more.isEmpty() ? "" : ", " + more) + "}";
        try {
            RestSource source = new RestConnector(clients, List.of(descriptionServers)).open(TYPE, JSON.readValue(text, RestSettings.class), keepers);
            sources.add(source);
            return source;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    ApiReader reader(String more, String... descriptionServers) {
        return (ApiReader) source(more, descriptionServers).beans().get("api");
    }

    static Step step(TestReport report, String id) {
        return report.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        sources.forEach(RestSource::close);
        server.close();
    }
}
