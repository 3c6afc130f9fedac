package routes;

import connectors.Along;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The threads that all guards share, and the doors of Camel's placeholders that stay closed. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {
    /** More calls than this at the same time, over all connections, are refused rather than queued behind slow sources. */
    private static final int MOST_CALLS = 200;
    private static final int MOST_CLOSING = 8;
    private static final List<String> CLOSED_FUNCTIONS =
            List.of("env", "sys", "bean", "service", "service.name", "service.host", "service.port");

    /** Calls run here, so that the deadline can answer while a driver still waits; each as whoever asked for it, and as urgently. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService guardThreads() {
        return new ThreadPoolExecutor(0, MOST_CALLS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("call")) {
            @Override
            public void execute(Runnable work) {
                super.execute(Along.with(work));
            }
        };
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService guardThrottle() {
        return new ThrottleTimer(named("throttle"));
    }

    /** Sources are closed here: a pool whose server hangs takes its time, and nobody has to wait for it. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService closingThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(MOST_CLOSING, MOST_CLOSING, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), named("close"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean
    ShutdownStrategy shutdownStrategy(@Value("${camel.main.shutdown-timeout:20}") long seconds) {
        AtOnce strategy = new AtOnce();
        strategy.setTimeout(seconds);
        return strategy;
    }

    /** {@code {{NAME}}} outside templates finds our own route settings only, never the environment. */
    @Bean
    static PropertiesParser propertiesParser(Environment environment) {
        return new DefaultPropertiesParser() {
            @Override
            public String customLookup(String key) {
                return key.startsWith("serai.route.") ? environment.getProperty(key) : null;
            }
        };
    }

    @Bean
    static CamelContextConfiguration closePlaceholderFunctions() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                for (String name : CLOSED_FUNCTIONS) {
                    context.getPropertiesComponent().addPropertiesFunction(new Refusing(name));
                }
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing: the functions were closed before the first route
            }
        };
    }

    private record Refusing(String name) implements PropertiesFunction {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String apply(String remainder) {
            throw new IllegalArgumentException("The placeholder function '" + name + "' is switched off.");
        }
    }

    private static ThreadFactory named(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "serai-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
