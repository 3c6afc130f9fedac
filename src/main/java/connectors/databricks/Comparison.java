package connectors.databricks;

import catalog.Column;
import catalog.ForeignKey;
import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.TargetTable.TargetStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What is wanted beside what is there: the steps that make them equal, and what no step can. */
final class Comparison {
    private final Shape shape;
    private final Existing existing;
    private final Ddl ddl;
    private final TargetTypes types;
    private final List<TargetStep> steps = new ArrayList<>();
    private final List<Note> notes;
    private boolean unlike;

    Comparison(Shape shape, Existing existing, Ddl ddl, TargetTypes types) {
        this.shape = shape;
        this.existing = existing;
        this.ddl = ddl;
        this.types = types;
        this.notes = new ArrayList<>(shape.notes());
    }

    TargetTable result() {
        if (!existing.isTable()) {
            return conflict("not_a_table", "Something else of this name is there: a " + existing.kind() + ". It is left alone.");
        }
        String owner = existing.property(Shape.DATASET);
        if (owner.isEmpty() && !existing.hasColumnsOf(shape)) {
            return conflict("not_ours",
                    "A table of this name is there that was not published from here and has other columns. It is left alone.");
        }
        if (!owner.isEmpty() && !owner.equals(shape.dataset())) {
            return conflict("belongs_to_other", "The table of this name was published from another dataset. It is left alone.");
        }
        if (owner.isEmpty()) adopt();
        compare();
        return new TargetTable(shape.at(), steps.isEmpty() && !unlike ? State.SAME : State.DRIFTED, steps, notes);
    }

    private TargetTable conflict(String code, String message) {
        notes.add(new Note(null, code, message));
        return new TargetTable(shape.at(), State.CONFLICT, List.of(), notes);
    }

    private void adopt() {
        notes.add(new Note(null, "adopted", "A table with the same columns is there already. It is taken over as it is."));
        steps.add(ddl.adopt(shape));
    }

    private void compare() {
        missingColumns();
        shape.columns().forEach(column -> existing.column(column.name()).ifPresent(found -> column(column, found)));
        surplusColumns();
        if (!Objects.equals(existing.comment(), shape.comment())) steps.add(ddl.comment(shape));
        key();
        references();
        boolean isMarked = existing.property(Shape.FINGERPRINT).equals(shape.fingerprint());
        if (!steps.isEmpty() || unlike) whoChanged(isMarked);
        if (!isMarked) {
            steps.add(firstLast(), ddl.tags(shape));
            steps.add(ddl.mark(shape));
        } else if (!steps.isEmpty()) {
            steps.add(ddl.mark(shape));
        }
    }

    private int firstLast() {
        int at = 0;
        while (at < steps.size() && !steps.get(at).afterAll()) at++;
        return at;
    }

    /** A table that was published as it is wanted now, and is otherwise, was changed there. */
    private void whoChanged(boolean isMarked) {
        if (existing.property(Shape.FINGERPRINT).isEmpty()) return;
        notes.add(isMarked ? new Note(null, "target_changed", "The table was changed there since it was published.")
                : new Note(null, "source_changed",
                        "The source changed since the table was published, or the mapping of its types did."));
    }

    private void missingColumns() {
        List<Shape.Col> missing = shape.columns().stream().filter(column -> existing.column(column.name()).isEmpty()).toList();
        boolean odd = missing.stream().anyMatch(column -> TargetNames.needsMapping(column.name()));
        if (odd && !existing.mapsNames()) steps.add(ddl.letMap(shape.at()));
        for (Shape.Col column : missing) {
            steps.add(ddl.addColumn(shape.at(), column));
            if (column.required()) steps.add(ddl.nullable(shape.at(), column));
        }
    }

    private void column(Shape.Col wanted, Column found) {
        type(wanted, found);
        if (wanted.required() == found.nullable()) steps.add(ddl.nullable(shape.at(), wanted));
        if (!Objects.equals(emptyIsNull(found.comment()), wanted.comment())) steps.add(ddl.comment(shape.at(), wanted));
    }

    private static String emptyIsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private void type(Shape.Col wanted, Column found) {
        if (Existing.type(found).equals(wanted.type().canonical())) return;
        Optional<TypeText> from = TypeText.parse(found.nativeType());
        if (from.isEmpty() || !types.widens(from.get(), wanted.type())) {
            unlike(wanted.source(), "type_cannot_change", "The column is " + shown(found.nativeType()) + " there and would be "
                    + Ddl.shown(wanted.type()) + ": that cannot be changed without writing the table anew.");
            return;
        }
        boolean allowed = existing.property(Ddl.WIDENING).equals("true")
                || steps.stream().anyMatch(step -> step.kind().equals("allow_widening"));
        if (TargetTypes.needsFeature(from.get()) && !allowed) steps.add(ddl.letWiden(shape.at()));
        steps.add(ddl.type(shape.at(), wanted));
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private void surplusColumns() {
        for (Column column : existing.columns()) {
            if (shape.column(column.name()).isPresent()) continue;
            unlike(column.name(), "column_only_at_target", existing.mapsNames()
                    ? "The source does not have the column, or not any more. Dropping it takes its data away."
                    : "The source does not have the column, or not any more. This table cannot drop columns, so it stays.");
            if (existing.mapsNames()) steps.add(ddl.dropColumn(shape.at(), column.name()));
        }
    }

    private void unlike(String column, String code, String message) {
        unlike = true;
        notes.add(new Note(column, code, message));
    }

    private void key() {
        boolean same = existing.key() == null ? shape.key() == null
                : shape.key() != null && isSame(existing.key().columns(), shape.key().columns());
        if (same) return;
        if (existing.key() != null) steps.add(ddl.dropConstraint(shape.at(), existing.key().name()));
        if (shape.key() != null) steps.add(ddl.primaryKey(shape));
    }

    private void references() {
        for (ForeignKey found : existing.references()) {
            boolean wanted = shape.references().stream().anyMatch(reference -> isSame(reference, found));
            if (!wanted && shape.hasAllReferences()) steps.add(ddl.dropConstraint(shape.at(), found.name()));
        }
        for (Shape.Reference reference : shape.references()) {
            if (existing.references().stream().noneMatch(found -> isSame(reference, found))) {
                steps.add(ddl.foreignKey(shape.at(), reference));
            }
        }
    }

    private static boolean isSame(Shape.Reference wanted, ForeignKey found) {
        return isSame(wanted.columns(), found.columns()) && wanted.parent().schema().equalsIgnoreCase(found.references().schema())
                && wanted.parent().name().equalsIgnoreCase(found.references().table())
                && isSame(wanted.parentColumns(), found.references().columns());
    }

    private static boolean isSame(List<String> some, List<String> others) {
        return lower(some).equals(lower(others));
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
