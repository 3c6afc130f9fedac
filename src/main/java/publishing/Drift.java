package publishing;

import access.Caller;
import catalog.TargetTable;
import catalog.TargetTable.Note;
import catalog.TargetTable.State;
import catalog.Wanted;
import connections.Connections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metadata.Snapshots;
import metadata.Snapshots.Snapshot;
import org.springframework.stereotype.Component;
import paging.Page;
import paging.PageRequest;
import problems.ProblemException;
import problems.Refusal;
import publishing.DriftRows.Found;
import publishing.DriftRows.Placed;
import publishing.Published.Difference;
import routes.TargetOperations;

/** Whether what was published is still at its target as its dataset is now. */
@Component
public class Drift {
    private static final int MOST_DIFFERENCES = 50;
    private static final Difference GONE = new Difference("source_gone",
            "The table is gone from its source. It is still at the target.", false);

    /** What a look at published tables found. */
    public record Check(int checked, int inSync, int behind, int drifted, int unknown) {
        static Check of(List<Found> found) {
            Map<String, Long> counts = found.stream().collect(Collectors.groupingBy(Found::state, Collectors.counting()));
            return new Check(found.size(), count(counts, "in_sync"), count(counts, "behind"), count(counts, "drifted"),
                    count(counts, "unknown"));
        }

        private static int count(Map<String, Long> counts, String state) {
            return counts.getOrDefault(state, 0L).intValue();
        }

        Check and(Check other) {
            return new Check(checked + other.checked, inSync + other.inSync, behind + other.behind, drifted + other.drifted,
                    unknown + other.unknown);
        }
    }

    private static final Check NOTHING = new Check(0, 0, 0, 0, 0);

    private final DriftRows rows;
    private final Snapshots snapshots;
    private final Neighbours neighbours;
    private final TargetOperations operations;
    private final Publications publications;
    private final Connections connections;

    Drift(DriftRows rows, Snapshots snapshots, Neighbours neighbours, TargetOperations operations,
          Publications publications, Connections connections) {
        this.rows = rows;
        this.snapshots = snapshots;
        this.neighbours = neighbours;
        this.operations = operations;
        this.publications = publications;
        this.connections = connections;
    }

    /** Where a dataset was published to; by target. @throws Refusal 404 */
    public Page<Published> of(UUID datasetId, PageRequest page) {
        return rows.ofDataset(datasetId, page);
    }

    /** What a publication put at its target. Those that need attention first. @throws Refusal 404 */
    public Page<Published> ofPublication(UUID publicationId, PageRequest page) {
        publications.find(publicationId);
        return rows.ofPublication(publicationId, page);
    }

    /**
     * Looks at the target of a publication, at what it put there.
     *
     * @throws Refusal                   403 for a viewer, 409 when it was never applied
     * @throws problems.ProblemException when the target fails; then nothing counts as in sync any more
     */
    public Check check(UUID publicationId) {
        Publication publication = publications.find(publicationId);
        Caller.current().mustCreate();
        if (publication.startedAt() == null) {
            throw Refusal.conflict("publication_not_begun", null,
                    "This plan was not applied, so there is nothing of it to look at.");
        }
        return checkPublished(publicationId);
    }

    Check checkPublished(UUID publicationId) {
        return look(null, publicationId);
    }

    /** All that was published to a target. @throws problems.ProblemException when the target fails */
    Check checkTarget(UUID connectionId) {
        connections.find(connectionId);
        return look(connectionId, null);
    }

    private Check look(UUID connectionId, UUID publicationId) {
        Check sum = NOTHING;
        UUID after = null;
        try {
            for (List<Placed> batch = rows.placed(connectionId, publicationId, after); !batch.isEmpty();
                    batch = rows.placed(connectionId, publicationId, after)) {
                List<Found> found = found(batch);
                rows.keep(found);
                sum = sum.and(Check.of(found));
                after = batch.get(batch.size() - 1).id();
            }
            return sum;
        } catch (ProblemException failed) {
            rows.doubt(connectionId, publicationId, after, new Difference("not_checked", failed.getMessage(), false));
            throw failed;
        }
    }

    private List<Found> found(List<Placed> batch) {
        Map<UUID, Snapshot> datasets = snapshots.of(batch.stream().map(Placed::datasetId).toList()).stream()
                .collect(Collectors.toMap(Snapshot::id, Function.identity(), (one, same) -> one));
        List<Placed> there = batch.stream().filter(placed -> datasets.containsKey(placed.datasetId())).toList();
        if (there.isEmpty()) return List.of();
        UUID target = there.get(0).connectionId();
        Stream<Wanted> asked = there.stream().map(placed -> Draft.wanted(datasets.get(placed.datasetId()), placed.at()));
        Stream<Wanted> beside = neighbours.of(target, List.copyOf(datasets.values()), none -> null).stream();
        List<TargetTable> live = operations.plan(target, Stream.concat(asked, beside).toList());
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < there.size(); i++) {
            found.add(judge(there.get(i), datasets.get(there.get(i).datasetId()), live.get(i)));
        }
        return found;
    }

    private static Found judge(Placed placed, Snapshot dataset, TargetTable live) {
        if (dataset.isGone()) return new Found(placed.id(), "behind", placed.version(), List.of(GONE));
        if (live.state() == State.SAME) return new Found(placed.id(), "in_sync", dataset.version(), List.of());
        // the target has not moved, as far as can be told: the dataset has
        String state = dataset.version() == placed.version() ? "drifted" : "behind";
        return new Found(placed.id(), state, placed.version(), differences(live, placed.remarks()));
    }

    private static List<Difference> differences(TargetTable live, List<Note> remarks) {
        Stream<Difference> steps = live.steps().stream().map(step -> new Difference(step.kind(), step.summary(), step.loses()));
        Stream<Difference> notes = live.notes().stream().filter(note -> !remarks.contains(note))
                .map(note -> new Difference("note", (note.column() == null ? "" : note.column() + ": ") + note.message(), false));
        return Stream.concat(notes, steps).limit(MOST_DIFFERENCES).toList();
    }
}
