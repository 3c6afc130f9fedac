package connectors.rest;

import connectors.Source;
import connectors.TokenKeeper;
import connectors.http.HttpClients;
import java.util.Map;
import java.util.Set;
import problems.Problem;
import types.ConnectionType;

/** One web API. */
public final class RestSource implements Source {
    private final Api api;
    private final ApiReader reader;

    RestSource(ConnectionType type, RestSettings settings, HttpClients clients, TokenKeeper tokens,
            Set<String> descriptionServers) {
        this.api = new Api(type, settings, clients, tokens, descriptionServers);
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

    @Override
    public void close() {
        api.close();
    }
}
