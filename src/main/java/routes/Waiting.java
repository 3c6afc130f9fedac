package routes;

import java.util.HashSet;
import java.util.Set;

/** The threads that wait for a source's answer, each of which can be told to stop waiting. */
final class Waiting {
    private final Set<Thread> threads = new HashSet<>();

    synchronized void begin() {
        threads.add(Thread.currentThread());
    }

    /** An interruption that came from here ends here, lest it hits what the thread does next. */
    synchronized void end() {
        if (!threads.remove(Thread.currentThread())) Thread.interrupted();
    }

    synchronized void end(Thread waiting) {
        if (threads.remove(waiting)) waiting.interrupt();
    }
}
