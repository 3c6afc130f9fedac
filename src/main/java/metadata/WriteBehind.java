package metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;

/** Does one piece of work at a time on another thread, in order, at most one ahead of whoever hands it over. */
final class WriteBehind implements AutoCloseable {
    private final ExecutorService threads;
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    WriteBehind(ExecutorService threads) {
        this.threads = threads;
    }

    /** Waits for the piece before, and throws what it threw: then this one is not begun. */
    void next(Runnable work) {
        await();
        underWay = CompletableFuture.runAsync(work, threads);
    }

    void await() {
        try {
            underWay.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Waits for what is under way, so that nothing is written after the end. Its failure was thrown by then, or another is. */
    @Override
    public void close() {
        underWay.exceptionally(failure -> null).join();
    }
}
