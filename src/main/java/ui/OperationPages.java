package ui;

import access.Audit;
import connections.Connections;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import metadata.Quotas;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;
import problems.Refusal;
import routes.RouteControl;
import routes.RouteControl.Action;
import routes.RouteControl.RunningRoute;

/** The running routes with their handles, and the audit log. */
@Controller
class OperationPages {
    private final RouteControl control;
    private final Connections connections;
    private final Audit audit;
    private final People people;
    private final Quotas quotas;

    OperationPages(RouteControl control, Connections connections, Audit audit, People people, Quotas quotas) {
        this.control = control;
        this.connections = connections;
        this.audit = audit;
        this.people = people;
        this.quotas = quotas;
    }

    @GetMapping("/operations")
    String operations(Model model) {
        List<RunningRoute> routes = control.list();
        Set<UUID> mine = routes.stream().map(RunningRoute::connectionId).distinct()
                .filter(id -> connections.mayEdit(connections.find(id))).collect(Collectors.toSet());
        model.addAttribute("routes", routes).addAttribute("mayOperate", mine);
        model.addAttribute("gauges", quotas.all().stream().map(quota -> Gauge.of(quota, null)).toList());
        return "operations";
    }

    @PostMapping("/operations/{routeId}/{verb}")
    String operate(@PathVariable String routeId, @PathVariable String verb, HttpServletResponse response, Model model) {
        RunningRoute after = switch (verb) {
            case "reset" -> control.breaker(routeId, false);
            case "open" -> control.breaker(routeId, true);
            case "start", "stop", "suspend", "resume" -> control.operate(routeId, Action.valueOf(verb.toUpperCase(Locale.ROOT)));
            default -> throw Refusal.notFound();
        };
        String what = after.operation() + " of " + after.connectionName();
        return Reply.done(response, model, switch (verb) {
            case "reset" -> "Reset the circuit breaker: " + what + ".";
            case "open" -> "Opened the circuit breaker: " + what + ".";
            default -> "Route " + after.state() + ": " + what + ".";
        });
    }

    @GetMapping("/audit")
    String audit(@RequestParam(required = false) String cursor, Model model) {
        PageRequest page = PageRequest.of(null, cursor);
        Long before = page.after() == null ? null
                : Long.valueOf(Params.number(page.afterKey(), "cursor", "There is no such page."));
        Page<Audit.Entry> entries = Page.of(audit.list(before, page.fetch()), page, audit.count(),
                entry -> new Cursor(Long.toString(entry.seq()), ""));
        Map<UUID, String> names = people.names();
        model.addAttribute("page", entries).addAttribute("people", names);
        return "audit";
    }

    @GetMapping("/audit/verify")
    String verify(Model model) {
        model.addAttribute("verification", audit.verify());
        return "audit :: verification";
    }
}
