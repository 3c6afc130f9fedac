package connectors.salesforce;

import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.eclipse.jetty.client.AbstractResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/**
 * What the component takes for its HTTP client. A request that it makes is sent by {@link OrgCalls}, in the thread that makes it,
 * so that egress, budget, token, deadline and errors are those of all other calls. Jetty's own client is never started: were
 * there a way past this class, it would lead nowhere.
 */
final class OurClient extends SalesforceHttpClient {
    private final OrgCalls calls;

    OurClient(OrgCalls calls) {
        super(null, new SameThread(), null);
        this.calls = calls;
        setMaxContentLength((int) OrgCalls.MOST);
    }

    @Override
    protected void doStart() { }

    @Override
    protected void doStop() { }

    @Override
    public org.eclipse.jetty.client.transport.HttpRequest newHttpRequest(HttpConversation conversation, URI address) {
        return new OurRequest(conversation, address);
    }

    private final class OurRequest extends org.eclipse.jetty.client.transport.HttpRequest {
        OurRequest(HttpConversation conversation, URI address) {
            super(OurClient.this, conversation, address);
        }

        @Override
        public void send(Response.CompleteListener listener) {
            HttpResponse response = new HttpResponse(this);
            try {
                take(answer(), response, (AbstractResponseListener) listener);
            } catch (IOException | RuntimeException failed) {
                listener.onComplete(new Result(this, response, failed));
                return;
            }
            listener.onComplete(new Result(this, response));   // the route goes on in here, so its failures are its own
        }

        /** Where the component shows no token, none is shown: the list of versions is for everyone. */
        private HttpAnswer answer() throws IOException {
            if (getHeaders().contains(HttpHeader.AUTHORIZATION)) return calls.send(request());
            return calls.demand(calls.uncounted(request(), false));
        }

        private HttpRequest request() throws IOException {
            HttpRequest request = HttpRequest.follow(getURI().toString(), calls.base()).atMost(OrgCalls.MOST);
            byte[] body = content(getBody());
            return body == null ? request : OrgCalls.asking(request, body);
        }
    }

    /** As Jetty would, but whole. */
    private static void take(HttpAnswer answer, HttpResponse response, AbstractResponseListener listener) throws IOException {
        response.status(answer.status());
        answer.headers().forEach((name, value) -> response.headers(all -> all.put(name, value)));
        listener.onHeaders(response);
        try {
            listener.onContent(response, Content.Chunk.from(ByteBuffer.wrap(answer.body()), true), () -> { });
        } catch (Exception failed) {
            throw new IOException("the component did not take the answer", failed);
        }
        listener.onSuccess(response);
    }

    /** What the component gives is in memory already. */
    private static byte[] content(Request.Content content) throws IOException {
        if (content == null) return null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Content.Chunk chunk = content.read(); chunk != null; chunk = content.read()) {
            if (Content.Chunk.isFailure(chunk)) throw new IOException("the request has no body", chunk.getFailure());
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part, 0, part.length);
            bytes.write(part);
            chunk.release();
            if (chunk.isLast()) break;
        }
        return bytes.toByteArray();
    }

    /** Answers are handed on where they came in: who acts, and how urgently, stays with the thread. */
    private static final class SameThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void shutdown() { }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
