package app;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Switches the decryption of {@code ENC(…)} properties on where there are any, and says plainly when the master password for
 * it is missing (the library alone ends with a NullPointerException).
 */
class MasterPasswordCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    static final String PASSWORD = "SERAI_MASTER_PASSWORD";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        String encrypted = firstEncrypted(environment);
        if (encrypted == null) return;
        String password = System.getenv(PASSWORD);
        if (password == null || password.isBlank()) {
            throw new IllegalStateException("The property " + encrypted + " is encrypted, but the environment variable " + PASSWORD
                    + " is not set. Set it to the master password that the value was encrypted with.");
        }
    }

    private static String firstEncrypted(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!(source instanceof EnumerablePropertySource<?> properties)) continue;
            for (String name : properties.getPropertyNames()) {
                if (String.valueOf(properties.getProperty(name)).startsWith("ENC(")) return name;
            }
        }
        return null;
    }

    /** Right after the files are read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
