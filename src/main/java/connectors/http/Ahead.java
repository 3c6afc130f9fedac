package connectors.http;

import connectors.Along;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes a few calls at a time ahead of the one that is waited for, and gives their answers in order. */
public final class Ahead implements AutoCloseable {
    private static final int USUAL = 6;

    private final int atATime;
    private final ThreadPoolExecutor threads;

    public Ahead() {
        this(USUAL);
    }

    /** @param atATime so many calls; fewer where answers are large */
    public Ahead(int atATime) {
        this.atATime = atATime;
        this.threads = new ThreadPoolExecutor(atATime, atATime, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "calls-ahead");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** What one step of the work threw, or that it was ended. */
    public static final class Failed extends RuntimeException {
        Failed(Throwable cause) {
            super(cause);
        }
    }

    /** @param work is run in its order, and only a little before its answer is asked for */
    public <T> Iterator<T> of(Iterator<Callable<T>> work) {
        return new Answers<>(work);
    }

    @Override
    public void close() {
        threads.shutdownNow().forEach(left -> {
            if (left instanceof Future<?> unbegun) unbegun.cancel(true);
        });
    }

    private final class Answers<T> implements Iterator<T> {
        private final Iterator<Callable<T>> work;
        private final Deque<Future<T>> underWay = new ArrayDeque<>();

        Answers(Iterator<Callable<T>> work) {
            this.work = work;
        }

        @Override
        public boolean hasNext() {
            try {
                while (underWay.size() < atATime && work.hasNext()) underWay.add(threads.submit(Along.with(work.next())));
            } catch (RejectedExecutionException closed) {
                throw new Failed(closed);
            }
            return !underWay.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) throw new NoSuchElementException();
            try {
                return underWay.remove().get();
            } catch (InterruptedException ended) {
                underWay.forEach(call -> call.cancel(true));
                Thread.currentThread().interrupt();
                throw new Failed(ended);
            } catch (ExecutionException failed) {
                underWay.forEach(call -> call.cancel(true));
                throw new Failed(failed.getCause());
            } catch (CancellationException closed) {
                throw new Failed(closed);
            }
        }
    }
}
