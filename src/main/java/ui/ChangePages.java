package ui;

import connections.Connection;
import connections.Connections;
import java.util.UUID;
import metadata.ChangeLog;
import metadata.ChangeLog.Counts;
import metadata.ChangeLog.Window;
import metadata.Import;
import metadata.Imports;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import paging.PageRequest;

/** What changed between imports: a page for any two of a connection, and a part of each import's own page. */
@Controller
class ChangePages {
    private static final int LISTED_RUNS = 50;
    private static final int SHOWN_OF_IMPORT = 20;

    private final Connections connections;
    private final Imports imports;
    private final ChangeLog changes;

    ChangePages(Connections connections, Imports imports, ChangeLog changes) {
        this.connections = connections;
        this.imports = imports;
        this.changes = changes;
    }

    @GetMapping("/connections/{id}/changes")
    String between(@PathVariable UUID id, @RequestParam(required = false) UUID from, @RequestParam(required = false) UUID to,
                   @RequestParam(required = false) String cursor, Model model) {
        Connection connection = connections.find(id);
        model.addAttribute("connection", connection);
        model.addAttribute("runs", imports.list(id, null, PageRequest.first(LISTED_RUNS)).items().stream()
                .filter(Import::isOver).toList());
        show(changes.window(id, from, to), PageRequest.of(null, cursor), model);
        return "changes";
    }

    @GetMapping("/imports/{id}/changes")
    String of(@PathVariable UUID id, Model model) {
        show(changes.of(imports.find(id)), PageRequest.first(SHOWN_OF_IMPORT), model);
        return "changes :: part";
    }

    private void show(Window window, PageRequest page, Model model) {
        Counts counts = changes.counts(window);
        model.addAttribute("window", window).addAttribute("counts", counts)
                .addAttribute("page", changes.list(window, counts.total(), page));
    }
}
