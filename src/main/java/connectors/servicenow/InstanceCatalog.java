package connectors.servicenow;

import catalog.CodePoints;
import catalog.Discovered;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import connectors.servicenow.Reader.Gap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** The tables of an instance by application scope, as the route templates ask for them. */
public final class InstanceCatalog {
    /** So many tables are asked for by their names; for more, the whole dictionary is read. */
    private static final int FEW = 60;
    private static final TableName ANY = new TableName("*", "*");

    private final Reader reader;
    private final ChangeTokens tokens;
    private final ServiceNowSettings settings;
    private final ConnectionType type;

    InstanceCatalog(Reader reader, ChangeTokens tokens, ServiceNowSettings settings, ConnectionType type) {
        this.reader = reader;
        this.tokens = tokens;
        this.settings = settings;
        this.type = type;
    }

    /**
     * Scopes that have tables. Their number is not told: an import would be divided by it, and each part would read the whole
     * dictionary.
     *
     * @param request {@code tokens}: whether change tokens are wanted; null for no
     */
    public List<Schema> schemas(Map<String, Object> request) throws IOException {
        boolean wanted = request != null && Boolean.TRUE.equals(request.get("tokens"));
        Dictionary listed = new Dictionary();
        List<Gap> gaps = reader.tables(listed);
        String token = wanted ? tokens.of(listed, gaps) : null;
        Map<String, String> scopes = new TreeMap<>(CodePoints::compare);
        covered(listed).forEach(table -> scopes.put(table.scope(), table.scopeLabel()));
        return scopes.entrySet().stream().map(scope -> new Schema(scope.getKey(), label(scope.getValue()), null, token)).toList();
    }

    private static String label(String text) {
        return text.isEmpty() ? null : text;
    }

    /** @param request {@code schema}; @return empty where there is no such scope */
    public List<TableSummary> tables(Map<String, Object> request) throws IOException {
        String scope = (String) request.get("schema");
        if (!Question.isName(scope) || !settings.coversScope(scope)) return List.of();
        Dictionary listed = new Dictionary();
        reader.tablesOf(scope, listed);
        return covered(listed).filter(table -> table.scope().equals(scope)).map(InstanceCatalog::summary)
                .sorted(Comparator.comparing(TableSummary::tableName)).toList();
    }

    private static TableSummary summary(TableRow table) {
        return new TableSummary(table.scope(), table.name(), TableKind.TABLE, label(table.label()), null);
    }

    private Stream<TableRow> covered(Dictionary listed) {
        return listed.tables().stream().filter(table -> settings.covers(table.scope(), table.name()));
    }

    /**
     * @param request {@code schema} and {@code table}
     * @return null when there is none
     * @throws problems.ProblemException of kind PERMISSION when a part of it is hidden
     */
    public Table table(Map<String, Object> request) throws IOException {
        TableName name = new TableName((String) request.get("schema"), (String) request.get("table"));
        if (!settings.covers(name.schema(), name.name())) return null;
        Dictionary found = reader.table(name);
        TableRow row = found.table(name.name());
        if (row == null || !row.scope().equals(name.schema())) return null;
        if (found.isTorn(row)) throw torn(row).asException();
        return new Assembly(found, type).table(row);
    }

    private static Problem torn(TableRow row) {
        return Problem.of(FailureKind.PERMISSION, "parent_hidden",
                        "A table that " + row.name() + " extends is hidden from this user, and its columns with it.")
                .fix("Have the user allowed to read sys_db_object: " + Reader.remedy(TableRow.SOURCE));
    }

    /**
     * The selected tables by scope and name. The dictionary is read first, all of it or what concerns a few tables, and held
     * while this goes on.
     */
    public Iterator<Discovered> read(Selection selection) throws IOException {
        Selection wanted = selection == null ? Selection.EVERYTHING : selection;
        Dictionary dictionary = new Dictionary();
        List<Gap> gaps = new ArrayList<>(reader.tables(dictionary));
        List<TableRow> selected = covered(dictionary).filter(table -> wanted.test(summary(table)))
                .sorted(Comparator.comparing(table -> summary(table).tableName())).toList();
        Set<String> concerned = concerned(dictionary, selected);
        gaps.addAll(reader.columns(concerned.size() <= FEW ? concerned : null, dictionary));
        Assembly assembly = new Assembly(dictionary, type);
        Stream<Discovered> tables = selected.stream().map(table -> discovered(dictionary, assembly, table));
        return Stream.concat(tables, gaps.stream().map(InstanceCatalog::said)).iterator();
    }

    private static Set<String> concerned(Dictionary dictionary, Collection<TableRow> selected) {
        Set<String> names = new LinkedHashSet<>();
        for (TableRow table : selected) {
            dictionary.chain(table).forEach(level -> names.add(level.name()));
            if (names.size() > FEW) break;
        }
        return names;
    }

    /** One of which a part is hidden is left as it is known, and not shown without that part. */
    private static Discovered discovered(Dictionary dictionary, Assembly assembly, TableRow row) {
        TableName name = new TableName(row.scope(), row.name());
        if (dictionary.isTorn(row)) return new Discovered.Unreadable(name, "parent_hidden", torn(row).message());
        Table table = assembly.table(row);
        if (!table.columns().isEmpty()) return new Discovered.Readable(table);
        return new Discovered.Unreadable(name, "columns_hidden", "No column of " + row.name() + " is shown to this user.");
    }

    /** Where tables are hidden nobody can say which: nothing is taken for removed. */
    private static Discovered said(Gap gap) {
        Discovered.Extent extent = gap.columns() ? Discovered.Extent.TABLE : Discovered.Extent.UNKNOWN;
        return new Discovered.Unreadable(ANY, gap.code(), gap.message(), extent);
    }
}
