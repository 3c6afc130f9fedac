package connectors.bigquery;

import catalog.CodePoints;
import catalog.Schema;
import catalog.Table;
import catalog.TableName;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.Metastore;
import connectors.http.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/** The datasets of a project that the settings cover, and their tables. */
final class ProjectMetastore implements Metastore {
    /** What is held of one dataset at a time; connectors.md 1.6. */
    private static final int MOST_TABLES = 200_000;
    /** In the lists of some projects; they have no columns, and are asked for elsewhere. */
    private static final String MODEL = "MODEL";

    private final Project project;
    private final Queries queries;
    private final BigQuerySettings settings;
    private final ConnectionType type;
    private final Tables tables;

    ProjectMetastore(Project project, Queries queries, BigQuerySettings settings, ConnectionType type) {
        this.project = project;
        this.queries = queries;
        this.settings = settings;
        this.type = type;
        this.tables = new Tables(settings.projectId(), type);
    }

    @Override
    public List<Schema> schemas() throws IOException {
        List<Schema> found = new ArrayList<>();
        for (Pages pages = project.datasets(); pages.hasNext(); ) {
            JsonNode dataset = pages.next();
            boolean covered = settings.covers(name(dataset), dataset.path("location").asText());
            if (covered) found.add(new Schema(name(dataset), Tables.text(dataset, "friendlyName"), null));
            bound(found.size());
        }
        found.sort(Comparator.comparing(Schema::name, CodePoints::compare));
        return found;
    }


    static String name(JsonNode dataset) {
        return dataset.path("datasetReference").path("datasetId").asText();
    }

    @Override
    public List<Entry> tables(String dataset) throws IOException {
        if (!settings.covers(dataset, "")) throw leftOut(dataset);
        KeyNames names = KeyNames.of(queries, settings, type, dataset);
        return listed(dataset).values().stream().map(one -> entry(dataset, one, names))
                .sorted(Comparator.comparing(Entry::name)).toList();
    }

    private Entry entry(String dataset, Listed listed, KeyNames names) {
        return new Entry(new TableName(dataset, listed.name()), listed.kind(), null, null,
                known -> read(dataset, listed, names, known));
    }

    private Map<String, Listed> listed(String dataset) throws IOException {
        Map<String, Listed> found = new HashMap<>();
        for (Pages pages = project.tables(dataset); pages.hasNext(); ) {
            JsonNode entry = pages.next();
            if (entry.path("type").asText().equals(MODEL)) continue;
            Listed listed = Listed.of(entry);
            found.merge(listed.name(), listed, Listed::with);
            bound(found.size());
        }
        return found;
    }

    /** Of shards any name but the last day's is to be looked up. */
    @Override
    public Optional<Table> table(TableName name) throws IOException {
        if (!settings.covers(name.schema(), "")) return Optional.empty();
        Listed listed = name.name().endsWith("*") ? listed(name.schema()).get(name.name()) : new Listed(name.name(), null, null);
        return listed == null ? Optional.empty()
                : read(name.schema(), listed, KeyNames.of(queries, settings, type, name.schema()), null).map(Read::table);
    }

    private Optional<Read> read(String dataset, Listed listed, KeyNames names, String known) throws IOException {
        Optional<HttpAnswer> found = project.table(dataset, listed.table(), Tags.tag(listed, known));
        if (found.isEmpty()) return Optional.empty();
        HttpAnswer answer = found.get();
        if (answer.status() == 304) return Optional.of(new Read(null, known));
        Table table = tables.of(dataset, listed, answer.json(), names.byTable());
        return Optional.of(new Read(table, Tags.token(listed, answer)));
    }

    private static RuntimeException leftOut(String dataset) {
        return Problem.of(FailureKind.NOT_FOUND, "dataset_left_out",
                        "The settings of this connection leave out the dataset " + dataset + ".")
                .at("/datasets_exclude").fix("Change which datasets are taken in.").asException();
    }

    private static void bound(int found) {
        if (found <= MOST_TABLES) return;
        throw Problem.of(FailureKind.UNSUPPORTED, "too_many",
                        "One list of the project has more than " + MOST_TABLES + " entries.")
                .fix("Divide the dataset, or choose fewer datasets.").asException();
    }
}
