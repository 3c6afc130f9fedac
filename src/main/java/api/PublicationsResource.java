package api;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.Refusal;
import publishing.Drift;
import publishing.DriftSchedules;
import publishing.PlanText;
import publishing.Plans;
import publishing.Publication;
import publishing.PublicationReads;
import publishing.Publications;
import publishing.Published;
import publishing.PublishRequest;

/** Plans for targets: looked at, applied, cancelled, resumed, and compared with what is there. */
@Component
class PublicationsResource extends Resource {
    private static final List<String> STATES = List.of("missing", "same", "drifted", "conflict");

    /** @param allowLoss whether steps that take something away at the target are done too */
    record Decision(Boolean allowLoss) {
        static final Decision NONE = new Decision(null);
    }

    private final Publications publications;
    private final PublicationReads reads;
    private final PlanText text;
    private final Drift drift;

    PublicationsResource(Publications publications, PublicationReads reads, PlanText text, Drift drift) {
        super("/api/publications", "Publications");
        this.publications = publications;
        this.reads = reads;
        this.text = text;
        this.drift = drift;
    }

    @Override
    void paths() {
        list("", "listPublications", "Plans for targets and what came of them, newest first", Publication.class, this::list,
                "connection_id", "status");
        get("/{id}", "findPublication", "One plan and its progress", Publication.class,
                request -> found(publications.find(request.id())));
        list("/{id}/tables", "listPublicationTables", "The datasets of a plan, and what the target had of them",
                Publication.PlannedTable.class, this::tables, "state");
        list("/{id}/steps", "listPublicationSteps", "What is to be done at the target, in order", Publication.PlannedStep.class,
                this::steps, "table", "status");
        list("/{id}/published", "listPublished", "What a publication put at the target, source, dataset and target side by side",
                Published.class, request -> Answer.ok(drift.ofPublication(request.id(), request.page())));
        text("/{id}/sql", "publicationSql", "The plan as a text in the target's own language", this::sql, "federation");
        post("/{id}/apply", "applyPublication", "Do what the plan says", Decision.class, Publication.class, this::apply);
        post("/{id}/cancel", "cancelPublication", "Stop a publication, or give up a plan", null, Publication.class,
                request -> found(publications.cancel(request.id())));
        post("/{id}/resume", "resumePublication", "Go on with a publication that stopped", Decision.class, Publication.class,
                this::resume);
        post("/{id}/check", "checkPublication", "Compare what was published with what is at the target now", null,
                Drift.Check.class,
                request -> Answer.ok(drift.check(request.id())));
    }

    private Answer list(Request request) {
        return Answer.ok(reads.list(request.queryId("connection_id"), request.query("status"), request.page()));
    }

    private Answer tables(Request request) {
        String state = request.query("state");
        if (state != null && !STATES.contains(state)) {
            throw Refusal.invalid("state", "Please give one of: " + String.join(", ", STATES) + ".");
        }
        return Answer.ok(reads.tables(request.id(), state, request.page()));
    }

    private Answer steps(Request request) {
        return Answer.ok(reads.steps(request.id(), request.queryNumber("table"), request.query("status"), request.page()));
    }

    private Answer sql(Request request) {
        return Answer.text("text/plain; charset=utf-8", text.of(request.id(), request.flag("federation")));
    }

    private Answer apply(Request request) {
        Decision decision = request.bodyOr(Decision.class, Decision.NONE);
        return accepted(publications.apply(request.id(), Boolean.TRUE.equals(decision.allowLoss()), request.ifMatch()));
    }

    private Answer resume(Request request) {
        return accepted(publications.resume(request.id(), request.bodyOr(Decision.class, Decision.NONE).allowLoss(),
                request.ifMatch()));
    }

    private static Answer accepted(Publication publication) {
        return Answer.accepted(path(publication.id()), publication).version(publication.version());
    }

    private static Answer found(Publication publication) {
        return Answer.ok(publication).version(publication.version());
    }

    private static String path(UUID id) {
        return "/api/publications/" + id;
    }

    /** Under the connection that is the target. */
    @Component
    static class OfTarget extends Resource {
        record NewSchedule(Boolean enabled, Integer intervalSeconds) { }

        private final Plans plans;
        private final DriftSchedules schedules;

        OfTarget(Plans plans, DriftSchedules schedules) {
            super("/api/connections/{id}/publications", "Publications");
            this.plans = plans;
            this.schedules = schedules;
        }

        @Override
        void paths() {
            post("", "planPublication", "Plan how datasets come to this target; nothing is changed there yet",
                    PublishRequest.class,
                    Publication.class, this::plan);
            get("/schedule", "driftSchedule", "How often the target is looked at", DriftSchedules.Schedule.class,
                    request -> Answer.ok(schedules.of(request.id())));
            put("/schedule", "scheduleDrift", "Set how often the target is looked at", NewSchedule.class,
                    DriftSchedules.Schedule.class, this::schedule);
        }

        private Answer plan(Request request) {
            Publication plan = plans.make(request.id(), request.body(PublishRequest.class), request.idempotencyKey());
            return Answer.created(path(plan.id()), plan).version(plan.version());
        }

        private Answer schedule(Request request) {
            NewSchedule wanted = request.body(NewSchedule.class);
            if (wanted.enabled() == null) throw Refusal.invalid("/enabled", "Please give true or false.");
            return Answer.ok(schedules.reschedule(request.id(), wanted.enabled(), wanted.intervalSeconds()));
        }
    }

    /** Under the dataset that was published. */
    @Component
    static class OfDataset extends Resource {
        private final Drift drift;

        OfDataset(Drift drift) {
            super("/api/datasets/{id}/publications", "Publications");
            this.drift = drift;
        }

        @Override
        void paths() {
            list("", "listDatasetPublications", "Where a dataset was published to: source, dataset and target side by side",
                    Published.class, request -> Answer.ok(drift.of(request.id(), request.page())));
        }
    }
}
