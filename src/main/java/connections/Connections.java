package connections;

import access.Audit;
import access.Caller;
import access.Idempotency;
import access.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;
import types.ConnectionType;
import types.ConnectionTypes;

/** The connections of the active account, as the caller may see and change them. */
@Component
public class Connections {

    /**
     * A list's filter; a null field filters nothing.
     *
     * @param sort {@code name}, {@code created_at} …, with {@code -} for descending
     */
    public record Filter(UUID workspaceId, String type, String status, String visibility, UUID ownerId, Boolean active,
                         String q, String sort) {
        public static final Filter NONE = new Filter(null, null, null, null, null, null, null, null);
    }

    private final ConnectionRows rows;
    private final Configurations configurations;
    private final ConnectionTypes types;
    private final Idempotency idempotency;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    Connections(ConnectionRows rows, Configurations configurations, ConnectionTypes types, Idempotency idempotency,
                Audit audit, ApplicationEventPublisher events) {
        this.rows = rows;
        this.configurations = configurations;
        this.types = types;
        this.idempotency = idempotency;
        this.audit = audit;
        this.events = events;
    }

    /** @throws Refusal 404 when it is unknown, of another account, or not visible to the caller */
    @Transactional(readOnly = true)
    public Connection find(UUID id) {
        return rows.find(id, Caller.current().accountId()).orElseThrow(Refusal::notFound);
    }

    @Transactional(readOnly = true)
    public Page<Connection> list(Filter filter, PageRequest page) {
        return rows.list(Caller.current().accountId(), filter, page);
    }

    /** @param idempotencyKey null for none */
    @Transactional
    public Connection create(ConnectionInput input, String idempotencyKey) {
        Caller.current().mustCreate();
        input.requireForCreate();
        ConnectionType type = type(input);
        return find(idempotency.once("connection.create", idempotencyKey,
                () -> insert(draft(type, input), Map.of("name", input.name(), "type", type.id()))));
    }

    /** A connection that is not stored, to be tried out. Its secrets are sealed all the same: one way into a source. */
    public Connection draft(ConnectionInput input) {
        Caller.current().mustCreate();
        if (input.connectionType() == null || input.configuration() == null) input.requireForCreate();
        return draft(type(input), input);
    }

    /**
     * @param input   what is absent stays
     * @param version that the caller has read; null does not look
     * @throws Refusal 412 when somebody else was faster
     */
    @Transactional
    public Connection update(UUID id, ConnectionInput input, Long version) {
        Connection before = editable(id, version);
        if (input.connectionType() != null && !input.connectionType().equals(before.connectionType())) {
            throw Refusal.invalid("/connection_type", "The type of a connection stays. Please create another connection.");
        }
        ConnectionType type = types.get(before.connectionType());
        Configurations.Stored stored = input.configuration() == null
                ? new Configurations.Stored(before.configuration(), before.secretsUpdatedAt())
                : configurations.merge(type, before, input.configuration());
        Connection after = ConnectionRows.changed(before, input, stored);
        unlessNameTaken(after.name(), () -> {
            if (rows.update(after, before.version()) == 0) throw Refusal.stale();
        });
        audit.success("connection.update", "connection", id, differences(before, after));
        events.publishEvent(new ConnectionChanged(id, before.accountId(), ConnectionChanged.Kind.EDITED,
                type.leadsElsewhere(before.configuration(), after.configuration())));
        return find(id);
    }

    @Transactional
    public void delete(UUID id, Long version) {
        Connection before = editable(id, version);
        rows.delete(id);
        audit.success("connection.delete", "connection", id, Map.of("name", before.name()));
        events.publishEvent(new ConnectionChanged(id, before.accountId(), ConnectionChanged.Kind.DELETED, false));
    }

    /** @param name of the copy; null makes one up. Secrets come along only for those who may edit the original. */
    @Transactional
    public Connection copy(UUID id, String name) {
        Caller.current().mustCreate();
        Connection original = find(id);
        UUID copyId = UUID.randomUUID();
        Configurations.Stored stored = configurations.copy(original, copyId, mayEdit(original));
        String copyName = name == null ? original.name() + " (copy)" : name;
        Connection copy = ConnectionRows.copied(original, copyId, copyName, Caller.current().userId(), stored);
        return find(insert(copy, Map.of("name", copy.name(), "copied_from", id.toString())));
    }

    /** @param workspaceId null for no workspace */
    @Transactional
    public Connection move(UUID id, UUID workspaceId) {
        Connection before = editable(id, null);
        unlessNameTaken(before.name(), () -> rows.move(id, workspaceId));
        audit.success("connection.move", "connection", id,
                Map.of("from", String.valueOf(before.workspaceId()), "to", String.valueOf(workspaceId)));
        return find(id);
    }

    /** Whether the caller may change it: an admin always, its owner unless it is locked. */
    public boolean mayEdit(Connection connection) {
        Caller caller = Caller.current();
        if (caller.role() == Role.ADMIN) return true;
        return caller.role() == Role.EDITOR && connection.ownerId().equals(caller.userId())
                && connection.visibility() != Visibility.LOCKED;
    }

    private Connection editable(UUID id, Long version) {
        Connection connection = find(id);
        if (!mayEdit(connection)) {
            throw Refusal.forbidden(connection.visibility() == Visibility.LOCKED
                    ? "This connection is locked: only an admin of the account may change it."
                    : "Only its owner or an admin of the account may change this connection.");
        }
        if (version != null && version != connection.version()) throw Refusal.stale();
        return connection;
    }

    private ConnectionType type(ConnectionInput input) {
        return types.find(input.connectionType()).orElseThrow(() -> Refusal.invalid("/connection_type",
                "There is no such type. One of: "
                        + String.join(", ", types.all().stream().map(ConnectionType::id).toList()) + "."));
    }

    private Connection draft(ConnectionType type, ConnectionInput input) {
        UUID id = UUID.randomUUID();
        Caller caller = Caller.current();
        return ConnectionRows.fresh(id, caller, type, input,
                configurations.accept(type, input.configuration(), caller.accountId(), id));
    }

    private UUID insert(Connection connection, Map<String, String> said) {
        unlessNameTaken(connection.name(), () -> rows.insert(connection));
        audit.success("connection.create", "connection", connection.id(), said);
        events.publishEvent(new ConnectionChanged(connection.id(), connection.accountId(), ConnectionChanged.Kind.CREATED,
                false));
        return connection.id();
    }

    private static void unlessNameTaken(String name, Runnable write) {
        try {
            write.run();
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("name_taken", "/name",
                    "There is a connection named '" + name + "' in this workspace already.");
        } catch (DataIntegrityViolationException foreignWorkspace) {
            throw Refusal.invalid("/workspace_id", "There is no such workspace in this account.");
        }
    }

    /** What changed, in words that hold no value of the configuration: it may be a secret. */
    private static Map<String, String> differences(Connection before, Connection after) {
        Map<String, String> differences = new LinkedHashMap<>();
        if (!before.name().equals(after.name())) differences.put("name", after.name());
        if (!before.description().equals(after.description())) differences.put("description", "changed");
        if (before.visibility() != after.visibility()) differences.put("visibility", after.visibility().wireName());
        if (before.isActive() != after.isActive()) differences.put("is_active", Boolean.toString(after.isActive()));
        if (!before.importSettings().equals(after.importSettings())) differences.put("import_settings", "changed");
        if (!before.configuration().equals(after.configuration())) differences.put("configuration", "changed");
        return differences;
    }
}
