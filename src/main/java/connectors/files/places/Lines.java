package connectors.files.places;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Signed-in connections to one server. One that was given back waits a while for the next to ask; the server is asked whether
 * it still knows it before it is used again.
 */
final class Lines<L extends Lines.Line> implements AutoCloseable {
    /** Servers commonly end a session that is silent for a few minutes. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MOST_WAITING = 2;

    interface Line {
        /** Whether the server still answers on it. */
        boolean isAlive();

        /** Does not throw. */
        void hangUp();
    }

    @FunctionalInterface
    interface Dial<L> {
        L open() throws IOException;
    }

    private record Waiting<L>(L line, long since) { }

    private final Dial<L> dial;
    private final Deque<Waiting<L>> waiting = new ArrayDeque<>();
    private final Set<L> all = new HashSet<>();
    private boolean closed;

    Lines(Dial<L> dial) {
        this.dial = dial;
    }

    /** @throws problems.ProblemException where the server does not let us in */
    L take() throws IOException {
        for (Waiting<L> next = next(); next != null; next = next()) {
            boolean fresh = System.nanoTime() - next.since < LONGEST_WAIT.toNanos();
            if (fresh && next.line.isAlive()) return next.line;
            drop(next.line);
        }
        if (isClosed()) throw closed();
        L opened = dial.open();
        if (!register(opened)) throw closed();
        return opened;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static IOException closed() {
        return new InterruptedIOException("the source was closed");
    }

    private synchronized Waiting<L> next() {
        return waiting.pollLast();
    }

    private boolean register(L opened) {
        synchronized (this) {
            if (!closed) return all.add(opened);
        }
        opened.hangUp();
        return false;
    }

    void giveBack(L line) {
        synchronized (this) {
            if (!closed && waiting.size() < MOST_WAITING) {
                waiting.addLast(new Waiting<>(line, System.nanoTime()));
                return;
            }
        }
        drop(line);
    }

    /** For one that is in no state to be used again. */
    void drop(L line) {
        synchronized (this) {
            all.remove(line);
        }
        line.hangUp();
    }

    @Override
    public void close() {
        Set<L> open;
        synchronized (this) {
            closed = true;
            open = new HashSet<>(all);
            all.clear();
            waiting.clear();
        }
        open.forEach(Line::hangUp);
    }
}
