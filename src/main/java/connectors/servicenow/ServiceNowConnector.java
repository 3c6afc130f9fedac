package connectors.servicenow;

import connectors.Connector;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/** Instances of ServiceNow, by the Table API. */
@Component
public class ServiceNowConnector implements Connector<ServiceNowSettings> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Tools tools;

    @Autowired
    public ServiceNowConnector(HttpClients clients, Egress egress) {
        this(new Tools(clients, egress, FIRST_PAUSE));
    }

    ServiceNowConnector(Tools tools) {
        this.tools = tools;
    }

    /**
     * What all its sources share.
     *
     * @param firstPause before a busy instance is asked again
     */
    record Tools(HttpClients clients, Egress egress, Duration firstPause) { }

    @Override
    public String family() {
        return "servicenow";
    }

    @Override
    public Class<ServiceNowSettings> settings() {
        return ServiceNowSettings.class;
    }

    @Override
    public ServiceNowSource open(ConnectionType type, ServiceNowSettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public ServiceNowSource open(ConnectionType type, ServiceNowSettings settings, Keepers keepers) {
        return new ServiceNowSource(type, settings, Address.of(type, settings, tools.egress()), tools, keepers);
    }
}
