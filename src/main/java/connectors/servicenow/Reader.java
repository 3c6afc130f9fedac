package connectors.servicenow;

import catalog.TableName;
import connectors.servicenow.Reading.Read;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** Asks an instance for its dictionary: all of it, or what concerns a few tables. */
final class Reader {
    /** Rows, beyond which it is not held. */
    private static final long MOST_TABLES = 200_000;
    private static final long MOST_COLUMNS = 3_000_000;
    private static final long MOST_CHOICES = 100_000;
    /** Characters of names in one question, of an address that an instance takes. */
    private static final int LONGEST_LIST = 2_000;
    private static final int LEVELS = 4;
    private static final int MOST_STEPS = 10;

    private final TableApi api;
    private final ServiceNowSettings settings;

    Reader(TableApi api, ServiceNowSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /**
     * What could not be read, for people.
     *
     * @param columns whether it concerns the columns of tables; else, which tables there are
     */
    record Gap(String code, String message, boolean columns) { }

    /** Every table, without columns. @return what access control hides */
    List<Gap> tables(Dictionary into) throws IOException {
        return tables(into, "");
    }

    /** Those of one scope. */
    void tablesOf(String scope, Dictionary into) throws IOException {
        String name = Question.name(scope);
        tables(into, "sys_scope.scope=" + name + "^ORsys_scope=" + name);
    }

    private List<Gap> tables(Dictionary into, String filter) throws IOException {
        Read read = read(new Question(TableRow.SOURCE, TableRow.FIELDS, filter, MOST_TABLES), into::table);
        if (read.tooMany()) throw tooMany("tables");
        if (filter.isEmpty() && read.seen() == 0) throw hidden("tables", TableRow.SOURCE).asException();
        return gap(read, "rows_hidden", "tables", TableRow.SOURCE, false);
    }

    /**
     * The columns of tables, and what belongs to them.
     *
     * @param names of tables; null for all
     */
    List<Gap> columns(Collection<String> names, Dictionary into) throws IOException {
        if (names != null && names.isEmpty()) return List.of();
        List<Gap> gaps = new ArrayList<>();
        Read columns = each(new Question(ColumnRow.SOURCE, ColumnRow.FIELDS, "", MOST_COLUMNS), names, into::column);
        if (columns.tooMany()) throw tooMany("rows of the dictionary");
        if (columns.seen() == 0) throw hidden("columns", ColumnRow.SOURCE).asException();
        gaps.addAll(gap(columns, "columns_hidden", "rows of the dictionary", ColumnRow.SOURCE, true));
        Question changed = new Question(ColumnRow.Override.SOURCE, ColumnRow.Override.FIELDS, "", MOST_CHOICES);
        gaps.addAll(optional("What tables change of inherited columns", changed, names, into::override));
        if (settings.advanced().readsChoices()) gaps.addAll(choices(names, into));
        if (settings.advanced().readsHints()) gaps.addAll(hints(names, into));
        return gaps;
    }

    private List<Gap> choices(Collection<String> names, Dictionary into) throws IOException {
        List<String> fields = List.of("sys_id", "name", "element", "value", "label", "language", "inactive");
        Question question = new Question("sys_choice", fields, "language=en^inactive=false", MOST_CHOICES);
        return optional("Values of choice fields", question, names, row -> {
            boolean wanted = TableRow.text(row, "language").equals("en") && !ColumnRow.is(row, "inactive");
            if (wanted) into.choice(row);
        });
    }

    private List<Gap> hints(Collection<String> names, Dictionary into) throws IOException {
        Question question = new Question("sys_documentation", List.of("sys_id", "name", "element", "hint", "language"),
                "language=en^hintISNOTEMPTY", MOST_CHOICES);
        return optional("Texts that explain fields", question, names, row -> {
            if (TableRow.text(row, "language").equals("en")) into.hint(row);
        });
    }

    /** What may be missing without a table being wrong. A user who may not read it is told, and the rest is read. */
    private List<Gap> optional(String what, Question question, Collection<String> names, Consumer<Map<String, String>> each)
            throws IOException {
        try {
            Read read = each(question, names, each);
            String leftOut = what + " were left out: there are more than " + question.most() + " rows.";
            if (read.tooMany()) return List.of(new Gap("too_many_rows", leftOut, true));
            return gap(read, "rows_hidden", what.toLowerCase(java.util.Locale.ROOT) + " (rows)", question.table(), true);
        } catch (ProblemException refused) {
            FailureKind kind = refused.problem().kind();
            if (kind != FailureKind.PERMISSION && kind != FailureKind.NOT_FOUND) throw refused;
            String leftOut = what + " were left out: this user may not read " + question.table() + ".";
            return List.of(new Gap("not_readable", leftOut, true));
        }
    }

    /** By name in so many questions as the names need; rows of other tables are not taken, should the filter be ignored. */
    private Read each(Question question, Collection<String> names, Consumer<Map<String, String>> each) throws IOException {
        if (names == null) return read(question, each);
        Set<String> wanted = Set.copyOf(names);
        long[] sums = new long[2];
        for (List<String> some : chunks(wanted)) {
            Read read = read(question.where(Question.in("name", some)), row -> {
                if (wanted.contains(TableRow.text(row, "name"))) each.accept(row);
            });
            if (read.tooMany()) return read;
            sums[0] += read.seen();
            sums[1] += read.hidden();
        }
        return new Read(sums[0], sums[1], false);
    }

    private static List<List<String>> chunks(Collection<String> names) {
        List<List<String>> chunks = new ArrayList<>();
        int length = LONGEST_LIST;
        for (String name : names.stream().filter(Question::isName).sorted().toList()) {
            length += name.length() + 1;
            if (length > LONGEST_LIST) {
                chunks.add(new ArrayList<>());
                length = name.length();
            }
            chunks.get(chunks.size() - 1).add(name);
        }
        return chunks;
    }

    private Read read(Question question, Consumer<Map<String, String>> each) throws IOException {
        return Reading.all(api, question, settings.advanced().page(), each);
    }

    /**
     * A table with those that it extends and those that it refers to, without reading the others.
     *
     * @return empty when there is no such table
     */
    Dictionary table(TableName name) throws IOException {
        Dictionary found = new Dictionary();
        if (!Question.isName(name.name())) return found;
        Set<String> chain = chain(name.name());
        if (chain.isEmpty()) return found;
        columns(chain, found);
        Set<String> named = new LinkedHashSet<>(chain);
        named.addAll(found.references(chain));
        each(new Question(TableRow.SOURCE, TableRow.FIELDS, "", MOST_TABLES), named, found::table);
        return found;
    }

    /** The names of the tables that it extends, several levels in one question. */
    private Set<String> chain(String name) throws IOException {
        Set<String> chain = new LinkedHashSet<>();
        String at = name;
        for (int step = 0; step < MOST_STEPS && at != null; step++) {
            Map<String, String> row = one(at);
            at = null;
            if (row != null) chain.add(row.get("name"));
            for (int level = 1; row != null && level <= LEVELS; level++) {
                String above = row.getOrDefault(above(level) + "name", "");
                if (!Question.isName(above) || !chain.add(above)) break;
                if (level == LEVELS) at = above;
            }
        }
        return chain;
    }

    private Map<String, String> one(String name) throws IOException {
        List<String> fields = new ArrayList<>(List.of("sys_id", "name"));
        for (int level = 1; level <= LEVELS; level++) fields.add(above(level) + "name");
        Map<String, String> found = new HashMap<>();
        api.page(new Question(TableRow.SOURCE, fields, "name=" + Question.name(name), 1), null, 0, 1, found::putAll);
        return name.equals(found.get("name")) ? found : null;
    }

    private static String above(int level) {
        return "super_class.".repeat(level);
    }

    private static List<Gap> gap(Read read, String code, String what, String source, boolean columns) {
        if (read.hidden() == 0) return List.of();
        String message = read.hidden() + " " + what + " are hidden from this user (" + read.seen() + " are shown): ";
        return List.of(new Gap(code, message + remedy(source), columns));
    }

    /** Which roles open them is set by each instance's own access rules. */
    static String remedy(String source) {
        return switch (source) {
            case ColumnRow.SOURCE -> "the role personalize_dictionary or a read rule on sys_dictionary shows them.";
            case TableRow.SOURCE -> "the role personalize_dictionary or a read rule on sys_db_object shows them.";
            default -> "a read rule on " + source + " shows them.";
        };
    }

    private static Problem hidden(String what, String source) {
        return Problem.of(FailureKind.PERMISSION, "nothing_shown", "Signed in, but the instance shows this user no " + what + ".")
                .fix("Grant the user the right to read " + source + ": " + remedy(source));
    }

    private static RuntimeException tooMany(String what) {
        return Problem.of(FailureKind.UNSUPPORTED, "too_many", "The instance has more " + what + " than are taken in at once.")
                .fix("Choose fewer scopes or tables.").asException();
    }
}
