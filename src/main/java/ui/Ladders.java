package ui;

import connections.TestRuns.TestRun;
import connectors.Step;
import java.util.List;
import problems.Refusal.FieldError;

/** What a climbed ladder says about the fields of the form it was climbed for. */
final class Ladders {
    private Ladders() { }

    static List<FieldError> atFields(TestRun run) {
        return run.steps().stream().filter(step -> step.status() == Step.Status.FAILED && step.field() != null)
                .map(step -> new FieldError("/configuration" + step.field(),
                        step.fix() == null ? step.message() : step.fix())).toList();
    }
}
