package app;

import egress.Egress;
import java.nio.file.Files;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The last lines on the console: where it is, how to get in, what was imported. And where no connection may lead: to us. */
@Component
class Ready {
    private static final Logger LOG = LoggerFactory.getLogger("serai");

    private final DatabaseServer server;
    private final Samples samples;
    private final Home home;
    private final Egress egress;
    private int port;

    Ready(DatabaseServer server, Samples samples, Home home, Egress egress) {
        this.server = server;
        this.samples = samples;
        this.home = home;
        this.egress = egress;
    }

    @EventListener
    public void onWebServer(ServletWebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() != null) return;
        port = event.getWebServer().getPort();
        egress.protect(port);
        egress.protect(server.port());
        // the sample database lives in the same server, behind a login that gets into nothing else
        if (samples.areWanted()) egress.permit("127.0.0.1", server.port());
    }

    @EventListener
    public void onReady(ApplicationReadyEvent event) {
        String imported = samples.setUp().map(line -> "\n  " + line).orElse("");
        boolean generated = Files.exists(home.path(FirstStart.CREDENTIALS));
        String how = generated ? "; the password and an API token are in " + home.path(FirstStart.CREDENTIALS)
                : " with the password that was set on the first start";
        LOG.info("Serai is ready after {} s.{}\n\n  Open      http://localhost:{}\n  Sign in   as {}{}\n",
                String.format(Locale.ROOT, "%.1f", sinceStart()), imported, port, FirstStart.ADMIN, how);
    }

    private static double sinceStart() {
        return (System.currentTimeMillis() - java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime()) / 1000.0;
    }
}
