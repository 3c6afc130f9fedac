package ui;

import access.Caller;
import access.Role;
import access.Workspaces;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connections.Configurations;
import connections.Connection;
import connections.ConnectionInput;
import connections.Connections;
import connections.TestRuns;
import connections.TestRuns.TestRun;
import connectors.TestReport;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import problems.Refusal;
import problems.Refusal.FieldError;
import routes.Operations;
import types.ConnectionType;
import types.ConnectionTypes;

/** The dialog that creates and edits a connection: drawn from the type's schema, tested before it is saved. */
@Controller
class ConnectionForms {
    private static final List<String> BASICS = List.of("name", "description", "workspace_id", "visibility", "is_active");

    private final Connections connections;
    private final Configurations configurations;
    private final ConnectionTypes types;
    private final Operations operations;
    private final TestRuns testRuns;
    private final Workspaces workspaces;

    ConnectionForms(Connections connections, Configurations configurations, ConnectionTypes types,
                    Operations operations, TestRuns testRuns, Workspaces workspaces) {
        this.connections = connections;
        this.configurations = configurations;
        this.types = types;
        this.operations = operations;
        this.testRuns = testRuns;
        this.workspaces = workspaces;
    }

    /** Without a type: the choice of one. */
    @GetMapping("/connections/new")
    String fresh(@RequestParam(required = false) String type,
                 @RequestParam(name = "workspace_id", required = false) UUID workspaceId, Model model) {
        Caller.current().mustCreate();
        if (Params.text(type) == null) {
            model.addAttribute("types", types.byName()).addAttribute("workspaceId", workspaceId);
            return "connection-form :: types";
        }
        ConnectionType chosen = types.find(type).orElseThrow(Refusal::notFound);
        Inputs inputs = Inputs.of(chosen);
        Map<String, String> basics = basics("", "", workspaceId, "private", true);
        Map<String, List<String>> defaults = inputs.defaults();
        return show(new Form.Draft(chosen, inputs, null, basics, defaults, Map.of(), List.of(), null, null, null), model);
    }

    /** @param field pointer of the setting to go to */
    @GetMapping("/connections/{id}/edit")
    String edit(@PathVariable UUID id, @RequestParam(required = false) String field, Model model) {
        Connection connection = editable(id);
        return show(stored(connection).focusedOn(Params.text(field)), model);
    }

    @PostMapping("/connections")
    String create(@RequestParam MultiValueMap<String, String> sent, HttpServletResponse response, Model model) {
        ConnectionType type = types.find(String.valueOf(sent.getFirst("connection_type"))).orElseThrow(Refusal::notFound);
        Inputs inputs = Inputs.of(type);
        Map<String, List<String>> answers = inputs.sent(sent);
        Form.Draft draft = new Form.Draft(type, inputs, null, basics(sent), answers, Map.of(), List.of(), null, null, null);
        try {
            ObjectNode configuration = inputs.configuration(answers);
            check(draft.basics(), type, configuration);
            ConnectionInput input = ConnectionInput.of(body(draft.basics(), configuration).put("connection_type", type.id()));
            TestRun run = isTested(sent) ? operations.testDraft(input) : null;
            if (run != null && run.status() == TestReport.Status.FAILED) return show(draft.tested(run), model);
            Connection made = connections.create(input, null);
            if (run != null) testRuns.keep(ofStored(run, made.id()), made);
            String done = run == null ? "Saved without testing: " : "Tested and saved: ";
            return Reply.done(response, model, done + made.name() + ".");
        } catch (Refusal refusal) {
            return again(draft, refusal, response, model);
        }
    }

