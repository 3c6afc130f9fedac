package connectors.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Does pieces of work on other threads, a few ahead of whoever takes their results, and gives the results in order. */
final class Ahead<T> {
    private final Readers readers;
    private final Deque<FutureTask<T>> pending = new ArrayDeque<>();

    Ahead(Readers readers) {
        this.readers = readers;
    }

    /** @throws InterruptedIOException when the threads were ended: the source is closed */
    void add(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        pending.add(task);
        try {
            readers.threads().execute(task);
        } catch (RejectedExecutionException closed) {
            throw new InterruptedIOException("stopped");
        }
    }

    /** What needs no work keeps its place among the others. */
    void addReady(T result) {
        FutureTask<T> task = new FutureTask<>(() -> result);
        task.run();
        pending.add(task);
    }

    boolean isFull() {
        return pending.size() >= readers.ahead();
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Waits for the first piece; after a failure nothing more is done. */
    T take() throws IOException {
        try {
            return pending.remove().get();
        } catch (InterruptedException stopped) {
            cancel();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        } catch (ExecutionException failed) {
            cancel();
            if (failed.getCause() instanceof IOException cause) throw cause;
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void cancel() {
        pending.forEach(task -> task.cancel(true));
        pending.clear();
    }
}
