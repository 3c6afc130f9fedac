package ui;

import access.Caller;
import catalog.TableSummary;
import connections.Connection;
import connections.Connections;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import metadata.Browsing;
import metadata.CallForecast;
import metadata.Import;
import metadata.ImportRequest;
import metadata.Imports;
import metadata.Previews;
import metadata.Quotas;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;

/** Before an import: what it shall take in, what it would do, and its start. */
@Controller
class ImportChoicePages {
    /** More boxes than this nobody ticks; patterns reach the rest. */
    private static final int MOST_BOXES = 1_000;

    /** A table with the value of its box. */
    public record Box(TableSummary table, String value) { }

    private final Connections connections;
    private final Browsing browsing;
    private final Previews previews;
    private final Imports imports;
    private final Quotas quotas;

    ImportChoicePages(Connections connections, Browsing browsing, Previews previews, Imports imports, Quotas quotas) {
        this.connections = connections;
        this.browsing = browsing;
        this.previews = previews;
        this.imports = imports;
        this.quotas = quotas;
    }

    @GetMapping("/connections/{id}/import")
    String choose(@PathVariable UUID id, Model model) {
        Connection connection = connections.find(id);
        Caller.current().mustCreate();
        model.addAttribute("connection", connection).addAttribute("options", ImportRequest.EVERYTHING.options());
        return "import-choice";
    }

    @GetMapping("/connections/{id}/import/schemas")
    String schemas(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean refresh, HttpServletResponse response,
                   Model model) {
        model.addAttribute("id", id);
        try {
            model.addAttribute("schemas", browsing.schemas(id, refresh));
            return "import-choice :: schemas";
        } catch (ProblemException failed) {
            return failed(failed.problem(), "#schemas", response, model);
        }
    }

    @GetMapping("/connections/{id}/import/tables")
    String tables(@PathVariable UUID id, @RequestParam String schema, Model model) {
        List<TableSummary> tables = browsing.tables(id, schema, false);
        model.addAttribute("boxes", tables.stream().limit(MOST_BOXES)
                .map(table -> new Box(table, Choice.value(table.tableName()))).toList());
        model.addAttribute("more", Math.max(0, tables.size() - MOST_BOXES));
        return "import-choice :: tables";
    }

    /** What the choice so far would ask of a source that counts calls. It is not asked for that. */
    @PostMapping("/connections/{id}/import/forecast")
    String forecast(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> sent, Model model) {
        CallForecast forecast = forecast(id, sent).orElse(null);
        model.addAttribute("forecast", forecast);
        model.addAttribute("gauge", quotas.scarcest(id).map(quota -> Gauge.of(quota, forecast)).orElse(null));
        return "quota :: forecast";
    }

    /** A choice that is not right yet is said to be when it is sent. */
    private Optional<CallForecast> forecast(UUID id, MultiValueMap<String, String> sent) {
        try {
            return quotas.forecast(id, new Choice(sent).request(schema -> quotas.knownTables(id, schema)));
        } catch (Refusal refusal) {
            if (refusal.status() == 404) throw refusal;
            return Optional.empty();
        }
    }

    @PostMapping("/connections/{id}/import/preview")
    String preview(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> sent, HttpServletResponse response,
                   Model model) {
        try {
            model.addAttribute("preview", previews.of(id, request(id, sent)));
            return "import-choice :: preview";
        } catch (Refusal refusal) {
            return refused(refusal, response, model);
        } catch (ProblemException failed) {
            return failed(failed.problem(), "#preview", response, model);
        }
    }

    @PostMapping("/connections/{id}/import")
    String start(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> sent, HttpServletResponse response,
                   Model model) {
        try {
            Import run = imports.start(id, request(id, sent), null);
            response.setHeader("HX-Redirect", "/imports/" + run.id());
            return Reply.toast(response, model, "ok", "The import has begun.");
        } catch (Refusal refusal) {
            return refused(refusal, response, model);
        }
    }

    private ImportRequest request(UUID id, MultiValueMap<String, String> sent) {
        return new Choice(sent).request(schema -> browsing.tables(id, schema, false).stream().map(TableSummary::tableName)
                .toList());
    }

    /** What is wrong with which field, in the place of the preview. A right that is missing is nobody's field. */
    private static String refused(Refusal refusal, HttpServletResponse response, Model model) {
        if (refusal.status() == 403 || refusal.status() == 404) throw refusal;
        into("#preview", refusal.status(), response);
        model.addAttribute("sentence", refusal.getMessage()).addAttribute("errors", refusal.errors());
        return "import-choice :: refused";
    }

    private static String failed(Problem problem, String place, HttpServletResponse response, Model model) {
        into(place, problem.retryable() ? 503 : 502, response);
        model.addAttribute("problem", problem);
        return "import-choice :: failed";
    }

    private static void into(String place, int status, HttpServletResponse response) {
        response.setStatus(status);
        response.setHeader("HX-Retarget", place);
        response.setHeader("HX-Reswap", "innerHTML");
    }
}
