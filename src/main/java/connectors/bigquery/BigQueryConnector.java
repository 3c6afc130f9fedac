package connectors.bigquery;

import connectors.Connector;
import connectors.Keepers;
import connectors.http.HttpClients;
import egress.Egress;
import egress.GoogleIdentity;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import types.ConnectionType;

/** Projects of BigQuery, by its REST API. */
@Component
public class BigQueryConnector implements Connector<BigQuerySettings> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Tools tools;
    private final Environment environment;

    @Autowired
    public BigQueryConnector(HttpClients clients, Egress egress, Environment environment) {
        this(new Tools(clients, egress, GoogleIdentity.ofMachine(), FIRST_PAUSE, InstantSource.system()), environment);
    }

    BigQueryConnector(Tools tools, Environment environment) {
        this.tools = tools;
        this.environment = environment;
    }

    /**
     * What all its sources share.
     *
     * @param identity   of the machine that Serai runs on
     * @param firstPause before a busy service is asked again
     * @param clock      of this machine
     */
    record Tools(HttpClients clients, Egress egress, GoogleIdentity identity, Duration firstPause, InstantSource clock) { }

    @Override
    public String family() {
        return "bigquery";
    }

    @Override
    public Class<BigQuerySettings> settings() {
        return BigQuerySettings.class;
    }

    @Override
    public BigQuerySource open(ConnectionType type, BigQuerySettings settings) {
        return open(type, settings, Keepers.inMemory());
    }

    @Override
    public BigQuerySource open(ConnectionType type, BigQuerySettings settings, Keepers keepers) {
        return new BigQuerySource(type, settings, Places.of(environment), tools, keepers.tokens());
    }
}
