package ui;

import health.HealthChecks.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * The last health checks as bars, oldest first: height is latency, colour is status.
 *
 * @param aloud the same for a screen reader
 */
public record Pulse(List<Bar> bars, int width, String aloud) {
    static final int SHOWN = 30;
    private static final int STEP = 5;
    private static final int HEIGHT = 24;
    private static final int LOWEST = 5;

    /** In the units of the drawing, 24 high. */
    public record Bar(int x, int y, int height, String tone, String title) { }

    /** @param checks newest first, as the history answers them */
    static Pulse of(List<HealthCheck> checks) {
        List<HealthCheck> last = checks.subList(0, Math.min(SHOWN, checks.size()));
        long slowest = last.stream().mapToLong(HealthCheck::latencyMs).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < SHOWN; i++) {
            int age = SHOWN - 1 - i;
            bars.add(age < last.size() ? bar(last.get(age), i, slowest) : new Bar(i * STEP, HEIGHT - 2, 2, "none", ""));
        }
        return new Pulse(bars, SHOWN * STEP - 2, aloud(last));
    }

    private static Bar bar(HealthCheck check, int i, long slowest) {
        // a root, so that one slow check does not flatten the rest
        int height = Math.max(LOWEST, (int) Math.round(HEIGHT * Math.sqrt((double) check.latencyMs() / Math.max(1, slowest))));
        Status status = Status.outcome(check.status(), check.at(), check.message());
        Words say = new Words();
        String aloud = status.word() + ", " + say.millis(check.latencyMs()) + ", " + say.exact(check.at());
        return new Bar(i * STEP, HEIGHT - height, height, status.tone(), aloud);
    }

    private static String aloud(List<HealthCheck> checks) {
        if (checks.isEmpty()) return "No health checks yet";
        long failed = checks.stream().filter(check -> check.status().equals("failed")).count();
        long skipped = checks.stream().filter(check -> !check.isWord()).count();
        long degraded = checks.stream().filter(check -> check.status().equals("degraded")).count();
        return "Last " + new Words().count(checks.size(), "health check", "health checks") + ": "
                + (checks.size() - failed - degraded - skipped) + " passed, " + degraded + " degraded, "
                + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped") + "; the newest took "
                + new Words().millis(checks.get(0).latencyMs());
    }
}
