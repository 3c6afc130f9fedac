package connectors.databricks;

import connectors.Connector;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import types.ConnectionType;
import types.ConnectionTypes;

/** Catalogs of Unity Catalog, by REST; and of the metastore before it, by SQL. */
@Component
public class DatabricksConnector implements Connector<DatabricksSettings> {
    private final HttpClients clients;
    private final Egress egress;
    private final ConnectionTypes types;
    private final Map<String, TargetTypes> targetTypes = new ConcurrentHashMap<>();

    public DatabricksConnector(HttpClients clients, Egress egress, ConnectionTypes types) {
        this.clients = clients;
        this.egress = egress;
        this.types = types;
    }

    @Override
    public String family() {
        return "databricks";
    }

    @Override
    public Class<DatabricksSettings> settings() {
        return DatabricksSettings.class;
    }

    @Override
    public DatabricksSource open(ConnectionType type, DatabricksSettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public DatabricksSource open(ConnectionType type, DatabricksSettings settings, Keepers keepers) {
        return new DatabricksSource(type, settings, Workspace.of(type, settings, egress), clients, keepers.tokens(),
                targetTypes.computeIfAbsent(type.id(), id -> new TargetTypes(type, types)));
    }
}
