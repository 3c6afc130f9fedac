package connectors.servicenow;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.component.servicenow.ServiceNowComponent;
import org.apache.camel.component.servicenow.ServiceNowConfiguration;
import org.apache.camel.component.servicenow.ServiceNowEndpoint;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.transport.ConduitInitiatorManager;

/**
 * Camel's component for one connection. It forms the request and reads the answer; what lies between, from the address to the
 * socket, is {@link OwnConduits}. It knows neither the instance nor who signs in.
 */
final class InstanceComponent extends ServiceNowComponent {
    /** A name that never has an address (RFC 6761, 6.4): should anything pass by our conduits, it leads nowhere. */
    private static final String NOWHERE = "https://instance.invalid/api";

    private final OwnConduits conduits;
    private Bus bus;

    /** @param version of the API, such as {@code v2}; null for the instance's usual one */
    InstanceComponent(OwnConduits conduits, String version) {
        this.conduits = conduits;
        getConfiguration().setApiUrl(NOWHERE);
        getConfiguration().setOauthTokenUrl(NOWHERE);
        getConfiguration().setApiVersion(version);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        bus = new ExtensionManagerBus();
        // the first bus of a program makes itself the one of all: of anybody who speaks by CXF and says nothing else
        BusFactory.clearDefaultBusForAnyThread(bus);
        ConduitInitiatorManager transports = bus.getExtension(ConduitInitiatorManager.class);
        OwnConduits.KINDS.forEach(kind -> transports.registerConduitInitiator(kind, conduits));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint = new OwnEndpoint(uri, getConfiguration().copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        bus.shutdown(true);
    }

    /** Its clients take the bus from the thread that makes them. */
    private final class OwnEndpoint extends ServiceNowEndpoint {
        OwnEndpoint(String uri, ServiceNowConfiguration configuration) {
            super(uri, InstanceComponent.this, configuration, "instance");
        }

        @Override
        public Producer createProducer() throws Exception {
            Bus before = BusFactory.getAndSetThreadDefaultBus(bus);
            try {
                return super.createProducer();
            } finally {
                BusFactory.setThreadDefaultBus(before);
            }
        }
    }
}
