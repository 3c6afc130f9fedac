package connectors.databricks;

import catalog.TargetExport;
import catalog.TargetTable.Note;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A plan as a text of SQL: first what each table needs, then what needs all of them, then the ways to the sources. */
final class ExportText {
    private final Ddl ddl;
    private final Shapes shapes;
    private final Federation federation;

    ExportText(Ddl ddl, Shapes shapes, Federation federation) {
        this.ddl = ddl;
        this.shapes = shapes;
        this.federation = federation;
    }

    String of(TargetExport export) {
        Set<String> once = new HashSet<>();
        List<String> parts = new ArrayList<>(List.of("-- Databricks SQL. Each statement may be run again."));
        List<Shape> all = export.wanted().stream().map((Wanted one) -> shapes.of(one)).toList();
        for (Shape shape : all) {
            parts.add(heading(shape));
            steps(shape, false).filter(step -> once.add(step.statement())).forEach(step -> parts.add(statement(step)));
        }
        all.forEach(shape -> steps(shape, true).forEach(step -> parts.add(statement(step))));
        export.origins().forEach(origin -> federation.of(origin).ifPresent(parts::add));
        return String.join("\n\n", parts) + "\n";
    }

    private Stream<TargetStep> steps(Shape shape, boolean afterAll) {
        return ddl.whole(shape, false).stream().filter(step -> step.afterAll() == afterAll);
    }

    private static String heading(Shape shape) {
        StringBuilder text = new StringBuilder(comment(shape.at() + ", from " + shape.origin()));
        for (Note note : shape.notes()) {
            text.append('\n').append(comment((note.column() == null ? "" : note.column() + ": ") + note.message()));
        }
        return text.toString();
    }

    /** On one line, whatever stands in it. */
    static String comment(String text) {
        return "-- " + text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ").replace("${", "$ {");
    }

    private static String statement(TargetStep step) {
        return comment(step.summary()) + "\n" + step.statement() + ";";
    }
}
