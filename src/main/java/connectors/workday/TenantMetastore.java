package connectors.workday;

import catalog.CodePoints;
import catalog.Schema;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import connectors.http.Metastore;
import connectors.workday.WorkdaySettings.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Body;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * The tables of a tenant: a schema for each web service, by its name; {@code reports}, with a table for each report and each
 * group in it; {@code wql}, with a table for each data source.
 */
public final class TenantMetastore implements Metastore {
    static final String REPORTS = "reports";
    static final String WQL = "wql";

    private final WorkdaySettings settings;
    private final List<String> names;
    private final Services services;
    private final Reports reports;
    private final Wql wql;
    private final Map<String, Report> reportNames;

    /** @param names of the services */
    TenantMetastore(WorkdaySettings settings, List<String> names, Services services, Reports reports, Wql wql) {
        this.settings = settings;
        this.names = names;
        this.services = services;
        this.reports = reports;
        this.wql = wql;
        this.reportNames = settings.reads("raas") ? named(settings.reports()) : Map.of();
    }

    /** By the report's name; with its owner where another owner has one of the same name. */
    private static Map<String, Report> named(List<Report> reports) {
        Map<String, Report> named = new TreeMap<>(CodePoints::compare);
        for (Report report : reports) {
            boolean isTwice = reports.stream().anyMatch(other -> other.name().equals(report.name()) && !other.equals(report));
            named.put(isTwice ? report.name() + " (" + report.owner() + ")" : report.name(), report);
        }
        return named;
    }

    /** Asks nobody: they follow from the settings. */
    @Override
    public List<Schema> schemas() {
        List<Schema> schemas = new ArrayList<>();
        if (settings.reads("wws")) names.forEach(name -> schemas.add(new Schema(name, null, null)));
        if (!reportNames.isEmpty()) schemas.add(new Schema(REPORTS, null, null));
        if (settings.readsWql()) schemas.add(new Schema(WQL, null, null));
        schemas.sort(Comparator.comparing(Schema::name, CodePoints::compare));
        return schemas;
    }

    /**
     * The same; with change tokens, for which the descriptions of the services are asked for, where {@code tokens} says so.
     *
     * @param request {@code tokens}
     */
    public List<Schema> listed(@Body Map<String, Object> request) throws IOException {
        if (!Boolean.TRUE.equals(request.get("tokens"))) return schemas();
        List<Schema> all = new ArrayList<>();
        for (Schema schema : schemas()) all.add(names.contains(schema.name()) ? withToken(schema) : schema);
        return all;
    }

    /** What cannot be read has no token, and the import says why. */
    private Schema withToken(Schema schema) throws IOException {
        try {
            return new Schema(schema.name(), null, null, services.plan(schema.name()));
        } catch (ProblemException unreadable) {
            FailureKind kind = unreadable.problem().kind();
            if (kind == FailureKind.NOT_FOUND || kind == FailureKind.PERMISSION || kind == FailureKind.UNSUPPORTED) return schema;
            throw unreadable;
        }
    }

    @Override
    public List<Entry> tables(String schema) throws IOException {
        if (schema.equals(WQL) && settings.readsWql()) return dataSources();
        if (schema.equals(REPORTS) && !reportNames.isEmpty()) return reports();
        if (settings.reads("wws") && names.contains(schema)) return service(schema);
        throw leftOut(schema).asException();
    }

    private static Problem leftOut(String schema) {
        if (schema.equals(WQL)) {
            return Problem.of(FailureKind.NOT_FOUND, "left_out", Remarks.WQL_CLOSED).at("/authentication/type")
                    .fix("Sign in as an API client.");
        }
        return Problem.of(FailureKind.NOT_FOUND, "left_out", "The settings of this connection leave out " + schema + ".")
                .at(Services.SETTING).fix("Add it to the settings.");
    }

    private List<Entry> service(String name) throws IOException {
        Services.Tables found = services.tables(name);
        return found.all().names().stream().map(table -> new Entry(new TableName(name, table), TableKind.OBJECT,
                found.all().comment(table), null, known -> described(found, table, known))).toList();
    }

    private static Optional<Read> described(Services.Tables found, String table, String known) {
        if (found.token().equals(known)) return Optional.of(new Read(null, known));
        return found.all().table(table).map(read -> new Read(read, found.token()));
    }

    /** A report that cannot be read is one entry, which says so. */
    private List<Entry> reports() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Report> one : reportNames.entrySet()) entries.addAll(report(one.getKey(), one.getValue()));
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private List<Entry> report(String name, Report report) throws IOException {
        try {
            Reports.Described found = reports.read(REPORTS, name, report);
            return found.tables().names().stream().map(table -> reported(found.tables().table(table), found.token())).toList();
        } catch (ProblemException unreadable) {
            return List.of(unreadable(new TableName(REPORTS, name), unreadable));
        }
    }

    private static Entry unreadable(TableName name, ProblemException failure) {
        return new Entry(name, TableKind.REPORT, failure.problem().message(), null, known -> {
            throw failure;
        });
    }

    private static Entry reported(Table table, String token) {
        return new Entry(table.tableName(), TableKind.REPORT, table.comment(), null,
                known -> Optional.of(new Read(token.equals(known) ? null : table, token)));
    }

    private List<Entry> dataSources() throws IOException {
        List<Wql.DataSource> all = wql.dataSources();
        Map<String, String> homes = Wql.homes(all);
        return all.stream().map(one -> new Entry(new TableName(WQL, one.name()), TableKind.OBJECT, one.comment(), null, known -> {
            Wql.Described found = wql.read(one, homes);
            return Optional.of(new Read(found.token().equals(known) ? null : found.table(), found.token()));
        })).toList();
    }

    @Override
    public Optional<Table> table(TableName name) throws IOException {
        for (Entry entry : tables(name.schema())) {
            if (entry.name().equals(name)) return entry.reading().table(null).map(Read::table);
        }
        return Optional.empty();
    }
}
