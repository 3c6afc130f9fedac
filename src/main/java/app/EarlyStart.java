package app;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Begins to start the embedded server while Spring still reads its classes: the two take about the same time. */
class EarlyStart implements ApplicationListener<SpringApplicationEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyStart.class);

    /** A server that is on its way up, for the configuration to take over. */
    record Begun(EmbeddedDatabase database) { }

    private EmbeddedDatabase database;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) begin(prepared);
        if (event instanceof ApplicationFailedEvent) giveUp();
    }

    /** After whatever else may refuse the settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private void begin(ApplicationEnvironmentPreparedEvent prepared) {
        Environment environment = prepared.getEnvironment();
        if (!environment.getProperty("serai.database.url", "").isBlank()) return;
        database = new EmbeddedDatabase(Home.of(environment));
        database.begin();
        prepared.getBootstrapContext().addCloseListener(closed ->
                closed.getApplicationContext().getBeanFactory().registerSingleton("begunDatabase", new Begun(database)));
    }

    /** The context may have ended before it had taken the server over. */
    private void giveUp() {
        try {
            if (database != null) database.close();
        } catch (IOException failure) {
            LOG.warn("The embedded PostgreSQL did not stop cleanly: {}", failure.getMessage());
        }
    }
}
