package connectors.databricks;

import catalog.TableName;
import catalog.TargetTable.TargetStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The steps of a plan as statements of Databricks SQL. Each may be run twice. */
final class Ddl {
    static final String MAPPING = "delta.columnMapping.mode";
    static final String WIDENING = "delta.enableTypeWidening";
    private static final int LONGEST_TAG = 256;
    private static final Pattern UNFIT_IN_TAG = Pattern.compile("[*./<>%&?\\\\=+:,\\p{Cntrl}]");

    private final String catalog;

    Ddl(String catalog) {
        this.catalog = catalog;
    }

    private String path(TableName name) {
        return Sql.path(catalog, name.schema(), name.name());
    }

    TargetStep schema(String schema) {
        return step("create_schema", "Create the schema " + schema + ".",
                "CREATE SCHEMA IF NOT EXISTS " + Sql.path(catalog, schema));
    }

    /** The fingerprint is not among the properties: it is written when all is done. */
    TargetStep table(Shape shape) {
        Map<String, String> properties = shape.marks();
        if (shape.needsMapping()) properties.put(MAPPING, "name");
        String columns = shape.columns().stream().map(column -> "  " + column.sql()).collect(Collectors.joining(",\n"));
        String comment = shape.comment() == null ? "" : "\nCOMMENT " + Sql.text(shape.comment());
        return step("create_table", "Create the table " + shape.at() + " with " + shape.columns().size() + " columns.",
                "CREATE TABLE IF NOT EXISTS " + path(shape.at()) + " (\n" + columns + "\n)\nUSING DELTA" + comment
                        + "\nTBLPROPERTIES (" + pairs(properties) + ")");
    }

    TargetStep addColumn(TableName at, Shape.Col column) {
        Shape.Col open = new Shape.Col(column.source(), column.name(), column.type(), false, column.comment());
        return step("add_column", "Add the column " + column.name() + ".",
                "ALTER TABLE " + path(at) + " ADD COLUMNS (" + open.sql() + ")");
    }

    TargetStep dropColumn(TableName at, String column) {
        return new TargetStep("drop_column", "Drop the column " + column + ", which the source does not have any more.",
                "ALTER TABLE " + path(at) + " DROP COLUMN IF EXISTS " + Sql.name(column), true, false);
    }

    TargetStep letMap(TableName at) {
        return step("allow_names", "Let columns of the table have any name.",
                "ALTER TABLE " + path(at) + " SET TBLPROPERTIES (" + pairs(Map.of(MAPPING, "name")) + ")");
    }

    TargetStep letWiden(TableName at) {
        return step("allow_widening", "Let types in the table become wider.",
                "ALTER TABLE " + path(at) + " SET TBLPROPERTIES (" + pairs(Map.of(WIDENING, "true")) + ")");
    }

    TargetStep type(TableName at, Shape.Col column) {
        return step("change_type", "Let the column " + column.name() + " become " + shown(column.type()) + ".",
                alter(at, column) + " TYPE " + column.type().sql());
    }

    static String shown(TypeText type) {
        String text = type.canonical();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    TargetStep nullable(TableName at, Shape.Col column) {
        return column.required()
                ? step("set_not_null", "Demand a value in the column " + column.name() + "; this fails while rows have none.",
                        alter(at, column) + " SET NOT NULL")
                : step("drop_not_null", "Let the column " + column.name() + " have no value.",
                        alter(at, column) + " DROP NOT NULL");
    }

    TargetStep comment(TableName at, Shape.Col column) {
        return step("change_comment", "Change the comment on the column " + column.name() + ".",
                alter(at, column) + " COMMENT " + Sql.text(column.comment() == null ? "" : column.comment()));
    }

    TargetStep comment(Shape shape) {
        return step("change_comment", "Change the comment on the table.", "COMMENT ON TABLE " + path(shape.at()) + " IS "
                + (shape.comment() == null ? "NULL" : Sql.text(shape.comment())));
    }

    private String alter(TableName at, Shape.Col column) {
        return "ALTER TABLE " + path(at) + " ALTER COLUMN " + Sql.name(column.name());
    }

    TargetStep dropConstraint(TableName at, String name) {
        return new TargetStep("drop_constraint", "Drop the key " + name + ", which the source has no more, or has otherwise.",
                "ALTER TABLE " + path(at) + " DROP CONSTRAINT IF EXISTS " + Sql.name(name) + " CASCADE", true, false);
    }

    TargetStep primaryKey(Shape shape) {
        return step("add_primary_key", "Add the primary key, which informs and is not enforced.",
                "ALTER TABLE " + path(shape.at()) + " ADD CONSTRAINT " + Sql.name(shape.key().name())
                        + " PRIMARY KEY (" + Sql.names(shape.key().columns()) + ") NOT ENFORCED");
    }

    TargetStep foreignKey(TableName at, Shape.Reference reference) {
        return last("add_foreign_key", "Add the foreign key to " + reference.parent() + ", which informs and is not enforced.",
                "ALTER TABLE " + path(at) + " ADD CONSTRAINT " + Sql.name(reference.name()) + " FOREIGN KEY ("
                        + Sql.names(reference.columns()) + ") REFERENCES " + path(reference.parent()) + " ("
                        + Sql.names(reference.parentColumns()) + ") NOT ENFORCED");
    }

    /** Tags are for people who look for where a table comes from. */
    TargetStep tags(Shape shape) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("serai_dataset", tag(shape.dataset()));
        tags.put("serai_origin", tag(shape.origin()));
        return step("set_tags", "Tag the table with where it comes from.",
                "ALTER TABLE " + path(shape.at()) + " SET TAGS (" + pairs(tags) + ")");
    }

    /** Short, and without a good many characters: Databricks' SQL reference, "CREATE GOVERNED TAG". */
    private static String tag(String value) {
        String fit = UNFIT_IN_TAG.matcher(value).replaceAll("_").strip();
        if (fit.codePointCount(0, fit.length()) <= LONGEST_TAG) return fit;
        return fit.substring(0, fit.offsetByCodePoints(0, LONGEST_TAG)).strip();
    }

    TargetStep adopt(Shape shape) {
        return step("adopt", "Note at the table that it is published from here.",
                "ALTER TABLE " + path(shape.at()) + " SET TBLPROPERTIES (" + pairs(shape.marks()) + ")");
    }

    TargetStep mark(Shape shape) {
        return last("mark", "Note at the table what was published.", "ALTER TABLE " + path(shape.at()) + " SET TBLPROPERTIES ("
                + pairs(Map.of(Shape.FINGERPRINT, shape.fingerprint())) + ")");
    }

    private static String pairs(Map<String, String> map) {
        return map.entrySet().stream().map(pair -> Sql.text(pair.getKey()) + " = " + Sql.text(pair.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static TargetStep step(String kind, String summary, String statement) {
        return new TargetStep(kind, summary, statement, false, false);
    }

    private static TargetStep last(String kind, String summary, String statement) {
        return new TargetStep(kind, summary, statement, false, true);
    }

    /** All of a table that is not there, its schema included. */
    List<TargetStep> whole(Shape shape, boolean schemaIsThere) {
        List<TargetStep> steps = new ArrayList<>();
        if (!schemaIsThere) steps.add(schema(shape.at().schema()));
        steps.add(table(shape));
        if (shape.key() != null) steps.add(primaryKey(shape));
        steps.add(tags(shape));
        shape.references().forEach(reference -> steps.add(foreignKey(shape.at(), reference)));
        steps.add(mark(shape));
        return steps;
    }
}
