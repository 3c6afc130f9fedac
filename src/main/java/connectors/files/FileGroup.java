package connectors.files;

import catalog.Column;
import catalog.Table;
import catalog.TableKind;
import connectors.files.TableFiles.Found;
import connectors.files.formats.Inferred;
import connectors.files.formats.Sample;
import connectors.files.formats.Union;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One table of many files: the union of what some of them have, with the columns that their names and folders stand for. */
final class FileGroup {
    /** The first, the last and others evenly between them. */
    private static final int MOST_SAMPLED = 20;
    private static final int MOST_NAMED = 100;
    /** Properties of one file alone. */
    private static final List<String> OWN = List.of("row_groups", "warnings", "renamed_columns");

    private final String schema;
    private final TableFiles files;
    private final Union union;
    private Map<String, Object> common;
    private long sampled;
    private long sampledBytes;
    private Long sampledRows = 0L;

    FileGroup(String schema, TableFiles files) {
        this.schema = schema;
        this.files = files;
        this.union = new Union(files.first().file().type().format().declaresColumns());
    }

    List<Found> sampled() {
        List<Found> all = files.files();
        if (all.size() <= MOST_SAMPLED) return all;
        List<Found> some = new ArrayList<>();
        for (long i = 0; i < MOST_SAMPLED; i++) some.add(all.get((int) (i * (all.size() - 1) / (MOST_SAMPLED - 1))));
        return some;
    }

    void add(Found found, TableReader.Looked looked) {
        Sample sample = looked.sample();
        sampled++;
        sampledBytes += looked.state().size();
        Long rows = looked.rows(found.file().type().gzip());
        sampledRows = rows == null || sampledRows == null ? null : (Long) (sampledRows + rows);
        // a file without a row says nothing of its columns' types, and an empty one nothing at all
        if (!sample.columns().isEmpty()) union.add(found.shown(), sample.columns());
        Map<String, Object> properties = new HashMap<>(sample.properties());
        properties.keySet().removeAll(OWN);
        if (common == null) common = properties;
        else common.entrySet().removeIf(entry -> !Objects.equals(entry.getValue(), properties.get(entry.getKey())));
    }

    boolean isEmpty() {
        return sampled == 0;
    }

    Table table() {
        Map<String, Column> columns = new LinkedHashMap<>();
        union.columns().forEach(column -> columns.put(column.name(), column));
        List<String> partitions = files.keys().isEmpty() ? fromNames(columns) : fromFolders(columns);
        List<Column> all = new ArrayList<>();
        for (Column column : columns.values()) all.add(at(column, all.size() + 1));
        return Table.ofColumns(schema, files.name(), TableKind.FILE, rowEstimate(), all, properties(partitions));
    }

    private static Column at(Column c, int position) {
        return new Column(c.name(), position, c.type(), c.nativeType(), c.length(), c.precision(), c.scale(), c.nullable(),
                c.defaultValue(), c.identity(), c.generated(), c.comment());
    }

    /** A folder's value holds for all rows below it, also where the files have a column of its name. */
    private List<String> fromFolders(Map<String, Column> columns) {
        for (int i = 0; i < files.keys().size(); i++) {
            String key = files.keys().get(i);
            int level = i;
            Stream<String> values = files.files().stream().map(found -> Partition.of(found.shown().split("/")[level]).value());
            columns.remove(key);
            columns.put(key, Inferred.partition(key, 0, values));
        }
        return files.keys();
    }

    private List<String> fromNames(Map<String, Column> columns) {
        NamePattern pattern = NamePattern.of(LikeNames.stem(files.first().file().name()));
        List<String> names = new ArrayList<>();
        if (!files.name().startsWith(pattern.dated())) return names;
        for (NamePattern.Value value : pattern.values()) {
            String name = value.column();
            while (columns.containsKey(name)) name = "file_" + name;
            columns.put(name, Inferred.datePart(name, 0));
            names.add(name);
        }
        return names;
    }

    private Long rowEstimate() {
        if (sampledRows == null || sampledBytes == 0) return null;
        if (sampled == files.files().size()) return sampledRows;
        return Math.round((double) sampledRows * files.size() / sampledBytes);
    }

    private Map<String, Object> properties(List<String> partitions) {
        List<Found> all = files.files();
        Map<String, Object> properties = new HashMap<>(common);
        properties.put("format", files.first().file().type().format().wireName());
        properties.put("compressed", all.stream().anyMatch(found -> found.file().type().gzip()));
        properties.put("size_bytes", files.size());
        all.stream().map(found -> found.file().state().modified()).filter(Objects::nonNull).max(Comparator.<Instant>naturalOrder())
                .ifPresent(latest -> properties.put("modified_at", TableReader.shown(latest)));
        properties.put("file_count", all.size());
        properties.put("sampled_files", sampled);
        properties.put("first_file", all.get(0).shown());
        properties.put("last_file", all.get(all.size() - 1).shown());
        properties.put("files", all.stream().limit(MOST_NAMED).map(Found::shown).toList());
        if (!partitions.isEmpty()) properties.put("partition_columns", List.copyOf(partitions));
        if (!union.drift().isEmpty()) properties.put("drift", union.drift());
        return properties;
    }
}
