package connectors.databricks;

import catalog.TableName;
import catalog.TargetExport;
import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.Ahead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** A catalog as a target: what the route templates ask of it. Planning asks the catalog only; applying runs on the warehouse. */
public final class Target {
    private final DatabricksSettings settings;
    private final UnityCatalog unity;
    private final Statements statements;
    private final Ahead ahead;
    private final TargetTypes types;
    private final TargetNames names;
    private final Ddl ddl;
    private final UnityTables tables;
    private final Registration registration;
    private final Done done;

    Target(DatabricksSettings settings, UnityCatalog unity, Statements statements, Ahead ahead, TargetTypes types,
           ColumnTypes columns) {
        this.settings = settings;
        this.unity = unity;
        this.statements = statements;
        this.ahead = ahead;
        this.types = types;
        this.names = new TargetNames(!settings.hasWarehouse());
        this.ddl = new Ddl(unity.name());
        this.tables = new UnityTables(columns);
        this.registration = new Registration(unity, tables, settings.target().storageRoot());
        this.done = new Done(unity, tables);
    }

    /** One for each that is wanted, in the same order. */
    public List<TargetTable> plan(List<Wanted> wanted) throws IOException {
        demandUnity();
        unity.demandCatalog();
        Shapes shapes = new Shapes(types, names, wanted);
        Map<String, Boolean> schemas = new ConcurrentHashMap<>();
        Set<TableName> taken = new HashSet<>();
        List<Callable<TargetTable>> work = new ArrayList<>();
        for (Wanted one : wanted) {
            Shape shape = shapes.of(one);
            boolean first = taken.add(shape.at());
            work.add(() -> first ? planned(shape, schemas) : twice(shape));
        }
        List<TargetTable> plan = new ArrayList<>();
        for (Iterator<TargetTable> answers = ahead.of(work.iterator()); answers.hasNext(); ) plan.add(answers.next());
        return plan;
    }

    private void demandUnity() {
        if (settings.advanced().unityCatalog()) return;
        throw Problem.of(FailureKind.UNSUPPORTED, "old_metastore", "Nothing can be published to the old metastore.")
                .at("/advanced/enable_unity_catalog").fix("Switch Unity Catalog on, and choose a catalog of it.").asException();
    }

    private static TargetTable twice(Shape shape) {
        List<Note> notes = new ArrayList<>(shape.notes());
        notes.add(new Note(null, "name_taken", "Another of the tables has this name there, so this one is left out."));
        return new TargetTable(shape.at(), State.CONFLICT, List.of(), notes);
    }

    private TargetTable planned(Shape shape, Map<String, Boolean> schemas) throws IOException {
        try {
            Optional<JsonNode> found = schema(shape.at().schema(), schemas) ? unity.table(shape.at().schema(), shape.at().name())
                    : Optional.empty();
            if (found.isEmpty()) return missing(shape, schemas.get(shape.at().schema()));
            return compared(shape, new Existing(found.get(), tables));
        } catch (ProblemException refused) {
            if (refused.problem().kind() != FailureKind.PERMISSION) throw refused;
            List<Note> notes = new ArrayList<>(shape.notes());
            notes.add(new Note(null, "not_visible", "What is there may not be looked at: " + refused.problem().message()));
            return new TargetTable(shape.at(), State.CONFLICT, List.of(), notes);
        }
    }

    private boolean schema(String name, Map<String, Boolean> known) throws IOException {
        Boolean there = known.get(name);
        if (there == null) known.put(name, there = unity.schema(name).isPresent());
        return there;
    }

    private TargetTable missing(Shape shape, boolean schemaIsThere) {
        if (!settings.hasWarehouse()) return registration.missing(shape, schemaIsThere);
        return starting(new TargetTable(shape.at(), State.MISSING, ddl.whole(shape, schemaIsThere), shape.notes()));
    }

    /** Who applies the steps should know what they cost. */
    private static TargetTable starting(TargetTable table) {
        if (table.steps().isEmpty()) return table;
        List<Note> notes = new ArrayList<>(table.notes());
        notes.add(new Note(null, "starts_warehouse",
                "The steps run on the SQL warehouse, which is started for them if it sleeps."));
        return new TargetTable(table.at(), table.state(), table.steps(), notes);
    }

    private TargetTable compared(Shape shape, Existing existing) {
        if (settings.hasWarehouse()) return starting(new Comparison(shape, existing, ddl, types).result());
        return Registration.drifted(new Comparison(Registration.withoutKeys(shape), existing, ddl, types).result());
    }

    /** @return a sentence about what happened */
    public String apply(TargetStep step) throws IOException {
        demandUnity();
        if (step.kind().equals(Registration.SCHEMA) || step.kind().equals(Registration.TABLE)) return registration.apply(step);
        try {
            statements.run(step.statement());
            return "The statement was run.";
        } catch (ProblemException refused) {
            if (settings.hasWarehouse() && done.isDone(step)) return "It was there already.";
            throw refused;
        }
    }

    /** The text of all that has to be done where nothing is there yet; asks nobody. */
    public String export(TargetExport export) {
        Shapes shapes = new Shapes(types, new TargetNames(false), export.wanted());
        return new ExportText(ddl, shapes, new Federation(types.federation())).of(export);
    }
}
