package connectors.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import problems.FailureKind;
import problems.Problem;

/**
 * Calls to one server, over guarded sockets, signed in. No redirect is followed, no cookie kept, nothing tried again but a
 * call that was turned away for a token that had run out. Made by {@link HttpClients}.
 */
public final class HttpCalls implements AutoCloseable {
    private final HttpBase base;
    private final CloseableHttpClient client;
    private final SignIn signIn;
    private final Duration deadline;
    private final ScheduledExecutorService timer;
    private final Pace pace;
    private final Meter meter;

    HttpCalls(HttpBase base, CloseableHttpClient client, SignIn signIn, Duration deadline, ScheduledExecutorService timer,
              Pace pace, Meter meter) {
        this.base = base;
        this.client = client;
        this.signIn = signIn;
        this.deadline = deadline;
        this.timer = timer;
        this.pace = pace;
        this.meter = meter;
    }

    /** The same calls, no faster than this. Closing one closes the other. */
    public HttpCalls at(Pace slower) {
        return new HttpCalls(base, client, signIn, deadline, timer, slower, meter);
    }

    /** The same calls, counted. Closing one closes the other. */
    public HttpCalls by(Meter counted) {
        return new HttpCalls(base, client, signIn, deadline, timer, pace, counted);
    }

    Meter meter() {
        return meter;
    }

    public HttpBase base() {
        return base;
    }

    /**
     * @return whatever the server answers, of any status
     * @throws IOException when it does not answer, or not within the deadline
     * @throws problems.ProblemException when the answer is larger than the request allows, or the sign-in fails
     */
    public HttpAnswer send(HttpRequest request) throws IOException {
        HttpAnswer answer = once(request, signIn);
        return answer.status() == 401 && signIn.renew() ? once(request, signIn) : answer;
    }

    /** The same without saying who calls. */
    public HttpAnswer sendUnsigned(HttpRequest request) throws IOException {
        return once(request, SignIn.NONE);
    }

    private HttpAnswer once(HttpRequest request, SignIn who) throws IOException {
        pace.await(deadline);
        meter.budget().take();
        HttpAnswer answer = counted(request, who);
        meter.note(answer);
        return answer;
    }

    /** Signed only now: waiting for its turn may have outlived a token. */
    private HttpAnswer counted(HttpRequest request, SignIn who) throws IOException {
        try {
            Outgoing outgoing = new Outgoing(request);
            who.sign(outgoing);
            return made(outgoing);
        } catch (IOException | RuntimeException lost) {
            meter.lost();
            throw lost;
        }
    }

    private HttpAnswer made(Outgoing outgoing) throws IOException {
        HttpUriRequestBase call = outgoing.call();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> end = timer.schedule(() -> end(call, late), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = client.executeOpen(host(), call, null)) {
            return new HttpAnswer(response.getCode(), headers(response), body(response.getEntity(), outgoing.request.most(), call));
        } catch (IOException failed) {
            if (late.get()) throw late(failed);
            throw failed;
        } finally {
            end.cancel(false);
        }
    }

    /** Says so first: the call fails while it is being ended, and asks at once why. */
    private static void end(HttpUriRequestBase call, AtomicBoolean late) {
        late.set(true);
        call.abort();
    }

    private InterruptedIOException late(IOException failed) {
        InterruptedIOException late = new InterruptedIOException("no whole answer within " + deadline.toSeconds() + " s");
        late.initCause(failed);
        return late;
    }

    private HttpHost host() {
        return new HttpHost(base.encrypted() ? "https" : "http", base.host(), base.port());
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()), (a, b) -> a + ", " + b);
        }
        return Map.copyOf(headers);
    }

    /** Counts what comes out of the decompression. */
    private static byte[] body(HttpEntity entity, long most, HttpUriRequestBase call) throws IOException {
        if (entity == null) return new byte[0];
        try (InputStream in = entity.getContent()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
                if (bytes.size() > most) throw tooLarge(most, call);
            }
            return bytes.toByteArray();
        }
    }

    private static RuntimeException tooLarge(long most, HttpUriRequestBase call) {
        call.abort();   // else closing the stream would read on to its end
        return Problem.of(FailureKind.UNSUPPORTED, "answer_too_large",
                        "The server's answer is larger than " + size(most) + ", which is more than is taken in.")
                .fix("Ask for less at a time, or for a smaller part.").asException();
    }

    private static String size(long bytes) {
        return bytes < 1024 * 1024 ? bytes / 1024 + " KB" : bytes / (1024 * 1024) + " MB";
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private final class Outgoing implements SignIn.Target {
        private final HttpRequest request;
        private final Map<String, String> signed = new HashMap<>();
        private String query;

        Outgoing(HttpRequest request) {
            this.request = request;
            this.query = request.query();
        }

        @Override
        public void header(String name, String value) {
            signed.put(name, value);
        }

        @Override
        public void query(String name, String value) {
            String pair = encoded(name) + "=" + encoded(value);
            query = query == null ? pair : query + "&" + pair;
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        HttpUriRequestBase call() {
            String path = request.whole() ? request.path() : base.path() + request.path();
            String target = (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
            HttpUriRequestBase call = new HttpUriRequestBase(request.method(), java.net.URI.create(base.origin() + target));
            call.setHeader("Accept", "application/json");
            request.headers().forEach(call::setHeader);
            signed.forEach(call::setHeader);
            if (request.body() != null) call.setEntity(new ByteArrayEntity(request.body(), ContentType.parse(request.contentType())));
            return call;
        }
    }
}
