package publishing;

import access.Caller;
import access.Idempotency;
import catalog.TargetTable;
import catalog.Wanted;
import connections.Connection;
import connections.Connections;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import metadata.Snapshots;
import metadata.Snapshots.Snapshot;
import org.springframework.stereotype.Component;
import problems.Refusal;
import routes.TargetOperations;

/** Makes plans: the target is asked what it has of the chosen datasets, a few hundred at a time, and nothing is changed there. */
@Component
public class Plans {
    private final Connections connections;
    private final Snapshots snapshots;
    private final Neighbours neighbours;
    private final TargetOperations operations;
    private final PlanRows rows;
    private final Publications publications;
    private final Idempotency idempotency;

    Plans(Connections connections, Snapshots snapshots, Neighbours neighbours, TargetOperations operations, PlanRows rows,
          Publications publications, Idempotency idempotency) {
        this.connections = connections;
        this.snapshots = snapshots;
        this.neighbours = neighbours;
        this.operations = operations;
        this.rows = rows;
        this.publications = publications;
        this.idempotency = idempotency;
    }

    static String operation(UUID targetId) {
        return "publication.plan " + targetId;
    }

    /**
     * @param idempotencyKey null for none
     * @throws Refusal                   403 for a viewer, 422 for a choice that does not fit, 409 when the target is switched
     *                                   off or
     *                                   its type is no target
     * @throws problems.ProblemException when the target fails; then there is no plan
     */
    public Publication make(UUID targetId, PublishRequest request, String idempotencyKey) {
        Connection target = connections.find(targetId);
        Caller.current().mustCreate();
        Optional<UUID> made = idempotency.made(operation(targetId), idempotencyKey);
        if (made.isPresent()) return publications.find(made.get());
        request.check();
        List<UUID> chosen = chosen(request);
        UUID id = rows.begin(target, request);
        try {
            fill(id, target, chosen, request.options());
            return publications.find(rows.finish(id, target, idempotencyKey));
        } catch (RuntimeException failed) {
            rows.discard(id);
            throw failed;
        }
    }

    /** The same wish once more, by what the datasets and the target are now. @throws Refusal as {@link #make} does */
    public Publication again(UUID publicationId) {
        Publication earlier = publications.find(publicationId);
        return make(earlier.connectionId(), publications.request(publicationId), null);
    }

    private List<UUID> chosen(PublishRequest request) {
        if (request.connectionId() == null) {
            List<UUID> seen = snapshots.seen(request.datasets());
            request.mustSee(new HashSet<>(seen));
            return seen;
        }
        if (!isVisible(request.connectionId())) {
            throw Refusal.invalid("/connection_id", "There is no such connection, or you may not see it.");
        }
        List<UUID> ids = snapshots.selected(request.connectionId(), request.ofConnection().selection(),
                PublishRequest.MOST_TABLES + 1);
        if (ids.size() > PublishRequest.MOST_TABLES) throw PublishRequest.tooMany("/include");
        if (ids.isEmpty()) {
            throw Refusal.invalid("/include",
                    "No dataset of this connection is chosen by this. Import it first, or choose more.");
        }
        return ids;
    }

    private boolean isVisible(UUID connectionId) {
        try {
            connections.find(connectionId);
            return true;
        } catch (Refusal unknown) {
            return false;
        }
    }

    private void fill(UUID id, Connection target, List<UUID> chosen, PublishRequest.Options options) {
        Draft draft = new Draft(options, chosen);
        for (int from = 0; from < chosen.size(); from += Neighbours.BATCH) {
            List<UUID> batch = chosen.subList(from, Math.min(chosen.size(), from + Neighbours.BATCH));
            rows.add(id, target, placed(draft, target.id(), snapshots.of(batch)));
        }
    }

    private List<Draft.Placed> placed(Draft draft, UUID targetId, List<Snapshot> batch) {
        batch.forEach(Plans::mustBeThere);
        List<Snapshot> named = batch.stream().filter(draft::takesName).toList();
        Iterator<TargetTable> found = ask(draft, targetId, named);
        return batch.stream().map(one -> draft.hasName(one) ? draft.place(one, found.next()) : draft.placeTaken(one)).toList();
    }

    /** What is said of neighbours comes last, and is nobody's answer. */
    private Iterator<TargetTable> ask(Draft draft, UUID targetId, List<Snapshot> named) {
        if (named.isEmpty()) return Collections.emptyIterator();
        Stream<Wanted> beside = neighbours.of(targetId, named, draft::plannedName).stream();
        return operations.plan(targetId, Stream.concat(named.stream().map(draft::wanted), beside).toList()).iterator();
    }

    private static void mustBeThere(Snapshot dataset) {
        if (!dataset.isGone()) return;
        throw Refusal.invalid("/datasets",
                "'" + dataset.definition().tableName() + "' is gone from its source. Please leave it out.");
    }
}
