package connectors.http;

import connectors.TurnedAway;
import java.time.Duration;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * How fast calls may follow each other: some at once, then evenly over the minute. A call that is too early waits for its
 * turn, if that comes soon; else it is refused.
 */
public final class Pace {
    /** As fast as they come. */
    public static final Pace ANY = new Pace(0);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** This part of a minute's calls may be made at once. */
    private static final int BURST = 6;

    private final long between;
    private final long credit;
    private long nextFree = System.nanoTime();

    private Pace(int perMinute) {
        this.between = perMinute == 0 ? 0 : MINUTE / perMinute;
        this.credit = between * Math.max(1, perMinute / BURST);
    }

    /** @param calls at least one */
    public static Pace perMinute(int calls) {
        if (calls < 1) throw new IllegalArgumentException("calls a minute");
        return new Pace(calls);
    }

    /**
     * Waits until the next call may be made.
     *
     * @param most how long at the most
     * @throws problems.ProblemException of kind QUOTA when its turn comes later than that, or waiting was interrupted
     */
    void await(Duration most) {
        long wait = take(System.nanoTime(), most.toNanos());
        if (wait <= 0) return;
        try {
            java.util.concurrent.TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw tooFast(Duration.ofNanos(wait));
        }
    }

    /** @return nanoseconds until the turn that was taken */
    synchronized long take(long now, long most) {
        long turn = Math.max(nextFree, now);
        long wait = turn + between - credit - now;
        if (wait > most) throw tooFast(Duration.ofNanos(wait - most));
        nextFree = turn + between;
        return wait;
    }

    private static ProblemException tooFast(Duration wait) {
        Problem problem = Problem.of(FailureKind.QUOTA, "own_rate_limit",
                        "More requests were asked for than this connection may make in a minute.")
                .fix("Wait a little, or raise the connection's limit of requests a minute.").retryAfter(wait.plusSeconds(1));
        return new ProblemException(problem, new TurnedAway(null));
    }
}
