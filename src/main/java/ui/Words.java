package ui;

import connections.TestRuns.TestRun;
import connectors.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, numbers and durations as the pages say them; the templates know it as {@code say}. */
public final class Words {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final String THIN_SPACE = "\u202f";

    /** "3 min ago"; the page's script keeps it true while the page is open. */
    public String ago(Instant at) {
        if (at == null) return "never";
        long seconds = Math.max(0, Duration.between(at, Instant.now()).toSeconds());
        if (seconds < 10) return "just now";
        if (seconds < 60) return seconds + " s ago";
        if (seconds < 3600) return seconds / 60 + " min ago";
        if (seconds < 86_400) return seconds / 3600 + " h ago";
        long days = seconds / 86_400;
        return days + (days == 1 ? " day ago" : " days ago");
    }

    /** "in 24 s"; the page's script counts it down. Rounded up: what was said to be over is over then. */
    public String until(Instant at) {
        long seconds = Duration.between(Instant.now(), at).plusMillis(999).toSeconds();
        if (seconds <= 0) return "now";
        if (seconds < 120) return "in " + seconds + " s";
        if (seconds < 7_200) return "in " + (seconds + 59) / 60 + " min";
        long minutes = (seconds + 59) / 60;
        if (seconds < 172_800) return "in " + minutes / 60 + " h" + rest(minutes % 60, " min");
        return "in " + (seconds + 86_399) / 86_400 + " days";
    }

    public String exact(Instant at) {
        return at == null ? "" : EXACT.format(at);
    }

    public String number(Number number) {
        return number == null ? "–" : String.format(Locale.ROOT, "%,d", number.longValue()).replace(",", THIN_SPACE);
    }

    /** "1 table", "24 tables". */
    public String count(Number number, String one, String many) {
        return number(number) + " " + (number != null && number.longValue() == 1 ? one : many);
    }

    public String millis(Number millis) {
        if (millis == null) return "–";
        long ms = millis.longValue();
        if (ms < 1000) return ms + " ms";
        if (ms < 10_000) return String.format(Locale.ROOT, ms % 1000 == 0 ? "%.0f s" : "%.1f s", ms / 1000.0);
        if (ms < 60_000) return ms / 1000 + " s";
        if (ms < 3_600_000) return ms / 60_000 + " min" + rest(ms % 60_000 / 1000, " s");
        return ms / 3_600_000 + " h" + rest(ms % 3_600_000 / 60_000, " min");
    }

    private static String rest(long amount, String unit) {
        return amount == 0 ? "" : " " + amount + unit;
    }

    public String took(Instant from, Instant to) {
        if (from == null) return "–";
        return millis(Duration.between(from, to == null ? Instant.now() : to).toMillis());
    }

    public String percent(Double percent) {
        return percent == null ? "–"
                : String.format(Locale.ROOT, percent >= 99.95 || percent == 0 ? "%.0f %%" : "%.1f %%", percent);
    }

    /** Cuts in the middle, where names differ least. */
    public String middle(Object value, int longest) {
        String text = value == null ? "" : value.toString();
        if (text.length() <= longest) return text;
        int head = (longest - 1) * 2 / 3;
        return text.substring(0, head) + "…" + text.substring(text.length() - (longest - 1 - head));
    }

    /** {@code circuit_breaker.open} → "Circuit breaker open". */
    public String sentence(String code) {
        if (code == null || code.isEmpty()) return "";
        String words = code.replace('_', ' ').replace('.', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    public Status test(String status, Instant at, String sentence) {
        return Status.outcome(status, at, sentence);
    }

    public Status run(String status, Instant at) {
        return Status.ofImport(status, at);
    }

    /** Of an import that waits until its source may be asked again. */
    public Status waits() {
        return Status.WAITING;
    }

    public Status publication(String status, Instant at) {
        return Status.ofPublication(status, at);
    }

    public Status target(String state) {
        return Status.ofTarget(state);
    }

    public Status drift(String state, Instant at) {
        return Status.ofDrift(state, at);
    }

    public Status step(String status) {
        return Status.ofStep(status);
    }

    public Status route(String state) {
        return Status.ofRoute(state);
    }

    public Status breaker(String state) {
        return Status.ofBreaker(state);
    }

    public Status outcome(String outcome) {
        return Status.ofOutcome(outcome);
    }

    /** Label of the step that ended a failed test; null for a test that went through. */
    public String stoppedAt(TestRun run) {
        return run.steps().stream().filter(step -> step.mandatory() && step.status() == Step.Status.FAILED)
                .map(Step::label).findFirst().orElse(null);
    }
}
