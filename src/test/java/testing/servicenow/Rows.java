package testing.servicenow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of an instance, and encoded queries over them, as the documentation has them ("Operators available for filters and
 * queries"): conditions joined by {@code ^}, alternatives by {@code ^OR}, {@code ^ORDERBY}. What is no condition is left out in
 * silence, and so is one on a field that the table does not have.
 */
public final class Rows {
    private static final Pattern CONDITION = Pattern.compile("([a-z0-9_.]+)(NOT IN|IN|ISNOTEMPTY|ISEMPTY|STARTSWITH|LIKE|!=|>=|<=|=|>|<)(.*)", Pattern.DOTALL);
    /** Where the references of the tables lead that are asked here. */
    private static final Map<String, String> REFERENCES = Map.of("super_class", "sys_db_object", "sys_scope", "sys_scope", "user", "sys_user", "role", "sys_user_role");

    private final Map<String, List<Map<String, String>>> tables = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Map<String, String>>> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> fields = new ConcurrentHashMap<>();

    /** @return whether there is such a table */
    public boolean has(String table) {
        return tables.containsKey(table);
    }

    public synchronized void add(String table, Map<String, String> row) {
        tables.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
        byId.computeIfAbsent(table, name -> new ConcurrentHashMap<>()).put(row.get("sys_id"), row);
        fields.computeIfAbsent(table, name -> ConcurrentHashMap.newKeySet()).addAll(row.keySet());
    }

    public List<Map<String, String>> all(String table) {
        return tables.getOrDefault(table, List.of());
    }

    public synchronized void remove(String table, Predicate<Map<String, String>> which) {
        all(table).removeIf(which);
    }

    /** @return in the order that the query asks for; where it asks for none, by {@code sys_id} */
    List<Map<String, String>> query(String table, String encoded, String user) {
        List<Predicate<Map<String, String>>> conditions = new ArrayList<>();
        Comparator<Map<String, String>> order = null;
        for (String part : encoded.split("\\^(?!OR(?!DERBY))")) {
            if (part.startsWith("ORDERBY")) order = order(table, part, order);
            else conditions.add(alternatives(table, part, user));
        }
        List<Map<String, String>> found;
        synchronized (this) {
            if (has(table)) all(table).sort(Comparator.comparing(row -> row.get("sys_id")));   // most often they are, and then it is cheap
            found = new ArrayList<>(all(table));
        }
        found.removeIf(row -> conditions.stream().anyMatch(condition -> !condition.test(row)));
        if (order != null) found.sort(order);
        return found;
    }

    private Comparator<Map<String, String>> order(String table, String part, Comparator<Map<String, String>> before) {
        boolean down = part.startsWith("ORDERBYDESC");
        String field = part.substring(down ? "ORDERBYDESC".length() : "ORDERBY".length());
        if (!isField(table, field)) return before;
        Comparator<Map<String, String>> by = Comparator.comparing(row -> value(row, field));
        by = down ? by.reversed() : by;
        return before == null ? by : before.thenComparing(by);
    }

    private Predicate<Map<String, String>> alternatives(String table, String part, String user) {
        Predicate<Map<String, String>> any = null;
        for (String one : part.split("\\^OR")) {
            Predicate<Map<String, String>> condition = condition(table, one, user);
            if (condition != null) any = any == null ? condition : any.or(condition);
        }
        return any == null ? row -> true : any;
    }

    private Predicate<Map<String, String>> condition(String table, String text, String user) {
        Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches() || !isField(table, matcher.group(1))) return null;
        String field = matcher.group(1);
        String value = matcher.group(3).equals("javascript:gs.getUserName()") ? user : matcher.group(3);
        return switch (matcher.group(2)) {
            case "=" -> row -> value(row, field).equalsIgnoreCase(value);
            case "!=" -> row -> !value(row, field).equalsIgnoreCase(value);
            case ">" -> row -> value(row, field).compareTo(value) > 0;
            case ">=" -> row -> value(row, field).compareTo(value) >= 0;
            case "<" -> row -> value(row, field).compareTo(value) < 0;
            case "<=" -> row -> value(row, field).compareTo(value) <= 0;
            case "LIKE" -> row -> value(row, field).contains(value);
            case "STARTSWITH" -> row -> value(row, field).startsWith(value);
            case "ISEMPTY" -> row -> value(row, field).isEmpty();
            case "ISNOTEMPTY" -> row -> !value(row, field).isEmpty();
            case "IN" -> in(field, value);
            default -> in(field, value).negate();
        };
    }

    private Predicate<Map<String, String>> in(String field, String values) {
        Set<String> wanted = Set.of(values.split(","));
        return row -> wanted.contains(value(row, field));
    }

    private boolean isField(String table, String field) {
        return fields.getOrDefault(table, Set.of()).contains(field.split("\\.")[0]);
    }

    /** Goes along references where the field has dots; empty where there is nothing. */
    String value(Map<String, String> row, String field) {
        if (field.indexOf('.') < 0) return row.getOrDefault(field, "");
        String[] steps = field.split("\\.");
        Map<String, String> at = row;
        for (int i = 0; i < steps.length - 1 && at != null; i++) {
            at = byId.getOrDefault(REFERENCES.getOrDefault(steps[i], ""), Map.of()).get(at.getOrDefault(steps[i], ""));
        }
        return at == null ? "" : at.getOrDefault(steps[steps.length - 1], "");
    }

    /** Those of the fields that there are; others are left out of an answer. */
    List<String> known(String table, List<String> wanted) {
        return wanted.stream().filter(field -> isField(table, field)).toList();
    }

    /** What an answer shows of a row. @param wanted empty for all */
    Map<String, Object> shown(Map<String, String> row, List<String> wanted, boolean plain, String url) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String field : wanted.isEmpty() ? row.keySet() : wanted) {
            String value = value(row, field);
            String target = REFERENCES.get(field.substring(field.lastIndexOf('.') + 1));
            boolean link = !plain && target != null && !value.isEmpty();
            shown.put(field, link ? Map.of("link", url + "/api/now/table/" + target + "/" + value, "value", value) : value);
        }
        return shown;
    }
}
