package testing.unity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Runs statements of Databricks SQL on a {@link Lakehouse}: the definitions that Serai writes and the questions that it asks, by
 * the grammar of the SQL reference, and as strict as the vendor is.
 */
public final class SqlRunner {
    private static final Pattern NEEDS_MAPPING = Pattern.compile("[ ,;{}()\n\t=]");
    private static final Pattern UNFIT_TAG = Pattern.compile("[*./<>%&?\\\\=+:,]");

    private final Lakehouse lakehouse;
    private final List<String> connections = new ArrayList<>();
    private SqlTokens sql;

    public SqlRunner(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** What was created of connections and foreign catalogs. */
    public List<String> connections() {
        return connections;
    }

    /** A text of several statements, each ended by a semicolon. */
    public void script(String text) {
        sql = new SqlTokens(text);
        while (!sql.isEnd()) {
            statement();
            sql.expect(";");
        }
    }

    synchronized List<List<String>> run(String text) {
        sql = new SqlTokens(text);
        List<List<String>> rows = statement();
        if (!sql.isEnd()) throw SqlError.syntax(sql.take().text());
        return rows;
    }

    private List<List<String>> statement() {
        if (sql.skip("SELECT")) return List.of(List.of(String.valueOf(sql.number())));
        if (sql.skip("SHOW", "SCHEMAS", "IN")) return lakehouse.demandCatalog(sql.identifier()).keySet().stream().map(List::of).toList();
        if (sql.skip("SHOW", "TABLES", "IN")) return tables(false);
        if (sql.skip("SHOW", "VIEWS", "IN")) return tables(true);
        if (sql.skip("DESCRIBE", "TABLE", "EXTENDED")) return describe();
        define();
        return List.of();
    }

    private void define() {
        if (sql.skip("CREATE", "SCHEMA", "IF", "NOT", "EXISTS")) createSchema();
        else if (sql.skip("CREATE", "TABLE", "IF", "NOT", "EXISTS")) createTable();
        else if (sql.skip("ALTER", "TABLE")) alter(lakehouse.demandTable(path(3)));
        else if (sql.skip("COMMENT", "ON", "TABLE")) comment(lakehouse.demandTable(path(3)));
        else if (sql.skip("CREATE", "CONNECTION", "IF", "NOT", "EXISTS")) connection();
        else if (sql.skip("CREATE", "FOREIGN", "CATALOG", "IF", "NOT", "EXISTS")) foreignCatalog();
        else throw SqlError.syntax(sql.isEnd() ? "end of input" : sql.take().text());
    }

    private List<List<String>> tables(boolean viewsOnly) {
        List<String> path = path(2);
        return lakehouse.demandSchema(path.get(0), path.get(1)).values().stream().filter(table -> !viewsOnly || table.view != null)
                .map(table -> List.of(table.schema, table.name, "false")).toList();
    }

    private List<List<String>> describe() {
        Lakehouse.Table table = lakehouse.demandTable(path(3));
        sql.expect("AS", "JSON");
        ObjectNode json = Lakehouse.JSON.createObjectNode().put("table_name", table.name).put("type", table.view == null ? "MANAGED" : "VIEW").put("provider", "delta").put("owner", table.owner);
        if (table.comment != null) json.put("comment", table.comment);
        if (table.view != null) json.put("view_text", table.view);
        for (Lakehouse.Col column : table.columns) {
            ObjectNode one = json.withArray("columns").addObject().put("name", column.name).put("nullable", column.nullable);
            one.set("type", column.type.json());
            if (column.comment != null) one.put("comment", column.comment);
            if (column.partition != null) json.withArray("partition_columns").add(column.name);
        }
        return List.of(List.of(json.toString()));
    }

    private List<String> path(int parts) {
        List<String> path = new ArrayList<>(List.of(sql.identifier()));
        while (sql.skip(".")) path.add(sql.identifier());
        if (path.size() != parts) throw new SqlError("REQUIRES_SINGLE_PART_NAMESPACE", "42K05", "A name of " + parts + " parts is needed");
        return path;
    }

    private void createSchema() {
        List<String> path = path(2);
        lakehouse.demandCatalog(path.get(0)).computeIfAbsent(Lakehouse.objectName(path.get(1)), name -> new TreeMap<>());
    }

    private void createTable() {
        List<String> path = path(3);
        Lakehouse.Table table = new Lakehouse.Table(path.get(0), path.get(1).toLowerCase(Locale.ROOT), Lakehouse.objectName(path.get(2)));
        sql.expect("(");
        do table.columns.add(columnDefinition(true)); while (sql.skip(","));
        sql.expect(")");
        sql.expect("USING", "DELTA");
        if (sql.skip("COMMENT")) table.comment = emptyIsNull(sql.literal());
        if (sql.skip("TBLPROPERTIES")) table.properties.putAll(pairs());
        check(table, table.columns);
        lakehouse.demandSchema(path.get(0), path.get(1)).computeIfAbsent(table.name, name -> lakehouse.touched(table));
    }

    private Lakehouse.Col columnDefinition(boolean mayBeRequired) {
        Lakehouse.Col column = new Lakehouse.Col(sql.identifier(), SqlType.read(sql));
        if (sql.skip("NOT", "NULL")) {
            if (!mayBeRequired) throw new SqlError("DELTA_ADDING_COLUMN_WITH_NOT_NULL", "0A000", "NOT NULL is not supported in ADD COLUMNS");
            column.nullable = false;
        }
        if (sql.skip("COMMENT")) column.comment = emptyIsNull(sql.literal());
        return column;
    }

    private static void check(Lakehouse.Table table, List<Lakehouse.Col> columns) {
        Set<String> names = new HashSet<>();
        for (Lakehouse.Col column : columns) {
            if (!names.add(column.name.toLowerCase(Locale.ROOT))) throw new SqlError("COLUMN_ALREADY_EXISTS", "42711", "The column already exists");
            boolean odd = NEEDS_MAPPING.matcher(column.name).find();
            if (odd && !"name".equals(table.properties.get("delta.columnMapping.mode"))) {
                throw new SqlError("DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES", "42K05", "Found invalid character(s) among ' ,;{}()\\n\\t=' in the column names");
            }
            if (column.name.length() > 255) throw new SqlError("INVALID_PARAMETER_VALUE", "22023", "The name is too long");
        }
    }

    private Map<String, String> pairs() {
        Map<String, String> pairs = new TreeMap<>();
        sql.expect("(");
        do {
            String key = sql.literal();
            sql.expect("=");
            pairs.put(key, sql.literal());
        } while (sql.skip(","));
        sql.expect(")");
        return pairs;
    }

    private void comment(Lakehouse.Table table) {
        sql.expect("IS");
        table.comment = sql.skip("NULL") ? null : emptyIsNull(sql.literal());
        lakehouse.touched(table);
    }

    private void alter(Lakehouse.Table table) {
        if (table.view != null) throw new SqlError("EXPECT_TABLE_NOT_VIEW", "42809", "Expected a table");
        if (sql.skip("ADD", "COLUMNS")) addColumn(table);
        else if (sql.skip("DROP", "COLUMN", "IF", "EXISTS")) dropColumn(table, sql.identifier());
        else if (sql.skip("ALTER", "COLUMN")) alterColumn(table, demand(table, sql.identifier()));
        else if (sql.skip("ADD", "CONSTRAINT")) addKey(table, sql.identifier());
        else if (sql.skip("DROP", "CONSTRAINT", "IF", "EXISTS")) dropKey(table, sql.identifier());
        else if (sql.skip("SET", "TBLPROPERTIES")) table.properties.putAll(pairs());
        else if (sql.skip("SET", "TAGS")) tag(table, pairs());
        else throw SqlError.syntax(sql.isEnd() ? "end of input" : sql.take().text());
        lakehouse.touched(table);
    }

    private static void tag(Lakehouse.Table table, Map<String, String> tags) {
        tags.forEach((key, value) -> {
            boolean unfit = UNFIT_TAG.matcher(key + value).find() || !value.equals(value.strip()) || value.codePointCount(0, value.length()) > 256;
            if (unfit) throw new SqlError("INVALID_PARAMETER_VALUE", "22023", "Invalid tag");
        });
        table.tags.putAll(tags);
    }

    private static Lakehouse.Col demand(Lakehouse.Table table, String name) {
        Lakehouse.Col column = table.column(name);
        if (column == null) throw new SqlError("UNRESOLVED_COLUMN", "42703", "The column cannot be resolved");
        return column;
    }

    private void addColumn(Lakehouse.Table table) {
        sql.expect("(");
        Lakehouse.Col column = columnDefinition(false);
        sql.expect(")");
        if (table.column(column.name) != null) throw new SqlError("FIELD_ALREADY_EXISTS", "42710", "The column is there");
        check(table, List.of(column));
        table.columns.add(column);
    }

    private void dropColumn(Lakehouse.Table table, String name) {
        if (!"name".equals(table.properties.get("delta.columnMapping.mode"))) throw new SqlError("DELTA_UNSUPPORTED_DROP_COLUMN", "0A000", "DROP COLUMN needs column mapping");
        table.columns.removeIf(column -> column.name.equalsIgnoreCase(name));
    }

    private void alterColumn(Lakehouse.Table table, Lakehouse.Col column) {
        if (sql.skip("SET", "NOT", "NULL")) column.nullable = false;
        else if (sql.skip("DROP", "NOT", "NULL")) dropNotNull(table, column);
        else if (sql.skip("COMMENT")) column.comment = emptyIsNull(sql.literal());
        else {
            sql.expect("TYPE");
            changeType(table, column, SqlType.read(sql));
        }
    }

    private static void dropNotNull(Lakehouse.Table table, Lakehouse.Col column) {
        if (table.primaryKey != null && table.primaryKey.columns().contains(column.name)) throw new SqlError("CANNOT_DROP_NOT_NULL", "42000", "It is of the primary key");
        column.nullable = true;
    }

    private static void changeType(Lakehouse.Table table, Lakehouse.Col column, SqlType type) {
        boolean same = column.type.equals(type) || column.type.lengthensTo(type);
        boolean wider = column.type.widensTo(type) && "true".equals(table.properties.get("delta.enableTypeWidening"));
        if (!same && !wider) throw new SqlError("DELTA_UNSUPPORTED_ALTER_TABLE_CHANGE_COL_OP", "0A000", "The type cannot be changed");
        column.type = type;
        column.typeText = type.text();
    }

    private void addKey(Lakehouse.Table table, String name) {
        boolean taken = table.primaryKey != null && table.primaryKey.name().equals(name) || table.foreignKeys.stream().anyMatch(key -> key.name().equals(name));
        if (taken) throw new SqlError("CONSTRAINT_ALREADY_EXISTS", "42710", "The constraint is there");
        if (sql.skip("PRIMARY", "KEY")) addPrimaryKey(table, name);
        else addForeignKey(table, name);
        sql.expect("NOT", "ENFORCED");
    }

    private void addPrimaryKey(Lakehouse.Table table, String name) {
        List<String> columns = columns(table);
        if (table.primaryKey != null) throw new SqlError("PRIMARY_KEY_ALREADY_EXISTS", "42P16", "There is a primary key");
        if (columns.stream().anyMatch(column -> demand(table, column).nullable)) throw new SqlError("PRIMARY_KEY_COLUMNS_NULLABLE", "42000", "A column of a primary key may not be null");
        table.primaryKey = new Lakehouse.Key(name, columns, null, List.of());
    }

    private void addForeignKey(Lakehouse.Table table, String name) {
        sql.expect("FOREIGN", "KEY");
        List<String> columns = columns(table);
        sql.expect("REFERENCES");
        Lakehouse.Table parent = lakehouse.demandTable(path(3));
        List<String> theirs = columns(parent);
        if (parent.primaryKey == null || !Set.copyOf(parent.primaryKey.columns()).equals(Set.copyOf(theirs))) throw new SqlError("PARENT_KEY_MISSING", "42830", "No such primary key");
        for (int i = 0; i < columns.size(); i++) {
            if (!demand(table, columns.get(i)).type.equals(demand(parent, theirs.get(i)).type)) throw new SqlError("FOREIGN_KEY_MISMATCH", "42830", "The types differ");
        }
        table.foreignKeys.add(new Lakehouse.Key(name, columns, parent.fullName(), theirs));
    }

    private List<String> columns(Lakehouse.Table table) {
        List<String> names = new ArrayList<>();
        sql.expect("(");
        do names.add(demand(table, sql.identifier()).name); while (sql.skip(","));
        sql.expect(")");
        return names;
    }

    private void dropKey(Lakehouse.Table table, String name) {
        boolean cascade = sql.skip("CASCADE");
        table.foreignKeys.removeIf(key -> key.name().equals(name));
        if (table.primaryKey == null || !table.primaryKey.name().equals(name)) return;
        List<Lakehouse.Table> all = lakehouse.catalogs().values().stream().flatMap(schemas -> schemas.values().stream()).flatMap(tables -> tables.values().stream()).toList();
        boolean referred = all.stream().anyMatch(other -> other.foreignKeys.stream().anyMatch(key -> key.parent().equals(table.fullName())));
        if (referred && !cascade) throw new SqlError("PRIMARY_KEY_REFERENCED", "42893", "A foreign key refers to it");
        all.forEach(other -> other.foreignKeys.removeIf(key -> key.parent().equals(table.fullName())));
        table.primaryKey = null;
    }

    private void connection() {
        String name = Lakehouse.objectName(sql.identifier());
        sql.expect("TYPE");
        String type = sql.identifier();
        sql.expect("OPTIONS", "(");
        List<String> options = new ArrayList<>();
        do options.add(sql.identifier() + "=" + (sql.skip("SECRET", "(") ? secret() : sql.literal())); while (sql.skip(","));
        sql.expect(")");
        connections.add(name + " " + type + " " + options);
    }

    private String secret() {
        String scope = sql.literal();
        sql.expect(",");
        String key = sql.literal();
        sql.expect(")");
        return "<" + scope + "/" + key + ">";
    }

    private void foreignCatalog() {
        String name = Lakehouse.objectName(sql.identifier());
        sql.expect("USING", "CONNECTION");
        String connection = sql.identifier();
        String options = "";
        if (sql.skip("OPTIONS", "(")) {
            options = " " + sql.identifier() + "=" + sql.literal();
            sql.expect(")");
        }
        connections.add(name + " over " + connection + options);
    }

    private static String emptyIsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
