package testing.servicenow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The data of an instance: the tables that describe the tables, in the shape of a real one's. */
public final class Instance {
    private static final String FRESH = "2024-03-01 10:00:00";

    private final Rows rows = new Rows();
    private final AtomicLong changes = new AtomicLong();

    public Instance() {
        for (String[] scope : new String[][] {{"global", "global", "Global"}, {id("scope"), "x_acme_fleet", "Acme Fleet"}}) {
            rows.add("sys_scope", row("sys_id", scope[0], "scope", scope[1], "name", scope[2]));
        }
        rows.add("sys_properties", row("sys_id", id("p1"), "name", "glide.war", "value", "glide-washingtondc-12-20-2023__patch4.zip"));
        rows.add("sys_properties", row("sys_id", id("p2"), "name", "glide.buildname", "value", "Washingtondc"));
        rows.add("sys_properties", row("sys_id", id("p3"), "name", "instance_name", "value", "dev12345"));
        people();
        tables();
    }

    private void people() {
        for (String user : new String[] {"admin", "reader"}) {
            rows.add("sys_user", row("sys_id", id(user), "user_name", user, "name", "Of " + user, "locked_out", "false"));
        }
        rows.add("sys_user_role", row("sys_id", id("role-admin"), "name", "admin"));
        rows.add("sys_user_role", row("sys_id", id("role-dictionary"), "name", "personalize_dictionary"));
        rows.add("sys_user_has_role", row("sys_id", id("ur1"), "user", id("admin"), "role", id("role-admin"), "state", "active"));
        rows.add("sys_user_has_role", row("sys_id", id("ur2"), "user", id("reader"), "role", id("role-dictionary"), "state", "active"));
    }

    private void tables() {
        table("sys_user", "User", null, "global").column("sys_user", "user_name", "User ID", "string", 40, Map.of("unique", "true", "mandatory", "true"))
                .column("sys_user", "email", "Email", "email", 100, Map.of()).column("sys_user", "user_password", "Password", "password", 255, Map.of())
                .column("sys_user", "manager", "Manager", "reference", 32, Map.of("reference", "sys_user", "reference_cascade_rule", "clear"));
        table("cmdb", "Base Configuration Item", null, "global").column("cmdb", "asset_tag", "Asset tag", "string", 40, Map.of())
                .column("cmdb", "sys_class_name", "Class", "sys_class_name", 80, Map.of());
        table("cmdb_ci", "Configuration Item", "cmdb", "global").column("cmdb_ci", "name", "Name", "string", 255, Map.of("display", "true"));
        table("cmdb_ci_hardware", "Hardware", "cmdb_ci", "global").column("cmdb_ci_hardware", "ram", "RAM (MB)", "integer", 40, Map.of());
        table("cmdb_ci_computer", "Computer", "cmdb_ci_hardware", "global").column("cmdb_ci_computer", "os", "Operating System", "string", 100, Map.of());
        table("task", "Task", null, "global").column("task", "number", "Number", "string", 40, Map.of("display", "true", "default_value", "javascript:getNextObjNumberPadded();"))
                .column("task", "short_description", "Short description", "string", 160, Map.of())
                .column("task", "state", "State", "integer", 40, Map.of("choice", "3", "default_value", "1"))
                .column("task", "assigned_to", "Assigned to", "reference", 32, Map.of("reference", "sys_user"))
                .column("task", "cmdb_ci", "Configuration item", "reference", 32, Map.of("reference", "cmdb_ci"))
                .column("task", "parent", "Parent", "reference", 32, Map.of("reference", "task", "reference_cascade_rule", "delete"))
                .column("task", "watch_list", "Watch list", "glide_list", 4000, Map.of("reference", "sys_user"))
                .column("task", "opened_at", "Opened", "glide_date_time", 40, Map.of())
                .column("task", "business_duration", "Business duration", "glide_duration", 40, Map.of())
                .column("task", "old_thing", "Old", "string", 40, Map.of("active", "false"));
        table("incident", "Incident", "task", "global").column("incident", "severity", "Severity", "integer", 40, Map.of())
                .column("incident", "caller_id", "Caller", "reference", 32, Map.of("reference", "sys_user", "mandatory", "true", "reference_cascade_rule", "restrict"))
                .column("incident", "short_description", "What happened", "string", 200, Map.of());
        table("sys_attachment", "Attachment", null, "global").column("sys_attachment", "table_name", "Table name", "table_name", 80, Map.of())
                .column("sys_attachment", "table_sys_id", "Table sys ID", "document_id", 32, Map.of("dependent_on_field", "table_name"));
        table("x_acme_fleet_car", "Car", "cmdb_ci", "x_acme_fleet").column("x_acme_fleet_car", "plate", "Plate", "string", 20, Map.of("unique", "true"))
                .column("x_acme_fleet_car", "gone_table", "Gone", "reference", 32, Map.of("reference", "x_not_there"))
                .column("x_acme_fleet_car", "strange", "Strange", "x_acme_own_type", 40, Map.of());
        override("incident", "task", "state", Map.of("default_value_override", "true", "default_value", "2", "mandatory_override", "true", "mandatory", "true"));
        choice("task", "state", "1", "Open").choice("task", "state", "3", "Closed").choice("incident", "state", "1", "New").choice("incident", "state", "6", "Resolved");
        hint("task", "number", "Given by the system");
    }

