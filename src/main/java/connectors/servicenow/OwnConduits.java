package connectors.servicenow;

import connectors.http.HttpAnswer;
import connectors.http.HttpCalls;
import connectors.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.cxf.Bus;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.Conduit;
import org.apache.cxf.transport.ConduitInitiator;
import org.apache.cxf.transport.MessageObserver;
import org.apache.cxf.ws.addressing.EndpointReferenceType;

/**
 * What CXF, on which Camel's component stands, sends its calls through: our own calls to the connection's instance, with their
 * guarded sockets, deadline, bounds, budget and sign-in. Of what CXF would send only the path and the query are taken.
 */
final class OwnConduits implements ConduitInitiator {
    /** Of transports, as CXF names them; ours stands for all that lead over HTTP. */
    static final List<String> KINDS = List.of("http://cxf.apache.org/transports/http",
            "http://cxf.apache.org/transports/http/configuration");
    private static final String JSON = "application/json";
    private static final Set<String> PREFIXES = Set.of("http://", "https://");

    private final HttpCalls http;
    private final Replies replies;
    /** What the component does not pass on: status and headers of the last call that this thread made. */
    private final ThreadLocal<HttpAnswer> heard = new ThreadLocal<>();

    OwnConduits(HttpCalls http, Replies replies) {
        this.http = http;
        this.replies = replies;
    }

    /** The answer to the call that this thread has just made by the component; it is forgotten. */
    HttpAnswer heard() {
        HttpAnswer answer = heard.get();
        heard.remove();
        return answer;
    }

    @Override
    public Conduit getConduit(EndpointInfo target, Bus bus) {
        return new OwnConduit();
    }

    @Override
    public Conduit getConduit(EndpointInfo local, EndpointReferenceType target, Bus bus) {
        return new OwnConduit();
    }

    @Override
    public Set<String> getUriPrefixes() {
        return PREFIXES;
    }

    @Override
    public List<String> getTransportIds() {
        return KINDS;
    }

    private HttpAnswer ask(Message message) throws IOException {
        if (!"GET".equals(message.get(Message.HTTP_REQUEST_METHOD))) throw new IOException("Nothing but reading is done here");
        URI target = URI.create((String) message.get(Message.REQUEST_URI));
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        HttpAnswer answer = http.send(HttpRequest.follow(target.getRawPath() + query, http.base()));
        heard.set(answer);
        return replies.demand(answer);
    }

    private final class OwnConduit implements Conduit {
        private volatile MessageObserver observer;

        @Override
        public void prepare(Message message) {
            message.setContent(OutputStream.class, OutputStream.nullOutputStream());
        }

        /** The request is complete. An answer is closed by the same method, and has nothing to be freed. */
        @Override
        public void close(Message message) throws IOException {
            if (Boolean.TRUE.equals(message.get(Message.INBOUND_MESSAGE))) return;
            HttpAnswer answer = ask(message);
            Message received = new MessageImpl();
            received.setExchange(message.getExchange());
            received.put(Message.RESPONSE_CODE, answer.status());
            received.put(Message.CONTENT_TYPE, JSON);
            received.put(Message.PROTOCOL_HEADERS, new TreeMap<>(Map.of("Content-Type", List.of(JSON))));
            received.setContent(InputStream.class, new ByteArrayInputStream(answer.body()));
            observer.onMessage(received);
        }

        @Override
        public void close() { }

        @Override
        public EndpointReferenceType getTarget() {
            return new EndpointReferenceType();
        }

        @Override
        public void setMessageObserver(MessageObserver observer) {
            this.observer = observer;
        }

        @Override
        public MessageObserver getMessageObserver() {
            return observer;
        }
    }
}
