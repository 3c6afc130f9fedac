package connectors.rest;

import connectors.Keepers;
import connectors.Source;
import connectors.http.HttpClients;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import problems.Problem;
import types.ConnectionType;

/** One web API. */
public final class RestSource implements Source {
    private final Api api;
    private final ApiReader reader;

    RestSource(ConnectionType type, RestSettings settings, HttpClients clients, Keepers keepers,
            Set<String> descriptionServers) {
        this.api = new Api(type, settings, clients, keepers, descriptionServers);
        this.reader = new ApiReader(api, settings);
    }

    @Override
    public Map<String, Object> beans() {
        return Map.of("api", reader);
    }

    @Override
    public Problem explain(Throwable failure) {
        return api.explanation().of(failure);
    }

    /** A description tells of all tables at once. */
    @Override
    public OptionalLong calls(long tables) {
        return OptionalLong.of(reader.calls());
    }

    @Override
    public void close() {
        api.close();
    }
}
