package connectors.rest;

import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import connectors.TestReport;
import connectors.rest.Known.State;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the route templates of the family call: each method is the work of one operation. */
public final class ApiReader {
    private final Api api;
    private final RestSettings settings;
    private final Known known;

    ApiReader(Api api, RestSettings settings) {
        this.api = api;
        this.settings = settings;
        this.known = new Known(new Lookup(api, settings));
    }

    /** About how many calls a reading makes. */
    long calls() {
        return known.calls();
    }

    public TestReport test() {
        return new RestLadder(api, settings, known).climb(true);
    }

    /** As {@link #test}, without reading the description, and with one call. */
    public TestReport health() {
        return new RestLadder(api, settings, known).climb(false);
    }

    /** @return the groups of resources, in order */
    public List<Schema> schemas() throws IOException {
        State state = known.state();
        Map<String, Long> counts = new TreeMap<>(catalog.CodePoints::compare);
        state.description().tables().forEach(table -> counts.merge(table.schema(), 1L, Long::sum));
        return counts.entrySet().stream().map(group -> new Schema(group.getKey(), null, group.getValue(), state.token()))
                .toList();
    }

    /** @param request {@code schema}; @return empty where there is no such group */
    public List<TableSummary> tables(Map<String, String> request) throws IOException {
        return known.state().description().tables().stream().filter(table -> table.schema().equals(request.get("schema")))
                .map(Table::summary).toList();
    }

    /** @param request {@code schema} and {@code table}; @return null where there is none */
    public Table table(Map<String, String> request) throws IOException {
        return known.state().description().tables().stream()
                .filter(table -> table.schema().equals(request.get("schema")) && table.name().equals(request.get("table")))
                .findFirst().orElse(null);
    }

    /** @return every selected resource, by group and name in the order of code points */
    public Iterator<Discovered> read(Selection selection) throws IOException {
        Selection wanted = selection == null ? Selection.EVERYTHING : selection;
        return known.state().description().tables().stream().filter(table -> wanted.test(table.summary()))
                .<Discovered>map(Discovered.Readable::new).iterator();
    }
}
