package connectors.http;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What the route templates ask of the catalog. */
public final class CatalogReader {
    private final Metastore metastore;
    private final Ahead ahead;

    public CatalogReader(Metastore metastore, Ahead ahead) {
        this.metastore = metastore;
        this.ahead = ahead;
    }

    public List<Schema> schemas() throws IOException {
        return metastore.schemas();
    }

    /** @param request {@code schema} */
    public List<TableSummary> tables(Map<String, Object> request) throws IOException {
        return metastore.tables((String) request.get("schema")).stream().map(Metastore.Entry::summary).toList();
    }

    /**
     * @param request {@code schema} and {@code table}
     * @return null when there is none
     */
    public Table table(Map<String, Object> request) throws IOException {
        return metastore.table(new TableName((String) request.get("schema"), (String) request.get("table"))).orElse(null);
    }

    /** The selected tables by schema and name, one at a time; nothing but the names of one schema is held. */
    public Iterator<Discovered> read(@Body Selection selection, @Variable("known") KnownTokens known) throws IOException {
        return new CatalogImport(metastore, ahead, selection, known == null ? KnownTokens.NONE : known);
    }
}
