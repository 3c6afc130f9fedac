package connectors.servicenow;

import java.util.List;
import java.util.Map;

/**
 * A row of {@code sys_db_object}: a table.
 *
 * @param id       its {@code sys_id}
 * @param parentId of the table that it extends; empty for none
 * @param scope    the application scope's name; its {@code sys_id} where the scope itself is not shown
 * @param updated  when the row was last changed, in UTC
 */
record TableRow(String id, String name, String label, String parentId, String scope, String scopeLabel, boolean extendable,
                String access, String updated) {
    static final String SOURCE = "sys_db_object";
    static final List<String> FIELDS = List.of("sys_id", "name", "label", "super_class", "sys_scope", "sys_scope.scope",
            "sys_scope.name", "is_extendable", "access", "sys_updated_on");
    private static final String GLOBAL = "global";

    /** @param words in which texts that come often are held once */
    static TableRow of(Map<String, String> row, Words words) {
        return new TableRow(text(row, "sys_id"), words.one(text(row, "name")), text(row, "label"), text(row, "super_class"),
                words.one(scope(row)), words.one(text(row, "sys_scope.name")), text(row, "is_extendable").equals("true"),
                words.one(text(row, "access")), words.one(text(row, "sys_updated_on")));
    }

    private static String scope(Map<String, String> row) {
        String name = text(row, "sys_scope.scope");
        String raw = name.isEmpty() ? text(row, "sys_scope") : name;
        return raw.isEmpty() ? GLOBAL : raw;
    }

    static String text(Map<String, String> row, String field) {
        return row.getOrDefault(field, "");
    }
}
