package api;

import access.Workspaces;
import access.Workspaces.Workspace;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** Workspaces of the active account. */
@Component
class WorkspacesResource extends Resource {
    record Input(String name, String description) {
        private static final int LONGEST = 4000;

        Input {
            if (name != null) name = Text.name(name, "/name");
            if (description != null && description.length() > LONGEST) {
                throw Refusal.invalid("/description", "Please give at most " + LONGEST + " characters.");
            }
        }
    }

    private final Workspaces workspaces;

    WorkspacesResource(Workspaces workspaces) {
        super("/api/workspaces", "Workspaces");
        this.workspaces = workspaces;
    }

    @Override
    void paths() {
        list("", "listWorkspaces", "Workspaces of the account", Workspace.class,
                request -> Answer.ok(InMemoryPage.of(workspaces.list(), request.page(), w -> w.id().toString())));
        post("", "createWorkspace", "Create a workspace", Input.class, Workspace.class, this::create);
        get("/{id}", "findWorkspace", "One workspace", Workspace.class, request -> shown(workspaces.find(request.id())));
        patch("/{id}", "changeWorkspace", "Rename or describe a workspace", Input.class, Workspace.class, this::change);
        delete("/{id}", "deleteWorkspace", "Delete an empty workspace", this::remove);
    }

    private Answer create(Request request) {
        Input input = request.body(Input.class);
        if (input.name() == null) throw Refusal.invalid("/name", "A workspace needs a name.");
        Workspace created = workspaces.create(input.name(), input.description() == null ? "" : input.description());
        return Answer.created("/api/workspaces/" + created.id(), created).version(created.version());
    }

    private Answer change(Request request) {
        demandVersion(request);
        Input input = request.body(Input.class);
        return shown(workspaces.change(request.id(), input.name(), input.description()));
    }

    private Answer remove(Request request) {
        demandVersion(request);
        workspaces.delete(request.id());
        return Answer.nothing();
    }

    private void demandVersion(Request request) {
        Long version = request.ifMatch();
        if (version != null && workspaces.find(request.id()).version() != version) throw Refusal.stale();
    }

    private static Answer shown(Workspace workspace) {
        return Answer.ok(workspace).version(workspace.version());
    }
}
