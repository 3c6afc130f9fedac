package connectors.databricks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names and texts inside statements of Databricks SQL. Both are hostile input.
 *
 * <p>In a text a backslash escapes (Databricks' documentation, "STRING type"), so backslash and quotation mark get one before
 * them. Before a statement is parsed, <code>${name}</code> is replaced by a variable wherever it stands (Spark's
 * {@code spark.sql.variable.substitute}, on by default), so the brace is escaped in texts, and no name has such a pair:
 * {@link TargetNames} takes it out.
 */
final class Sql {
    private Sql() { }

    static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String names(List<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String path(String... names) {
        return Stream.of(names).map(Sql::name).collect(Collectors.joining("."));
    }

    static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("${", "$\\{") + "'";
    }
}
