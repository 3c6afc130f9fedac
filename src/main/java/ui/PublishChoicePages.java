package ui;

import access.Caller;
import connections.Connection;
import connections.Connections;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import metadata.Datasets;
import metadata.Snapshots;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import paging.PageRequest;
import problems.ProblemException;
import problems.Refusal;
import publishing.Plans;
import publishing.Publication;
import publishing.PublishRequest;
import publishing.Targets;

/** Before a plan: which datasets go where, and under which names. */
@Controller
class PublishChoicePages {
    private static final int NAMED_DATASETS = 50;

    private final Connections connections;
    private final Datasets datasets;
    private final Snapshots snapshots;
    private final Targets targets;
    private final Plans plans;

    PublishChoicePages(Connections connections, Datasets datasets, Snapshots snapshots, Targets targets, Plans plans) {
        this.connections = connections;
        this.datasets = datasets;
        this.snapshots = snapshots;
        this.targets = targets;
        this.plans = plans;
    }

    /** @param dataset ids; without any, all of the connection are meant */
    @GetMapping("/publish")
    String choose(@RequestParam(required = false) List<UUID> dataset,
                  @RequestParam(name = "connection_id", required = false) UUID connectionId,
                  @RequestParam(required = false) UUID target, Model model) {
        Caller.current().mustCreate();
        List<UUID> ids = dataset == null ? List.of() : dataset;
        model.addAttribute("chosen", snapshots.of(ids.stream().limit(NAMED_DATASETS).toList())).addAttribute("ids", ids);
        model.addAttribute("targets", targets.all()).addAttribute("products", targets.products()).addAttribute("target", target);
        if (ids.isEmpty() && connectionId != null) source(connections.find(connectionId), model);
        return "publish";
    }

    private void source(Connection source, Model model) {
        Datasets.Filter all = new Datasets.Filter(source.id(), null, null, null, false);
        model.addAttribute("source", source).addAttribute("count", datasets.list(all, PageRequest.first(1)).total());
    }

    @PostMapping("/publish")
    String plan(@RequestParam MultiValueMap<String, String> sent, HttpServletResponse response, Model model) {
        try {
            Publication plan = plans.make(id(sent.getFirst("target"), "/target", "Please choose where to publish to."),
                    request(sent), null);
            response.setHeader("HX-Redirect", "/publications/" + plan.id());
            return Reply.toast(response, model, "ok", "The plan is made.");
        } catch (Refusal refusal) {
            if (refusal.status() == 403 || refusal.status() == 404) throw refusal;
            into(refusal.status(), response);
            model.addAttribute("sentence", refusal.getMessage()).addAttribute("errors", refusal.errors());
            return "publish :: refused";
        } catch (ProblemException failed) {
            into(failed.problem().retryable() ? 503 : 502, response);
            model.addAttribute("problem", failed.problem());
            return "import-choice :: failed";
        }
    }

    private static PublishRequest request(MultiValueMap<String, String> sent) {
        List<UUID> ids = sent.getOrDefault("dataset", List.of()).stream()
                .map(one -> id(one, "/datasets", "Please choose datasets by their boxes."))
                .toList();
        String source = Params.text(sent.getFirst("connection_id"));
        UUID sourceId = ids.isEmpty() && source != null ? id(source, "/connection_id", "Please choose a connection.") : null;
        return new PublishRequest(ids, sourceId, List.of(), Params.lines(sent.getFirst("include")),
                Params.lines(sent.getFirst("exclude")),
                new PublishRequest.Options(sent.getFirst("schema"), sent.getFirst("prefix")));
    }

    private static UUID id(String text, String pointer, String otherwise) {
        try {
            return UUID.fromString(text == null ? "" : text);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.invalid(pointer, otherwise);
        }
    }

    private static void into(int status, HttpServletResponse response) {
        response.setStatus(status);
        response.setHeader("HX-Retarget", "#answer");
        response.setHeader("HX-Reswap", "innerHTML");
    }
}
