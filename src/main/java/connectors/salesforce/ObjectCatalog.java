package connectors.salesforce;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import connectors.http.Ahead;
import connectors.salesforce.Org.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import types.ConnectionType;

/** What the route templates ask of the organization's objects. The list of them comes from the component, as a variable. */
public final class ObjectCatalog {
    private final SalesforceSettings settings;
    private final ObjectTables tables;
    private final Org org;
    private final Ahead ahead;

    ObjectCatalog(SalesforceSettings settings, ConnectionType type, Org org, Ahead ahead) {
        this.settings = settings;
        this.tables = new ObjectTables(type);
        this.org = org;
        this.ahead = ahead;
    }

    /** The one that there is; how many objects it has would cost a call. */
    public List<Schema> schemas() {
        return List.of(new Schema(Listed.SCHEMA, "All objects of the organization", null));
    }

    /** @param request {@code schema} */
    public List<TableSummary> tables(@Body Map<String, Object> request, @Variable("objects") InputStream objects)
            throws IOException {
        if (!Listed.SCHEMA.equals(request.get("schema"))) return List.of();
        return Listed.of(objects.readAllBytes(), settings).stream().map(Listed::summary).toList();
    }

    /**
     * @param request {@code schema} and {@code table}
     * @return null when there is none, or the user may not see it
     */
    public Table table(Map<String, Object> request) throws IOException {
        String name = String.valueOf(request.get("table"));
        if (!Listed.SCHEMA.equals(request.get("schema")) || !Listed.isName(name)) return null;
        Discovered found = new Describing(org, tables, RecordCounts.NONE).single(new Wanted(new Listed(name, null), null));
        return found instanceof Discovered.Readable read ? read.table() : null;
    }

    /** The selected objects by name, 25 at a time. */
    public Iterator<Discovered> read(@Body Selection selection, @Variable("objects") InputStream objects,
                                     @Variable("known") KnownTokens known) throws IOException {
        List<Listed> selected = Listed.of(objects.readAllBytes(), settings).stream()
                .filter(object -> selection.test(object.summary())).toList();
        Describing describing = new Describing(org, tables, new RecordCounts(org));
        return new ObjectImport(selected, known == null ? KnownTokens.NONE : known, describing, ahead);
    }
}
