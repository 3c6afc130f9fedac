package access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;

/** Workspaces of the active account: every member sees them, admins change them. */
@Component
public class Workspaces {

    public record Workspace(UUID id, String name, String description, Instant createdAt, Instant updatedAt, long version) { }

    private final JdbcClient database;
    private final Audit audit;

    Workspaces(JdbcClient database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    @Transactional(readOnly = true)
    public List<Workspace> list() {
        return database.sql(ROWS + " ORDER BY lower(name), id").param("account", Caller.current().accountId())
                .query(Workspace.class).list();
    }

    /** @throws Refusal 404 */
    @Transactional(readOnly = true)
    public Workspace find(UUID id) {
        return database.sql(ROWS + " AND id = :id").param("account", Caller.current().accountId()).param("id", id)
                .query(Workspace.class).optional().orElseThrow(Refusal::notFound);
    }

    @Transactional
    public Workspace create(String name, String description) {
        Caller.current().mustBeAdmin();
        UUID id = UUID.randomUUID();
        unlessTaken(() -> database.sql("""
                        INSERT INTO app.workspaces (id, account_id, name, description)
                        VALUES (:id, :account, :name, :description)""")
                .param("id", id).param("account", Caller.current().accountId())
                .param("name", name).param("description", description).update());
        audit.success("workspace.create", "workspace", id, Map.of("name", name));
        return find(id);
    }

    /** @param name null keeps; @param description null keeps */
    @Transactional
    public Workspace change(UUID id, String name, String description) {
        Caller.current().mustBeAdmin();
        find(id);
        unlessTaken(() -> database.sql("""
                        UPDATE app.workspaces SET name = coalesce(:name, name), description = coalesce(:description, description),
                               updated_at = now(), version = version + 1 WHERE id = :id""")
                .param("name", name).param("description", description).param("id", id).update());
        audit.success("workspace.change", "workspace", id, Map.of());
        return find(id);
    }

    /** @throws Refusal 409 while connections are in it, seen by the caller or not */
    @Transactional
    public void delete(UUID id) {
        Caller.current().mustBeAdmin();
        find(id);
        try {
            database.sql("DELETE FROM app.workspaces WHERE id = :id").param("id", id).update();
        } catch (DataIntegrityViolationException used) {
            throw Refusal.conflict("workspace_in_use", null,
                    "There are connections in this workspace. Move or delete them first.");
        }
        audit.success("workspace.delete", "workspace", id, Map.of());
    }

    private static void unlessTaken(Runnable write) {
        try {
            write.run();
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("name_taken", "/name", "There is a workspace of this name already.");
        }
    }

    private static final String ROWS = """
            SELECT id, name, description, created_at, updated_at, version
              FROM app.workspaces WHERE account_id = :account""";
}
