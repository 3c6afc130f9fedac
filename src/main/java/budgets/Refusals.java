package budgets;

import budgets.BudgetRows.Place;
import connectors.Budgets.Own;
import connectors.TurnedAway;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** Why a call was not made, in words. */
final class Refusals {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Refusals() { }

    static ProblemException of(Place place, Own own, Turn turn, Duration wait) {
        Duration whole = wait.plusSeconds(1);
        Problem problem = problem(place.product() + " (" + place.organisation() + ")", own, turn.kind());
        String goesOn = "Calls go on at " + TIME.format(Instant.now().plus(whole)) + ".";
        return new ProblemException(problem.fix(goesOn).retryAfter(whole), new TurnedAway(null));
    }

    private static Problem problem(String who, Own own, Turn.Kind kind) {
        return switch (kind) {
            case USED_UP -> Problem.of(FailureKind.QUOTA, "budget_used_up",
                    "The request limit of " + who + " is used up, but for what is kept for more urgent calls.");
            case OWN_LIMIT -> Problem.of(FailureKind.QUOTA, "budget_used_up",
                    "This connection may call " + who + " no more than " + bounds(own) + ", and that is used up.");
            default -> Problem.of(FailureKind.QUOTA, "budget_resting",
                    who + " has turned calls away and is left alone for a while.");
        };
    }

    private static String bounds(Own own) {
        return Stream.of(bound(own.perMinute(), "a minute"), bound(own.perHour(), "an hour"), bound(own.perDay(), "in 24 hours"))
                .filter(Objects::nonNull).collect(Collectors.joining(" or "));
    }

    private static String bound(Integer times, String window) {
        return times == null ? null : times + " times " + window;
    }

    /** The connection was changed, or somebody cancelled what it was for. @param ended null where the connection was closed */
    static ProblemException interrupted(InterruptedException ended) {
        return new ProblemException(Problem.of(FailureKind.TRANSIENT, "interrupted",
                "The call was ended while it waited for its turn, because the connection was changed or the work was cancelled.")
                .fix("Try again."), ended);
    }
}
