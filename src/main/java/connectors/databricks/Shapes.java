package connectors.databricks;

import catalog.Column;
import catalog.ForeignKey;
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
    /** By origin and name in the source. */
    private final Map<List<Object>, Wanted> wanted = new HashMap<>();

    Shapes(TargetTypes types, TargetNames names, List<Wanted> all) {
        this.types = types;
        this.names = names;
        all.forEach(one -> wanted.putIfAbsent(place(one.origin(), one.table().tableName()), one));
    }

    private static List<Object> place(String origin, TableName name) {
        return List.of(origin, name);
    }

    Shape of(Wanted one) {
        List<Note> notes = new ArrayList<>();
        Table table = one.table();
        TableName at = at(one);
        if (!at.equals(one.at())) notes.add(new Note(null, "name_changed", "The table is called " + at
                + " there: names are lower case, and some characters are not allowed."));
        Map<String, String> columns = TargetNames.columns(table.columns().stream().map(Column::name).toList(), notes);
        List<Shape.Col> mapped = table.columns().stream().map(column -> column(column, one, columns, notes)).toList();
        Shape.Key key = key(table, at, columns);
        List<Shape.Reference> references = references(one, at, columns, mapped, notes);
        leftOut(table, notes);
        return new Shape(at, one.reference(), one.origin(), emptyIsNull(table.comment()), mapped, key, references, notes);
    }

    private TableName at(Wanted one) {
        return new TableName(names.object(one.at().schema()), names.object(one.at().name()));
    }

    private Shape.Col column(Column column, Wanted one, Map<String, String> columns, List<Note> notes) {
        TargetTypes.Mapped mapped = types.of(column, one.sourceType());
        if (mapped.note() != null) notes.add(mapped.note());
        leftOut(column, notes);
        boolean required = !column.nullable() || one.table().primaryKey() != null && one.table().primaryKey().columns().contains(column.name());
        return new Shape.Col(column.name(), columns.get(column.name()), mapped.type(), required, emptyIsNull(column.comment()));
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
        if (!table.indexes().isEmpty()) notes.add(new Note(null, "indexes_left_out", count(table.indexes().size(), "index", "indexes")
                + " left out: tables of Databricks have none."));
        if (!table.uniqueConstraints().isEmpty()) notes.add(new Note(null, "unique_left_out",
                count(table.uniqueConstraints().size(), "unique constraint", "unique constraints") + " left out: not every workspace knows them."));
        if (!table.checkConstraints().isEmpty()) notes.add(new Note(null, "checks_left_out",
                count(table.checkConstraints().size(), "check", "checks") + " left out: their conditions are in words of the source."));
    }

    private static String count(int number, String one, String many) {
        return number == 1 ? "1 " + one + " is" : number + " " + many + " are";
    }

    private Shape.Key key(Table table, TableName at, Map<String, String> columns) {
        if (table.primaryKey() == null || !columns.keySet().containsAll(table.primaryKey().columns())) return null;
        return new Shape.Key(names.constraint(at.name(), table.primaryKey().name(), "pk"),
                table.primaryKey().columns().stream().map(columns::get).toList());
    }

    private List<Shape.Reference> references(Wanted one, TableName at, Map<String, String> columns, List<Shape.Col> mapped, List<Note> notes) {
        List<Shape.Reference> references = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ForeignKey key : one.table().foreignKeys()) {
            Shape.Reference reference = reference(one, at, key, columns, mapped, notes);
            if (reference != null && taken.add(reference.name())) references.add(reference);
        }
        return references;
    }

    private Shape.Reference reference(Wanted one, TableName at, ForeignKey key, Map<String, String> columns, List<Shape.Col> mapped,
                                      List<Note> notes) {
        Wanted parent = wanted.get(place(one.origin(), new TableName(key.references().schema(), key.references().table())));
        String reason = parent == null ? "the table it refers to is not published together with this one"
                : unfit(one, parent, key, mapped);
        if (reason != null) {
            notes.add(new Note(null, Shape.LEFT_OUT, "The foreign key " + key.name() + " is left out: " + reason + "."));
            return null;
        }
        Map<String, String> theirs = TargetNames.columns(parent.table().columns().stream().map(Column::name).toList(), new ArrayList<>());
        return new Shape.Reference(names.constraint(at.name(), key.name(), "fk"), key.columns().stream().map(columns::get).toList(),
                at(parent), key.references().columns().stream().map(theirs::get).toList());
    }

    /** A foreign key of Databricks refers to the whole primary key, column by column of the same type. */
    private String unfit(Wanted one, Wanted parent, ForeignKey key, List<Shape.Col> mapped) {
        catalog.Key theirs = parent.table().primaryKey();
        List<String> referred = key.references().columns();
        if (theirs == null || referred.size() != key.columns().size() || !Set.copyOf(theirs.columns()).equals(Set.copyOf(referred))) {
            return "it does not refer to a primary key";
        }
        for (int i = 0; i < referred.size(); i++) {
            String own = key.columns().get(i);
            String other = referred.get(i);
            String type = mapped.stream().filter(column -> column.source().equals(own)).map(column -> column.type().canonical()).findFirst().orElse("");
            String parents = parent.table().columns().stream().filter(column -> column.name().equals(other))
                    .map(column -> types.of(column, parent.sourceType()).type().canonical()).findFirst().orElse("?");
            if (!type.equals(parents)) return "its columns are of other types than those they refer to";
        }
        return null;
    }

    private static String emptyIsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
