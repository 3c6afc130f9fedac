package testing.unity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** What is in a metastore: catalogs, schemas, tables. */
public final class Lakehouse {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UNFIT = Pattern.compile("[./ \\x00-\\x1f\\x7f]");

    /** @param type null where the catalog shows a text that is no type of ours */
    public static final class Col {
        String name;
        SqlType type;
        String typeText;
        boolean nullable = true;
        String comment;
        Integer partition;

        Col(String name, SqlType type) {
            this.name = name;
            this.type = type;
            this.typeText = type == null ? null : type.text();
        }
    }

    public record Key(String name, List<String> columns, String parent, List<String> parentColumns) { }

    public static final class Table {
        final String catalog;
        final String schema;
        public final String name;
        String kind = "MANAGED";
        String format = "DELTA";
        String comment;
        String location;
        String view;
        String owner = "somebody@example.com";
        long updatedAt;
        public final Map<String, String> properties = new TreeMap<>();
        public final Map<String, String> tags = new TreeMap<>();
        public final List<Col> columns = new ArrayList<>();
        public Key primaryKey;
        public final List<Key> foreignKeys = new ArrayList<>();

        Table(String catalog, String schema, String name) {
            this.catalog = catalog;
            this.schema = schema;
            this.name = name;
        }

        String fullName() {
            return catalog + "." + schema + "." + name;
        }

        Col column(String wanted) {
            return columns.stream().filter(column -> column.name.equalsIgnoreCase(wanted)).findFirst().orElse(null);
        }

        public List<String> columnTexts() {
            return columns.stream().map(column -> column.name + " " + column.typeText + (column.nullable ? "" : " NOT NULL") + (column.comment == null ? "" : " -- " + column.comment)).toList();
        }
    }

    private final Map<String, Map<String, Map<String, Table>>> catalogs = new TreeMap<>();
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);

    public Lakehouse catalog(String name) {
        catalogs.computeIfAbsent(name, n -> new TreeMap<>());
        return this;
    }

    public Lakehouse schema(String catalog, String name) {
        catalogs.get(catalog).computeIfAbsent(name, n -> new TreeMap<>());
        return this;
    }

    /** @param columns each as {@code name type} */
    public Table table(String catalog, String schema, String name, String... columns) {
        catalog(catalog).schema(catalog, schema);
        Table table = new Table(catalog, schema, name);
        for (String column : columns) {
            SqlTokens tokens = new SqlTokens(column);
            table.columns.add(new Col(tokens.identifier(), SqlType.read(tokens)));
        }
        catalogs.get(catalog).get(schema).put(name, touched(table));
        return table;
    }

    public Table find(String catalog, String schema, String name) {
        return catalogs.getOrDefault(catalog, Map.of()).getOrDefault(schema, Map.of()).get(name);
    }

    Table touched(Table table) {
        table.updatedAt = clock.incrementAndGet();
        return table;
    }

    Map<String, Map<String, Map<String, Table>>> catalogs() {
        return catalogs;
    }

    Map<String, Map<String, Table>> demandCatalog(String name) {
        Map<String, Map<String, Table>> found = catalogs.get(name);
        if (found == null) throw new SqlError("NO_SUCH_CATALOG_EXCEPTION", "42704", "Catalog '" + name + "' was not found");
        return found;
    }

    Map<String, Table> demandSchema(String catalog, String name) {
        Map<String, Table> found = demandCatalog(catalog).get(name.toLowerCase(Locale.ROOT));
        if (found == null) throw new SqlError("SCHEMA_NOT_FOUND", "42704", "The schema " + name + " cannot be found");
        return found;
    }

    Table demandTable(List<String> path) {
        Table found = demandSchema(path.get(0), path.get(1)).get(path.get(2).toLowerCase(Locale.ROOT));
        if (found == null) throw new SqlError("TABLE_OR_VIEW_NOT_FOUND", "42P01", "The table or view cannot be found");
        return found;
    }

    /** The rules of names, and that they are kept in lower case. */
    static String objectName(String name) {
        if (name.isEmpty() || name.length() > 255 || UNFIT.matcher(name).find()) throw new SqlError("INVALID_PARAMETER_VALUE.INVALID_NAME", "22023", "Invalid name");
        return name.toLowerCase(Locale.ROOT);
    }

    ObjectNode info(Table table, boolean columns, boolean properties, boolean constraints) {
        ObjectNode info = JSON.createObjectNode().put("name", table.name).put("catalog_name", table.catalog).put("schema_name", table.schema).put("table_type", table.kind)
                .put("full_name", table.fullName()).put("owner", table.owner).put("updated_at", table.updatedAt).put("table_id", "id-" + table.fullName().hashCode());
        if (table.view == null) info.put("data_source_format", table.format);
        else info.put("view_definition", table.view);
        if (table.comment != null) info.put("comment", table.comment);
        if (table.location != null) info.put("storage_location", table.location);
        if (columns) columns(table, info);
        if (properties) table.properties.forEach(info.putObject("properties")::put);
        if (constraints) constraints(table, info);
        return info;
    }

    private static void columns(Table table, ObjectNode info) {
        var columns = info.putArray("columns");
        for (int i = 0; i < table.columns.size(); i++) {
            Col column = table.columns.get(i);
            ObjectNode one = columns.addObject().put("name", column.name).put("type_text", column.typeText).put("position", i).put("nullable", column.nullable)
                    .put("type_name", column.type == null ? "USER_DEFINED_TYPE" : column.type.name().toUpperCase(Locale.ROOT));
            if (column.comment != null) one.put("comment", column.comment);
            if (column.partition != null) one.put("partition_index", column.partition);
        }
    }

    private static void constraints(Table table, ObjectNode info) {
        if (table.primaryKey == null && table.foreignKeys.isEmpty()) return;
        var constraints = info.putArray("table_constraints");
        if (table.primaryKey != null) {
            ObjectNode key = constraints.addObject().putObject("primary_key_constraint").put("name", table.primaryKey.name());
            table.primaryKey.columns().forEach(key.putArray("child_columns")::add);
        }
        for (Key foreign : table.foreignKeys) {
            ObjectNode key = constraints.addObject().putObject("foreign_key_constraint").put("name", foreign.name()).put("parent_table", foreign.parent());
            foreign.columns().forEach(key.putArray("child_columns")::add);
            foreign.parentColumns().forEach(key.putArray("parent_columns")::add);
        }
    }
}
