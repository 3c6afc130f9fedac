package app;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import problems.CannotStart;

/** Shows our own sentence in place of a hundred lines of stack trace, in which nobody would find it. */
class StartReport extends AbstractFailureAnalyzer<CannotStart> {

    @Override
    protected FailureAnalysis analyze(Throwable whole, CannotStart refusal) {
        return new FailureAnalysis(refusal.getMessage(), null, refusal);
    }
}
