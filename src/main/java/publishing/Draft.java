package publishing;

import catalog.TableName;
import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.TargetTable.TargetStep;
import catalog.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import metadata.Snapshots.Snapshot;
import metadata.StorableText;
import secrets.Hashes;

/** A plan while it is made: it numbers tables and steps, and knows which names and statements were there before. */
final class Draft {
    /** A table with its place in the plan. */
    record Placed(int position, Snapshot snapshot, TableName at, State state, List<Note> notes, List<NumberedStep> steps) { }

    record NumberedStep(int position, TargetStep step) { }

    private record Owner(UUID dataset, TableName source) { }

    private final PublishRequest.Options options;
    private final Set<UUID> chosen;
    private final Map<String, Owner> taken = new HashMap<>();
    private final Set<String> statements = new HashSet<>();
    private int tables;
    private int steps;

    /** @param chosen the datasets of the plan */
    Draft(PublishRequest.Options options, List<UUID> chosen) {
        this.options = options;
        this.chosen = Set.copyOf(chosen);
    }

    /**
     * Gives a dataset its name at the target. Targets may not tell capitals from small letters, so they do not count here.
     *
     * @return false when another dataset of the plan has the name already
     */
    boolean takesName(Snapshot snapshot) {
        taken.putIfAbsent(key(at(snapshot)), new Owner(snapshot.id(), snapshot.definition().tableName()));
        return hasName(snapshot);
    }

    boolean hasName(Snapshot snapshot) {
        return taken.get(key(at(snapshot))).dataset.equals(snapshot.id());
    }

    Wanted wanted(Snapshot snapshot) {
        return wanted(snapshot, at(snapshot));
    }

    static Wanted wanted(Snapshot snapshot, TableName at) {
        return new Wanted(snapshot.definition(), snapshot.connectionType(), snapshot.connectionId().toString(),
                snapshot.connectionName(), snapshot.id().toString(), at);
    }

    /** @return null for a dataset that is not part of the plan */
    TableName plannedName(Snapshot snapshot) {
        return chosen.contains(snapshot.id()) ? at(snapshot) : null;
    }

    private TableName at(Snapshot snapshot) {
        return options.of(snapshot.definition().tableName());
    }

    Placed place(Snapshot snapshot, TargetTable found) {
        List<NumberedStep> numbered = new ArrayList<>();
        for (TargetStep step : found.steps()) {
            // the schema of a thousand tables is made once
            String digest = HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(step.statement())));
            if (statements.add(digest)) numbered.add(number(step));
        }
        return new Placed(++tables, snapshot, found.at(), found.state(), found.notes(), numbered);
    }

    Placed placeTaken(Snapshot snapshot) {
        TableName at = at(snapshot);
        Note note = new Note(null, "name_taken", "'" + taken.get(key(at)).source + "' takes this name in the same plan. "
                + "Plan one of the two with another schema or prefix.");
        return new Placed(++tables, snapshot, at, State.CONFLICT, List.of(note), List.of());
    }

    private NumberedStep number(TargetStep step) {
        TargetStep storable = new TargetStep(StorableText.of(step.kind()), StorableText.of(step.summary()),
                StorableText.of(step.statement()), step.loses(), step.afterAll());
        return new NumberedStep(++steps, storable);
    }

    private static String key(TableName at) {
        return (at.schema() + '\1' + at.name()).toLowerCase(Locale.ROOT);
    }
}
