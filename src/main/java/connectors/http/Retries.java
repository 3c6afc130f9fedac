package connectors.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * Asks again, each time after a longer pause, where asking twice does no harm: when a server is busy or asks for a little
 * patience; and once, if it only reads, when it hung up, be it in the middle of its answer. Where calls are counted and
 * the server turned one away, the budget makes the pause: the next call waits for its turn like all others, and how often that
 * happens does not matter as long as the thread may wait.
 *
 * @param first pause; the next ones are twice as long, and all are drawn by lot a little longer
 * @param busy  whether an answer means that it is worth while to ask again soon
 */
public record Retries(Duration first, Predicate<HttpAnswer> busy) {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** @return the last answer, whatever it is */
    public HttpAnswer send(HttpCalls http, HttpRequest request) throws IOException {
        long end = System.nanoTime() + http.meter().budget().patience().toNanos();
        HttpAnswer answer = despiteHangUp(isGet(request), () -> http.send(request));
        for (int attempt = 0; request.repeatable() && busy.test(answer);) {
            boolean isLast = http.meter().keepsAway(answer) ? System.nanoTime() >= end : !paused(answer, attempt++);
            if (isLast) return answer;
            answer = despiteHangUp(isGet(request), () -> http.send(request));
        }
        return answer;
    }

    /** @return whether it is worth while to ask again */
    private boolean paused(HttpAnswer answer, int attempt) throws IOException {
        Duration pause = answer.retryAfter(Instant.now()).orElse(first.multipliedBy(1L << attempt));
        if (attempt >= ATTEMPTS - 1 || pause.compareTo(LONGEST_PAUSE) > 0) return false;
        pause(pause.toMillis());
        return true;
    }

    /** One way of sending a request. */
    @FunctionalInterface
    public interface Call {
        HttpAnswer make() throws IOException;
    }

    public static boolean isGet(HttpRequest request) {
        return request.method().equals("GET");
    }

    /**
     * @param onlyReads whether the server may have done the first call and be asked again
     * @return the answer; to a second call, where the server hung up on the first one
     */
    public static HttpAnswer despiteHangUp(boolean onlyReads, Call call) throws IOException {
        try {
            return call.make();
        } catch (IOException failed) {
            if (!onlyReads || !isHangUp(failed)) throw failed;
            return call.make();
        }
    }

    private static boolean isHangUp(IOException failed) {
        boolean isReset = failed instanceof SocketException && !(failed instanceof ConnectException);
        boolean isCutOff = failed instanceof ConnectionClosedException || failed instanceof TruncatedChunkException;
        return failed instanceof NoHttpResponseException || (isReset || isCutOff) && !Thread.currentThread().isInterrupted();
    }

    /** A little longer than asked for, so that not all come back at the same time. */
    public static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
    }
}
