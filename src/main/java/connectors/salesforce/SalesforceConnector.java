package connectors.salesforce;

import connectors.Connector;
import connectors.Consent;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/** Organizations of Salesforce, by their REST API. */
@Component
public class SalesforceConnector implements Connector<SalesforceSettings> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Tools tools;

    @Autowired
    public SalesforceConnector(HttpClients clients, Egress egress, ObjectProvider<CamelContext> camel) {
        this(new Tools(clients, egress, camel::getObject, FIRST_PAUSE, InstantSource.system()));
    }

    SalesforceConnector(Tools tools) {
        this.tools = tools;
    }

    /**
     * What all its sources share.
     *
     * @param camel      where the components of the sources live
     * @param firstPause before a busy organization is asked again
     * @param clock      of this machine
     */
    record Tools(HttpClients clients, Egress egress, Supplier<CamelContext> camel, Duration firstPause, InstantSource clock) { }

    @Override
    public String family() {
        return "salesforce";
    }

    @Override
    public Class<SalesforceSettings> settings() {
        return SalesforceSettings.class;
    }

    @Override
    public SalesforceSource open(ConnectionType type, SalesforceSettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public SalesforceSource open(ConnectionType type, SalesforceSettings settings, Keepers keepers) {
        return new SalesforceSource(type, settings, Hosts.of(type, settings, tools.egress()), tools, keepers);
    }

    @Override
    public Optional<Consent> consent(ConnectionType type, SalesforceSettings settings) {
        return Optional.of(new OrgConsent(type, settings, Hosts.of(type, settings, tools.egress()), tools.clients()));
    }
}
