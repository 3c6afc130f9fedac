package ui;

import connections.Connections;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import metadata.Datasets;
import metadata.Import;
import metadata.ImportRequest;
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
import problems.Refusal;

/** Imports: started, watched, cancelled, resumed. What is under way asks for itself once a second until it is over. */
@Controller
class ImportPages {
    private static final int NAMED_DATASETS = 6;

    private final Imports imports;
    private final Connections connections;
    private final Datasets datasets;
    private final Quotas quotas;

    ImportPages(Imports imports, Connections connections, Datasets datasets, Quotas quotas) {
        this.imports = imports;
        this.connections = connections;
        this.datasets = datasets;
        this.quotas = quotas;
    }

    @PostMapping("/connections/{id}/imports")
    String start(@PathVariable UUID id, Model model) {
        return progress(imports.start(id, ImportRequest.EVERYTHING, null), model);
    }

    @GetMapping("/imports/{id}/progress")
    String progress(@PathVariable UUID id, Model model) {
        return progress(imports.find(id), model);
    }

    @GetMapping("/imports")
    String list(@RequestParam(name = "connection_id", required = false) UUID connectionId,
                @RequestParam(required = false) String status, @RequestParam(required = false) String cursor,
                Model model) {
        Page<Import> page = imports.list(connectionId, Params.text(status), PageRequest.of(null, cursor));
        model.addAttribute("page", page).addAttribute("names", names(page.items()));
        model.addAttribute("status", Params.text(status)).addAttribute("connectionId", connectionId);
        return "imports";
    }

    @GetMapping("/imports/{id}/row")
    String row(@PathVariable UUID id, Model model) {
        Import run = imports.find(id);
        model.addAttribute("run", run).addAttribute("names", names(List.of(run)));
        return "imports :: row";
    }

    @GetMapping("/imports/{id}")
    String one(@PathVariable UUID id, Model model) {
        Import run = imports.find(id);
        model.addAttribute("run", run).addAttribute("names", names(List.of(run)));
        addGauge(run, model);
        return "import";
    }

    @PostMapping("/imports/{id}/cancel")
    String cancel(@PathVariable UUID id, HttpServletResponse response, Model model) {
        imports.cancel(id);
        return Reply.done(response, model, "The import stops after the tables at hand.");
    }

    @PostMapping("/imports/{id}/resume")
    String resume(@PathVariable UUID id, HttpServletResponse response, Model model) {
        imports.resume(id);
        return Reply.done(response, model, "The import goes on.");
    }

    private void addGauge(Import run, Model model) {
        if (run.waitingUntil() == null) return;
        quotas.scarcest(run.connectionId()).ifPresent(quota -> model.addAttribute("gauge", Gauge.of(quota, null)));
    }

    private String progress(Import run, Model model) {
        model.addAttribute("run", run);
        addGauge(run, model);
        if (run.isOver()) {
            Datasets.Filter imported = new Datasets.Filter(run.connectionId(), null, null, null, false);
            model.addAttribute("found", datasets.list(imported, PageRequest.first(NAMED_DATASETS)));
        }
        return "pieces :: activity";
    }

    private Map<UUID, String> names(List<Import> runs) {
        return runs.stream().map(Import::connectionId).distinct().collect(Collectors.toMap(Function.identity(), this::name));
    }

    private String name(UUID connectionId) {
        try {
            return connections.find(connectionId).name();
        } catch (Refusal goneMeanwhile) {
            return "Deleted connection";
        }
    }
}
