package connectors.workday;

import connectors.Connector;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/** Tenants of Workday, by the descriptions of their web services and reports, and by WQL. */
@Component
public class WorkdayConnector implements Connector<WorkdaySettings> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Tools tools;

    @Autowired
    public WorkdayConnector(HttpClients clients, Egress egress) {
        this(new Tools(clients, egress, FIRST_PAUSE));
    }

    WorkdayConnector(Tools tools) {
        this.tools = tools;
    }

    /**
     * What all its sources share.
     *
     * @param firstPause before a busy tenant is asked again
     */
    record Tools(HttpClients clients, Egress egress, Duration firstPause) { }

    @Override
    public String family() {
        return "workday";
    }

    @Override
    public Class<WorkdaySettings> settings() {
        return WorkdaySettings.class;
    }

    @Override
    public WorkdaySource open(ConnectionType type, WorkdaySettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public WorkdaySource open(ConnectionType type, WorkdaySettings settings, Keepers keepers) {
        return new WorkdaySource(type, settings, tools, keepers);
    }
}
