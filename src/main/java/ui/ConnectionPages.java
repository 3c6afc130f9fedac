package ui;

import access.Workspaces;
import connections.Connection;
import connections.Connections;
import connections.TestRuns;
import connections.TestRuns.TestRun;
import connectors.TestReport;
import consent.Consents;
import consent.Offer;
import health.HealthChecks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import metadata.Browsing;
import metadata.Datasets;
import metadata.Imports;
import metadata.Quotas;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import paging.Page;
import paging.PageRequest;
import problems.FailureKind;
import publishing.Targets;
import routes.Operations;
import routes.RouteControl;
import types.ConnectionTypes;

/** The list of connections, one connection, and what is done to them; their form is {@link ConnectionForms}'. */
@Controller
class ConnectionPages {
    private static final int SHOWN_CHECKS = 50;
    private static final int SHOWN_IMPORTS = 5;

    private final Connections connections;
    private final ConnectionTypes types;
    private final Cards cards;
    private final Operations operations;
    private final TestRuns testRuns;
    private final HealthChecks health;
    private final Imports imports;
    private final Datasets datasets;
    private final Browsing browsing;
    private final Workspaces workspaces;
    private final Targets targets;
    private final RouteControl control;
    private final Quotas quotas;
    private final Consents consents;

    ConnectionPages(Connections connections, ConnectionTypes types, Cards cards, Operations operations,
                    TestRuns testRuns, HealthChecks health, Imports imports, Datasets datasets, Browsing browsing,
                    Workspaces workspaces, Targets targets, RouteControl control, Quotas quotas, Consents consents) {
        this.connections = connections;
        this.types = types;
        this.cards = cards;
        this.operations = operations;
        this.testRuns = testRuns;
        this.health = health;
        this.imports = imports;
        this.datasets = datasets;
        this.browsing = browsing;
        this.workspaces = workspaces;
        this.targets = targets;
        this.control = control;
        this.quotas = quotas;
        this.consents = consents;
    }

    @GetMapping("/")
    String home() {
        return "redirect:/connections";
    }

    @GetMapping("/connections")
    String list(@RequestParam(name = "workspace_id", required = false) UUID workspaceId, @RequestParam(required = false) String q,
                @RequestParam(required = false) String type, @RequestParam(required = false) String status,
                @RequestParam(required = false) String sort, @RequestParam(required = false) String cursor,
                Model model) {
        Connections.Filter filter = new Connections.Filter(workspaceId, Params.text(type), Params.text(status), null,
                null, null, Params.text(q), Params.text(sort));
        Page<Connection> page = connections.list(filter, PageRequest.of(null, cursor));
        model.addAttribute("page", page).addAttribute("cards", cards.of(page.items()));
        model.addAttribute("filter", filter).addAttribute("types", types.byName());
        model.addAttribute("isFiltered", !filter.equals(Connections.Filter.NONE) && page.total() == 0);
        return "connections";
    }

    @GetMapping("/connections/{id}")
    String one(@PathVariable UUID id, HttpServletRequest request, Model model) {
        Connection connection = connections.find(id);
        List<TestRun> runs = testRuns.list(id, PageRequest.first(1)).items();
        model.addAttribute("card", cards.of(connection)).addAttribute("run", runs.isEmpty() ? null : runs.get(0));
        model.addAttribute("health", health.of(id, SHOWN_CHECKS)).addAttribute("datasets", datasetsOf(id));
        model.addAttribute("imports", imports.list(id, null, PageRequest.first(SHOWN_IMPORTS)));
        model.addAttribute("isTarget", targets.isTarget(connection)).addAttribute("alone", control.leftAlone(connection));
        model.addAttribute("gauges", quotas.organisations(id).stream().map(quota -> Gauge.of(quota, null)).toList());
        Offer offer = consents.offer(connection).orElse(null);
        model.addAttribute("offer", offer).addAttribute("refused", !runs.isEmpty() && isRefused(offer, runs.get(0)));
        model.addAttribute("note", ConsentPages.take(request.getSession(), id));
        model.addAttribute("workspace", connection.workspaceId() == null ? null : workspaces.find(connection.workspaceId()));
        return "connection";
    }

    /** Whether the service no longer took what was received there. */
    private static boolean isRefused(Offer offer, TestRun run) {
        return offer != null && offer.connected() != null && run.failureKind() == FailureKind.AUTH
                && run.startedAt().isAfter(offer.connected());
    }

    /** @param on what asked: the card in the list, or the connection's own page */
    @PostMapping("/connections/{id}/test")
    String test(@PathVariable UUID id, @RequestParam(defaultValue = "card") String on, HttpServletResponse response,
                Model model) {
        TestRun run = operations.test(id);
        if (on.equals("page")) {
            response.setHeader("HX-Trigger", "page-changed");
            return Reply.toast(response, model, tone(run.status()), run.message());
        }
        model.addAttribute("card", cards.of(connections.find(id))).addAttribute("run", run);
        return "connections :: card";
    }

    private static String tone(TestReport.Status status) {
        return switch (status) {
            case FAILED -> "fail";
            case DEGRADED -> "warn";
            default -> "ok";
        };
    }

    @GetMapping("/connections/{id}/delete")
    String confirmDelete(@PathVariable UUID id, Model model) {
        model.addAttribute("connection", connections.find(id)).addAttribute("datasets", datasetsOf(id))
                .addAttribute("imports", imports.list(id, null, PageRequest.first(1)).total());
        return "connection-delete :: deletion";
    }

    @PostMapping("/connections/{id}/delete")
    String delete(@PathVariable UUID id, @RequestParam String name, @RequestParam long version,
                  @RequestParam(defaultValue = "card") String on, HttpServletResponse response, Model model) {
        Connection connection = connections.find(id);
        if (!name.strip().equals(connection.name())) {
            Reply.intoDialog(response, 422);
            model.addAttribute("error", "Please type the name exactly as it is shown.");
            return confirmDelete(id, model);
        }
        connections.delete(id, version);
        if (!on.equals("page")) return Reply.done(response, model, "Deleted " + connection.name() + ".");
        response.setHeader("HX-Redirect", "/connections");
        return Reply.toast(response, model, "ok", "Deleted " + connection.name() + ".");
    }

    /** The sources' own content, one level at a time. */
    @GetMapping("/connections/{id}/schemas")
    String schemas(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean refresh, Model model) {
        model.addAttribute("id", id).addAttribute("schemas", browsing.schemas(id, refresh));
        return "browse :: schemas";
    }

    @GetMapping("/connections/{id}/tables")
    String tables(@PathVariable UUID id, @RequestParam String schema, Model model) {
        model.addAttribute("id", id).addAttribute("tables", browsing.tables(id, schema, false));
        return "browse :: tables";
    }

    @PostMapping("/connections/{id}/health")
    String reschedule(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean enabled,
                      @RequestParam(name = "interval_seconds") String interval, HttpServletResponse response,
                      Model model) {
        health.reschedule(id, enabled, Params.number(interval, "/interval_seconds", "Please give a number of seconds."));
        return Reply.done(response, model,
                enabled ? "Health checks run every " + interval + " seconds." : "Health checks are off.");
    }

    private long datasetsOf(UUID id) {
        return datasets.list(new Datasets.Filter(id, null, null, null, false), PageRequest.first(1)).total();
    }
}
