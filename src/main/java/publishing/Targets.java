package publishing;

import connections.Connection;
import connections.Connections;
import java.util.List;
import org.springframework.stereotype.Component;
import paging.PageRequest;
import types.ConnectionType;
import types.ConnectionTypes;

/** Where datasets can be published to. */
@Component
public class Targets {
    private final Connections connections;
    private final ConnectionTypes types;

    Targets(Connections connections, ConnectionTypes types) {
        this.connections = connections;
        this.types = types;
    }

    /** What their products are called. */
    public List<String> products() {
        return types.all().stream().filter(ConnectionType::target).map(ConnectionType::name).toList();
    }

    public boolean isTarget(Connection connection) {
        return types.find(connection.connectionType()).map(ConnectionType::target).orElse(false);
    }

    /** The connections that the caller sees, by type and name; 200 of a type at most. */
    public List<Connection> all() {
        return types.all().stream().filter(ConnectionType::target)
                .flatMap(type -> connections.list(ofType(type), PageRequest.first(PageRequest.MAX_LIMIT)).items().stream())
                .toList();
    }

    private static Connections.Filter ofType(ConnectionType type) {
        return new Connections.Filter(null, type.id(), null, null, null, true, null, null);
    }
}
