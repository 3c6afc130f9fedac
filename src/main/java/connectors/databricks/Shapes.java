package connectors.databricks;

import catalog.Column;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableName;
import catalog.TargetTable.Note;
import catalog.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the shapes of wanted tables. Tables that are wanted together may refer to each other. */
final class Shapes {
    private final TargetTypes types;
    private final TargetNames names;
    /** By source and name in it. */
    private final Map<List<Object>, Wanted> wanted = new HashMap<>();

    Shapes(TargetTypes types, TargetNames names, List<Wanted> all) {
        this.types = types;
        this.names = names;
        all.forEach(one -> wanted.putIfAbsent(place(one.source(), one.table().tableName()), one));
    }

    private static List<Object> place(String source, TableName name) {
        return List.of(source, name);
    }

    Shape of(Wanted one) {
        List<Note> notes = new ArrayList<>();
        Table table = one.table();
        TableName at = at(one);
        if (!at.equals(one.at())) notes.add(new Note(null, "name_changed", "The table is called " + at
                + " there: names are lower case, and some characters are not allowed."));
        Map<String, String> columns = TargetNames.columns(names(table), notes);
        List<Shape.Col> mapped = table.columns().stream().map(column -> column(column, one, columns, notes)).toList();
        Shape.Key key = key(table, at, columns);
        List<Shape.Reference> references = references(one, at, columns, mapped, notes);
        leftOut(table, notes);
        return new Shape(at, kept(one.reference()), kept(one.origin()), kept(table.comment()), mapped, key, references, notes);
    }

    private TableName at(Wanted one) {
        return new TableName(names.object(one.at().schema()), names.object(one.at().name()));
    }

    private Shape.Col column(Column column, Wanted one, Map<String, String> columns, List<Note> notes) {
        TargetTypes.Mapped mapped = types.of(column, one.sourceType());
        if (mapped.note() != null) notes.add(mapped.note());
        leftOut(column, notes);
        boolean required = !column.nullable() || isInKey(column, one.table());
        return new Shape.Col(column.name(), columns.get(column.name()), mapped.type(), required, kept(column.comment()));
    }

    private static boolean isInKey(Column column, Table table) {
        return table.primaryKey() != null && table.primaryKey().columns().contains(column.name());
    }

    private static void leftOut(Column column, List<Note> notes) {
        if (column.identity()) notes.add(new Note(column.name(), "identity_left_out",
                "The source numbers the rows; the target takes over the numbers that it made."));
        if (column.generated() != null) notes.add(new Note(column.name(), "generated_left_out",
                "The source computes the column, in words of its own; the target keeps the values."));
        if (column.defaultValue() != null && !column.identity()) notes.add(new Note(column.name(), "default_left_out",
                "The default is in words of the source and is not carried over."));
    }

    private static void leftOut(Table table, List<Note> notes) {
        leftOut("indexes_left_out", table.indexes(), "indexes", "tables of Databricks have none", notes);
        leftOut("unique_left_out", table.uniqueConstraints(), "unique constraints", "not every workspace knows them", notes);
        leftOut("checks_left_out", table.checkConstraints(), "checks", "their conditions are in words of the source", notes);
    }

    private static void leftOut(String code, List<?> these, String name, String reason, List<Note> notes) {
        if (these.isEmpty()) return;
        notes.add(new Note(null, code, "The source's " + name + " are left out (" + these.size() + "): " + reason + "."));
    }

    private Shape.Key key(Table table, TableName at, Map<String, String> columns) {
        if (table.primaryKey() == null || !columns.keySet().containsAll(table.primaryKey().columns())) return null;
        return new Shape.Key(names.constraint(at.name(), table.primaryKey().name(), "pk"),
                table.primaryKey().columns().stream().map(columns::get).toList());
    }

    private List<Shape.Reference> references(Wanted one, TableName at, Map<String, String> columns, List<Shape.Col> mapped,
                                             List<Note> notes) {
        List<Shape.Reference> references = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ForeignKey key : one.table().foreignKeys()) {
            Shape.Reference reference = reference(one, at, key, columns, mapped, notes);
            if (reference != null && taken.add(reference.name())) references.add(reference);
        }
        return references;
    }

    private Shape.Reference reference(Wanted one, TableName at, ForeignKey key, Map<String, String> columns,
                                      List<Shape.Col> mapped, List<Note> notes) {
        Wanted parent = wanted.get(place(one.source(), new TableName(key.references().schema(), key.references().table())));
        String reason = parent == null ? "the table it refers to is not published together with this one"
                : unfit(parent, key, mapped);
        if (reason != null) {
            notes.add(new Note(null, Shape.LEFT_OUT, "The foreign key " + key.name() + " is left out: " + reason + "."));
            return null;
        }
        Map<String, String> theirs = TargetNames.columns(names(parent.table()), new ArrayList<>());
        return new Shape.Reference(names.constraint(at.name(), key.name(), "fk"),
                key.columns().stream().map(columns::get).toList(), at(parent),
                key.references().columns().stream().map(theirs::get).toList());
    }

    /** A foreign key of Databricks refers to the whole primary key, column by column of the same type. */
    private String unfit(Wanted parent, ForeignKey key, List<Shape.Col> mapped) {
        Key theirs = parent.table().primaryKey();
        List<String> referred = key.references().columns();
        boolean whole = theirs != null && Set.copyOf(theirs.columns()).equals(Set.copyOf(referred));
        if (!whole || referred.size() != key.columns().size()) return "it does not refer to a primary key";
        for (int i = 0; i < referred.size(); i++) {
            String own = type(mapped, key.columns().get(i));
            if (own == null || !own.equals(type(parent, referred.get(i)))) {
                return "its columns are of other types than those they refer to";
            }
        }
        return null;
    }

    private static String type(List<Shape.Col> columns, String name) {
        return columns.stream().filter(column -> column.source().equals(name)).map(column -> column.type().canonical())
                .findFirst().orElse(null);
    }

    private String type(Wanted one, String name) {
        return one.table().columns().stream().filter(column -> column.name().equals(name))
                .map(column -> types.of(column, one.sourceType()).type().canonical()).findFirst().orElse(null);
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    /** As the target keeps it: an empty comment is none, no text has a NUL or half a character. */
    private static String kept(String text) {
        String fit = text == null ? "" : text.replaceAll("[\\x00\\p{Cs}]", "");
        return fit.isEmpty() ? null : fit;
    }
}