    /** @param parent by name; null for none; @param scope by name */
    public Instance table(String name, String label, String parent, String scope) {
        String scopeId = rows.all("sys_scope").stream().filter(row -> row.get("scope").equals(scope)).findFirst().orElseThrow().get("sys_id");
        rows.add("sys_db_object", row("sys_id", id("table " + name), "name", name, "label", label, "super_class", parent == null ? "" : id("table " + parent),
                "sys_scope", scopeId, "is_extendable", "true", "access", "public", "sys_updated_on", FRESH));
        dictionary(name, "", label, "collection", 40, Map.of());
        if (parent != null) return this;
        return column(name, "sys_id", "Sys ID", "GUID", 32, Map.of()).column(name, "sys_updated_on", "Updated", "glide_date_time", 40, Map.of());
    }

    public Instance column(String table, String element, String label, String type, int length, Map<String, String> more) {
        dictionary(table, element, label, type, length, more);
        return this;
    }

    private void dictionary(String table, String element, String label, String type, int length, Map<String, String> more) {
        Map<String, String> row = row("sys_id", id("column " + table + "." + element), "name", table, "element", element, "column_label", label, "internal_type", type,
                "max_length", String.valueOf(length), "mandatory", "false", "reference", "", "active", "true", "default_value", "", "display", "false", "unique", "false",
                "virtual", "false", "primary", "false", "reference_cascade_rule", "", "dependent_on_field", "", "choice", "", "sys_updated_on", FRESH);
        row.putAll(more);
        rows.add("sys_dictionary", row);
    }

    public Instance override(String table, String base, String element, Map<String, String> more) {
        Map<String, String> row = row("sys_id", id("override " + table + element), "name", table, "base_table", base, "element", element, "default_value_override", "false",
                "default_value", "", "mandatory_override", "false", "mandatory", "false", "sys_updated_on", FRESH);
        row.putAll(more);
        rows.add("sys_dictionary_override", row);
        return this;
    }

    public Instance choice(String table, String element, String value, String label) {
        rows.add("sys_choice", row("sys_id", id("choice " + table + element + value), "name", table, "element", element, "value", value, "label", label,
                "language", "en", "inactive", "false", "sequence", value, "sys_updated_on", FRESH));
        return this;
    }

    public Instance hint(String table, String element, String hint) {
        rows.add("sys_documentation", row("sys_id", id("hint " + table + element), "name", table, "element", element, "label", element, "hint", hint,
                "language", "en", "sys_updated_on", FRESH));
        return this;
    }

    /** Adds so many tables, each of which extends {@code task} if its number is even, until the dictionary has so many rows in all. */
    public Instance generated(int tables, int dictionaryRows) {
        for (int i = 0; i < tables; i++) table(generatedName(i), "Generated " + i, i % 2 == 0 ? "task" : null, i % 3 == 0 ? "x_acme_fleet" : "global");
        int left = dictionaryRows - rows.all("sys_dictionary").size();
        for (int i = 0; i < left; i++) {
            String type = i % 7 == 0 ? "reference" : i % 5 == 0 ? "integer" : "string";
            column(generatedName(i % tables), "u_field_" + i / tables, "Field " + i / tables, type, 40, type.equals("reference") ? Map.of("reference", "sys_user") : Map.of());
        }
        return this;
    }

    public static String generatedName(int number) {
        return String.format("u_generated_%05d", number);
    }

    /** Changes a row as somebody would who edits it: at a later time than all others. */
    public void change(String table, java.util.function.Predicate<Map<String, String>> which, String field, String value) {
        rows.all(table).stream().filter(which).forEach(row -> {
            row.put(field, value);
            row.put("sys_updated_on", String.format("2024-04-01 10:%02d:%02d", changes.incrementAndGet() / 60 % 60, changes.get() % 60));
        });
    }

    public Rows rows() {
        return rows;
    }

    public static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString().replace("-", "");
    }

    private static Map<String, String> row(String... pairs) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) row.put(pairs[i], pairs[i + 1]);
        return row;
    }
}
