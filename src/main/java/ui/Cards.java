package ui;

import access.Caller;
import connections.Connection;
import connections.Connections;
import health.HealthChecks;
import health.HealthChecks.HealthCheck;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import types.ConnectionType;
import types.ConnectionTypes;

/** Connections as they are shown, with what the caller may do to each. */
@Component
class Cards {

    /** @param icon an SVG of ours; empty for a type that is no longer here */
    public record Card(Connection connection, String typeName, String icon, Status status, Pulse pulse, boolean mayEdit,
                       boolean mayImport) { }

    private final Connections connections;
    private final ConnectionTypes types;
    private final HealthChecks health;

    Cards(Connections connections, ConnectionTypes types, HealthChecks health) {
        this.connections = connections;
        this.types = types;
        this.health = health;
    }

    List<Card> of(List<Connection> list) {
        Map<UUID, List<HealthCheck>> checks = health.latest(list.stream().map(Connection::id).toList(), Pulse.SHOWN);
        return list.stream().map(connection -> card(connection, checks.getOrDefault(connection.id(), List.of()))).toList();
    }

    Card of(Connection connection) {
        return of(List.of(connection)).get(0);
    }

    private Card card(Connection c, List<HealthCheck> checks) {
        ConnectionType type = types.find(c.connectionType()).orElse(null);
        Status status = Status.of(c, checks.stream().filter(HealthCheck::isWord).findFirst().orElse(null));
        return new Card(c, type == null ? c.connectionType() : type.name(), type == null ? "" : type.icon(), status,
                Pulse.of(checks), connections.mayEdit(c), Caller.current().role().mayCreate());
    }
}
