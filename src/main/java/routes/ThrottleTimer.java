package routes;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Where throttles have themselves reminded to forget what has not been used. They would take ten of their periods of a minute
 * for it, and leave a reminder behind at each call; after one period there is nothing left to remember.
 */
final class ThrottleTimer extends ScheduledThreadPoolExecutor {
    static final long MEMORY_MILLIS = 61_000;

    ThrottleTimer(ThreadFactory threads) {
        super(1, threads);
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable forget, long delay, TimeUnit unit) {
        return super.schedule(forget, Math.min(unit.toMillis(delay), MEMORY_MILLIS), TimeUnit.MILLISECONDS);
    }
}
