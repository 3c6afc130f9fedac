package connectors.salesforce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;

/** The component's operations, for steps of ours that are more than a line of a route. */
final class Operations implements AutoCloseable {
    private final OrgComponent component;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();

    Operations(OrgComponent component) {
        this.component = component;
    }

    /** The versions that the organization offers; counts nothing. */
    byte[] versions() throws IOException {
        return call("getVersions", null);
    }

    byte[] globalObjects() throws IOException {
        return call("getGlobalObjects", null);
    }

    byte[] limits() throws IOException {
        return call("limits", null);
    }

    /** @param requests up to 25 of them, as JSON */
    byte[] composite(byte[] requests) throws IOException {
        return call("composite", requests);
    }

    private byte[] call(String operation, byte[] body) throws IOException {
        Producer producer = producers.computeIfAbsent(operation, this::started);
        Exchange exchange = producer.getEndpoint().createExchange();
        if (body != null) exchange.getMessage().setBody(new ByteArrayInputStream(body));
        try {
            producer.process(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
        if (exchange.getException() != null) throw new IOException("the call failed", exchange.getException());
        return exchange.getMessage().getBody(InputStream.class).readAllBytes();
    }

    private Producer started(String operation) {
        try {
            Producer producer = component.createEndpoint("salesforce:" + operation).createProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception impossible) {
            throw new IllegalStateException("The component has no operation " + operation, impossible);
        }
    }

    @Override
    public void close() {
        producers.values().forEach(ServiceHelper::stopService);
        ServiceHelper.stopAndShutdownService(component);
    }
}