    /** An edit is saved first: its kept secrets are in the stored connection only. */
    @PostMapping("/connections/{id}")
    String update(@PathVariable UUID id, @RequestParam long version, @RequestParam MultiValueMap<String, String> sent,
                  HttpServletResponse response, Model model) {
        Connection before = editable(id);
        Form.Draft draft = stored(before);
        Map<String, List<String>> answers = draft.inputs().sent(sent);
        draft = new Form.Draft(draft.type(), draft.inputs(), before, basics(sent), answers, draft.secretTimes(),
                List.of(), null, null, null);
        try {
            check(draft.basics(), null, null);
            ObjectNode patch = draft.inputs().patch(answers, sent.getOrDefault("clear", List.of()));
            Connection after = connections.update(id, ConnectionInput.of(body(draft.basics(), patch)), version);
            if (!isTested(sent)) return Reply.done(response, model, "Saved without testing: " + after.name() + ".");
            TestRun run = operations.test(id);
            if (run.status() != TestReport.Status.FAILED) {
                return Reply.done(response, model, "Saved and tested: " + after.name() + ".");
            }
            response.setHeader("HX-Trigger", "page-changed");
            return show(stored(after).tested(run), model);
        } catch (Refusal refusal) {
            return again(draft, refusal, response, model);
        }
    }

    private String show(Form.Draft draft, Model model) {
        model.addAttribute("form", Form.of(draft, workspaces.list()));
        model.addAttribute("mayLock", Caller.current().role() == Role.ADMIN);
        return "connection-form :: editor";
    }

    /** The form once more, with what is wrong at its field. A right that is missing is nobody's field. */
    private String again(Form.Draft draft, Refusal refusal, HttpServletResponse response, Model model) {
        if (refusal.status() == 403 || refusal.status() == 404) throw refusal;
        Reply.intoDialog(response, refusal.status());
        return show(draft.refused(refusal.getMessage(), refusal.errors()), model);
    }

    private Connection editable(UUID id) {
        Connection connection = connections.find(id);
        if (!connections.mayEdit(connection)) {
            throw Refusal.forbidden("Only its owner or an admin of the account may change this connection.");
        }
        return connection;
    }

    private Form.Draft stored(Connection c) {
        ConnectionType type = types.get(c.connectionType());
        Inputs inputs = Inputs.of(type);
        Map<String, String> basics = basics(c.name(), c.description(), c.workspaceId(), c.visibility().wireName(), c.isActive());
        return new Form.Draft(type, inputs, c, basics, inputs.stored(configurations.masked(c)), c.secretsUpdatedAt(),
                List.of(), null, null, null);
    }

    /** All that is wrong at once, before a source is asked. */
    private void check(Map<String, String> basics, ConnectionType type, ObjectNode configuration) {
        List<FieldError> errors = new ArrayList<>();
        if (basics.get("name").isBlank()) errors.add(new FieldError("/name", "A connection needs a name."));
        if (type != null) {
            errors.addAll(types.schema(type).check(types.schema(type).withDefaults(configuration), "/configuration"));
        }
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    private static boolean isTested(MultiValueMap<String, String> sent) {
        return !"save".equals(sent.getFirst("then"));
    }

    private static ObjectNode body(Map<String, String> basics, ObjectNode configuration) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", basics.get("name")).put("description", basics.get("description").replace("\r\n", "\n"));
        body.put("workspace_id", basics.get("workspace_id").isEmpty() ? null : basics.get("workspace_id"));
        body.put("visibility", basics.get("visibility")).put("is_active", basics.get("is_active").equals("true"));
        body.set("configuration", configuration);
        return body;
    }

    private static Map<String, String> basics(String name, String description, UUID workspaceId, String visibility,
                                              boolean active) {
        return Map.of("name", name, "description", description, "workspace_id", workspaceId == null ? "" : workspaceId.toString(),
                "visibility", visibility, "is_active", Boolean.toString(active));
    }

    private static Map<String, String> basics(MultiValueMap<String, String> sent) {
        Map<String, String> basics = new HashMap<>();
        BASICS.forEach(name -> basics.put(name, sent.getFirst(name) == null ? "" : sent.getFirst(name)));
        return basics;
    }

    private static TestRun ofStored(TestRun run, UUID connectionId) {
        return new TestRun(run.id(), connectionId, run.status(), run.startedAt(), run.durationMs(), run.message(),
                run.failureKind(), run.retryable(), run.server(), run.steps(), run.turnedAway());
    }
}
