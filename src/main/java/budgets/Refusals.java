package budgets;

import budgets.BudgetRows.Place;
import connectors.Budgets.Own;
import connectors.TurnedAway;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** Why a call was not made, in words. */
final class Refusals {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Refusals() { }

    static ProblemException of(Place place, Own own, Rules rules, Turn turn, Duration wait) {
        String who = place.product() + " (" + place.organisation() + ")";
        Problem problem = switch (turn.kind()) {
            case USED_UP -> usedUp("The request limit of " + who + " is used up" + (rules.browsingShare() < 100
                    ? ", but for what is kept for more urgent calls." : "."));
            case OWN_LIMIT -> usedUp("This connection may make " + bounds(own) + " to " + who + ", and they are used up.");
            default -> Problem.of(FailureKind.QUOTA, "budget_resting", who + " has turned calls away and is left alone for a while.");
        };
        Duration whole = wait.plusSeconds(1);
        return new ProblemException(problem.fix("Calls go on at " + TIME.format(Instant.now().plus(whole)) + ".").retryAfter(whole),
                new TurnedAway(null));
    }

    private static Problem usedUp(String sentence) {
        return Problem.of(FailureKind.QUOTA, "budget_used_up", sentence);
    }

    private static String bounds(Own own) {
        StringBuilder bounds = new StringBuilder();
        add(bounds, own.perMinute(), "a minute");
        add(bounds, own.perHour(), "an hour");
        add(bounds, own.perDay(), "in 24 hours");
        return bounds.toString();
    }

    private static void add(StringBuilder bounds, Integer bound, String window) {
        if (bound == null) return;
        bounds.append(bounds.isEmpty() ? "" : ", ").append(bound).append(bounds.isEmpty() || bounds.indexOf("calls") < 0 ? " calls " : " ")
                .append(window);
    }

    /** The connection was changed, or somebody cancelled what it was for. */
    static ProblemException interrupted(InterruptedException ended) {
        return new ProblemException(Problem.of(FailureKind.TRANSIENT, "interrupted",
                "The call was ended while it waited for its turn, because the connection was changed or the work was cancelled.")
                .fix("Try again."), ended);
    }
}
