package ui;

import catalog.ForeignKey;
import catalog.TableName;
import connections.Connections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metadata.Datasets;
import metadata.Datasets.Dataset;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import paging.PageRequest;
import publishing.Drift;

/** What has been imported: the list, and one table with its history. */
@Controller
class DatasetPages {
    private static final int FOUND = 10;
    private static final String SHOWN_VERSIONS = "10";

    private final Datasets datasets;
    private final Connections connections;
    private final Drift drift;

    DatasetPages(Datasets datasets, Connections connections, Drift drift) {
        this.datasets = datasets;
        this.connections = connections;
        this.drift = drift;
    }

    @GetMapping("/datasets")
    String list(@RequestParam(name = "connection_id", required = false) UUID connectionId,
                @RequestParam(required = false) String q, @RequestParam(required = false) String column,
                @RequestParam(required = false) String cursor, Model model) {
        Datasets.Filter filter = new Datasets.Filter(connectionId, null, Params.text(q), Params.text(column), false);
        model.addAttribute("page", datasets.list(filter, PageRequest.of(null, cursor))).addAttribute("filter", filter);
        model.addAttribute("connections",
                connections.list(Connections.Filter.NONE, PageRequest.first(PageRequest.MAX_LIMIT)).items());
        return "datasets";
    }

    @GetMapping("/datasets/{id}")
    String one(@PathVariable UUID id, @RequestParam(required = false) String versions, Model model) {
        Datasets.Detail detail = datasets.find(id);
        model.addAttribute("dataset", detail.dataset()).addAttribute("table", detail.definition());
        model.addAttribute("versions", datasets.versions(id, PageRequest.of(SHOWN_VERSIONS, versions)));
        model.addAttribute("targets", targets(detail.dataset(), detail.definition().foreignKeys()));
        model.addAttribute("published", drift.of(id, PageRequest.first(PageRequest.MAX_LIMIT)).items());
        return "dataset";
    }

    @GetMapping("/search")
    String search(@RequestParam(defaultValue = "") String q, Model model) {
        String words = Params.text(q);
        model.addAttribute("words", words);
        if (words == null) return "search";
        Connections.Filter named = new Connections.Filter(null, null, null, null, null, null, words, null);
        model.addAttribute("connections", connections.list(named, PageRequest.first(FOUND)));
        Datasets.Filter found = new Datasets.Filter(null, null, words, null, false);
        model.addAttribute("datasets", datasets.list(found, PageRequest.first(FOUND)));
        return "search";
    }

    /** Name of a foreign key's target to the id of its dataset; a target that was not imported is not in it. */
    private Map<String, UUID> targets(Dataset dataset, List<ForeignKey> keys) {
        Map<String, UUID> targets = new HashMap<>();
        for (ForeignKey key : keys) {
            TableName name = new TableName(key.references().schema(), key.references().table());
            datasets.idOf(dataset.connectionId(), name).ifPresent(id -> targets.put(name.toString(), id));
        }
        return targets;
    }
}
