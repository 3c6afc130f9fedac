package ui;

import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import paging.PageRequest;
import publishing.Drift;
import publishing.DriftSchedules;
import publishing.PlanText;
import publishing.Plans;
import publishing.Publication;
import publishing.Publication.PlannedTable;
import publishing.PublicationReads;
import publishing.Publications;

/** Plans for targets: shown, applied, watched, compared with what is there. What is under way asks for itself once a second. */
@Controller
class PublicationPages {
    private static final int SHOWN_RUNS = 5;
    private static final int SECONDS_PER_HOUR = 3_600;

    private final Publications publications;
    private final PublicationReads reads;
    private final Plans plans;
    private final PlanText text;
    private final Drift drift;
    private final DriftSchedules schedules;
    private final People people;

    PublicationPages(Publications publications, PublicationReads reads, Plans plans, PlanText text, Drift drift,
                     DriftSchedules schedules, People people) {
        this.publications = publications;
        this.reads = reads;
        this.plans = plans;
        this.text = text;
        this.drift = drift;
        this.schedules = schedules;
        this.people = people;
    }

    @GetMapping("/publications")
    String list(@RequestParam(name = "connection_id", required = false) UUID connectionId,
            @RequestParam(required = false) String status,
                @RequestParam(required = false) String cursor, Model model) {
        model.addAttribute("page", reads.list(connectionId, Params.text(status), PageRequest.of(null, cursor)));
        model.addAttribute("status", Params.text(status)).addAttribute("connectionId", connectionId);
        return "publications";
    }

    @GetMapping("/publications/{id}/row")
    String row(@PathVariable UUID id, Model model) {
        model.addAttribute("run", publications.find(id));
        return "publications :: row";
    }

    @GetMapping("/publications/{id}")
    String one(@PathVariable UUID id, @RequestParam(required = false) String state, @RequestParam(required = false) String cursor,
               Model model) {
        Publication run = publications.find(id);
        model.addAttribute("run", run).addAttribute("isCurrent", publications.isCurrent(run));
        model.addAttribute("state", Params.text(state)).addAttribute("by", people.names().get(run.createdBy()));
        model.addAttribute("page", reads.tables(id, Params.text(state), PageRequest.of(null, cursor)));
        return "publication";
    }

    /** What there is to know of one table of the plan: notes and statements. */
    @GetMapping("/publications/{id}/tables/{position}")
    String table(@PathVariable UUID id, @PathVariable int position, @RequestParam(required = false) String cursor, Model model) {
        PlannedTable table = reads.table(id, position);
        model.addAttribute("id", id).addAttribute("table", table);
        model.addAttribute("steps", reads.steps(id, position, null, PageRequest.of(null, cursor)));
        return "publication :: table";
    }

    @GetMapping(path = "/publications/{id}/sql", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    @ResponseBody
    String sql(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean federation) {
        return text.of(id, federation);
    }

    @PostMapping("/publications/{id}/apply")
    String apply(@PathVariable UUID id, @RequestParam(name = "allow_loss", defaultValue = "false") boolean allowLoss,
                 @RequestParam(required = false) Long version, HttpServletResponse response, Model model) {
        publications.apply(id, allowLoss, version);
        return Reply.done(response, model, "Publishing has begun.");
    }

    @PostMapping("/publications/{id}/cancel")
    String cancel(@PathVariable UUID id, HttpServletResponse response, Model model) {
        publications.cancel(id);
        return Reply.done(response, model, "Cancelled. What was done at the target stays.");
    }

    @PostMapping("/publications/{id}/resume")
    String resume(@PathVariable UUID id, @RequestParam(name = "allow_loss", defaultValue = "false") boolean allowLoss,
                  HttpServletResponse response, Model model) {
        publications.resume(id, allowLoss, null);
        return Reply.done(response, model, "Publishing goes on.");
    }

    @PostMapping("/publications/{id}/again")
    String again(@PathVariable UUID id, HttpServletResponse response, Model model) {
        Publication plan = plans.again(id);
        response.setHeader("HX-Redirect", "/publications/" + plan.id());
        return Reply.toast(response, model, "ok", "The plan is made.");
    }

    @PostMapping("/publications/{id}/check")
    String check(@PathVariable UUID id, HttpServletResponse response, Model model) {
        Drift.Check check = drift.check(id);
        response.setHeader("HX-Trigger", "page-changed");
        return Reply.toast(response, model, check.inSync() == check.checked() ? "ok" : "warn", sentence(check));
    }

    private static String sentence(Drift.Check check) {
        if (check.checked() == 0) return "A later publication has taken over all of its tables.";
        if (check.inSync() == check.checked()) return "All " + new Words().count(check.checked(), "table is", "tables are")
                + " in sync.";
        return check.inSync() + " in sync, " + check.behind() + " behind, " + check.drifted() + " drifted.";
    }

    /** For the page of a target. */
    @GetMapping("/connections/{id}/publications")
    String ofTarget(@PathVariable UUID id, Model model) {
        model.addAttribute("id", id).addAttribute("schedule", schedules.of(id));
        model.addAttribute("page", reads.list(id, null, PageRequest.first(SHOWN_RUNS)));
        return "publications :: part";
    }

    @PostMapping("/connections/{id}/publications/schedule")
    String reschedule(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean enabled,
                      @RequestParam(name = "interval_hours") String hours, HttpServletResponse response, Model model) {
        int interval = Params.number(hours, "/interval_hours", "Please give a number of hours.");
        schedules.reschedule(id, enabled, Math.multiplyExact(Math.min(interval, 10_000), SECONDS_PER_HOUR));
        return Reply.done(response, model, enabled ? "The target is looked at every " + interval + " hours."
                : "The target is looked at on request only.");
    }
}
