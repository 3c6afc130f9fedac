package api;

import health.HealthChecks;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** Health of a connection over time, and its schedule. */
@Component
class HealthResource extends Resource {
    record NewSchedule(Boolean enabled, Integer intervalSeconds) { }

    private final HealthChecks checks;

    HealthResource(HealthChecks checks) {
        super("/api/connections/{id}/health", "Health");
        this.checks = checks;
    }

    @Override
    void paths() {
        get("", "health", "Checks, newest first, with uptime and schedule", HealthChecks.Health.class,
                request -> Answer.ok(checks.of(request.id(), request.page().limit())), "limit");
        put("/schedule", "scheduleHealth", "Set how often the connection is checked", NewSchedule.class,
                HealthChecks.Schedule.class, this::schedule);
    }

    private Answer schedule(Request request) {
        NewSchedule wanted = request.body(NewSchedule.class);
        if (wanted.enabled() == null) throw Refusal.invalid("/enabled", "Please give true or false.");
        return Answer.ok(checks.reschedule(request.id(), wanted.enabled(), wanted.intervalSeconds()));
    }
}
