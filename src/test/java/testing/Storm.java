package testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import testing.WebServer.Asked;
import testing.WebServer.Instead;

/** From some call on and for a while everybody is turned away with 429; who asks for a token is not. */
public final class Storm implements Instead {
    /** What a storm says of its end. */
    public enum Says { WHEN_IT_ENDS, ONE_SECOND, NOTHING }

    private final int after;
    private final Duration length;
    private final Says says;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong began = new AtomicLong();
    private final List<Asked> turnedAway = new CopyOnWriteArrayList<>();

    /** @param after calls that are answered before it begins */
    public Storm(int after, Duration length, Says says) {
        this.after = after;
        this.length = length;
        this.says = says;
    }

    @Override
    public boolean answer(HttpExchange exchange, Asked asked) throws IOException {
        if (asked.path().contains("oauth") || calls.incrementAndGet() <= after) return false;
        began.compareAndSet(0, System.nanoTime());
        Duration left = length.minusNanos(System.nanoTime() - began.get());
        if (left.isNegative()) return false;
        turnedAway.add(asked);
        if (says != Says.NOTHING) exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds(left)));
        WebServer.send(exchange, 429, "application/json", "{\"error\": \"too many requests\"}");
        return true;
    }

    /** Not before its end. */
    private long seconds(Duration left) {
        return says == Says.ONE_SECOND ? 1 : left.toSeconds() + 1;
    }

    public boolean hasBegun() {
        return began.get() != 0;
    }

    /** Those that came before its end. */
    public List<Asked> turnedAway() {
        return List.copyOf(turnedAway);
    }
}
