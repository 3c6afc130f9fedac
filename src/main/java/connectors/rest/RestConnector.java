package connectors.rest;

import connectors.Connector;
import connectors.Consent;
import connectors.Keepers;
import connectors.http.HttpBase;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/**
 * Web APIs. The operator's {@code serai.rest.description-servers}, a list such as {@code https://specs.example.com}, names other
 * servers than the API's own that descriptions may be read from; they are called without credentials.
 */
@Component
public class RestConnector implements Connector<RestSettings> {
    static final String SETTING = "serai.rest.description-servers";

    private final HttpClients clients;
    private final Set<String> descriptionServers;

    @Autowired
    public RestConnector(HttpClients clients, Environment environment) {
        this(clients, Binder.get(environment).bind(SETTING, Bindable.listOf(String.class)).orElse(List.of()));
    }

    public RestConnector(HttpClients clients, List<String> descriptionServers) {
        this.clients = clients;
        this.descriptionServers = descriptionServers.stream().map(String::strip).filter(text -> !text.isEmpty())
                .map(RestConnector::origin)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String origin(String text) {
        try {
            HttpBase base = HttpBase.of(text, null);
            if (base.path().isEmpty()) return base.origin();
        } catch (problems.ProblemException wrong) {
            // said below, with the setting's name
        }
        throw new IllegalStateException(SETTING + " names " + text + ", which is no server such as https://specs.example.com.");
    }

    @Override
    public String family() {
        return "rest";
    }

    @Override
    public Class<RestSettings> settings() {
        return RestSettings.class;
    }

    @Override
    public RestSource open(ConnectionType type, RestSettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public RestSource open(ConnectionType type, RestSettings settings, Keepers keepers) {
        return new RestSource(type, settings, clients, keepers, descriptionServers);
    }

    @Override
    public Optional<Consent> consent(ConnectionType type, RestSettings settings) {
        Duration patience = Duration.ofSeconds(settings.advanced().timeout());
        return Optional.of(new Credentials(settings, clients, new Patience(Api.CONNECT, patience), null).codes());
    }
}
