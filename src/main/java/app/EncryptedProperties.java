package app;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import problems.CannotStart;

/**
 * {@code ENC(…)} in the operator's configuration files: camel-jasypt decrypts it with the master password from the
 * environment. This switches it on where there is such a value, and says plainly what the library passes over: a missing or
 * wrong master password, and a value in a place that it does not read. Camel's own placeholders stay out of it.
 */
class EncryptedProperties implements ApplicationListener<SpringApplicationEvent>, Ordered {
    static final String PASSWORD = "SERAI_MASTER_PASSWORD";
    private static final String SWITCH = "camel.component.jasypt.early-decryption-enabled";

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) switchOn(prepared.getEnvironment());
        if (event instanceof ApplicationContextInitializedEvent initialized) {
            demandPlain(initialized.getApplicationContext().getEnvironment());
        }
    }

    /** Between the reading of the files and the library's own listener. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    private static void switchOn(ConfigurableEnvironment environment) {
        Optional<String> encrypted = encrypted(environment, OriginTrackedMapPropertySource.class::isInstance).findFirst();
        if (encrypted.isEmpty()) return;
        String password = System.getenv(PASSWORD);
        if (password == null || password.isBlank()) {
            throw new CannotStart("The property " + encrypted.get() + " is encrypted, but the environment variable " + PASSWORD
                    + " is not set. Set it to the master password that the value was encrypted with.");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("serai-encrypted-properties", Map.of(SWITCH, "true")));
    }

    private static void demandPlain(ConfigurableEnvironment environment) {
        Predicate<String> stillEncrypted = name -> isEncrypted(environment.getProperty(name));
        encrypted(environment, OriginTrackedMapPropertySource.class::isInstance)
                .filter(stillEncrypted).findFirst().ifPresent(name -> {
                    throw new CannotStart("The property " + name + " cannot be decrypted. "
                            + "Either " + PASSWORD + " is not the master password that it was encrypted with, "
                            + "or it was not encrypted with PBEWITHHMACSHA512ANDAES_256.");
                });
        encrypted(environment, source -> true)
                .filter(EncryptedProperties::isOurs).filter(stillEncrypted).findFirst().ifPresent(name -> {
                    throw new CannotStart("The setting " + name + " is encrypted, but only configuration files are decrypted, "
                            + "not environment variables and arguments. Put it into config/application.yaml.");
                });
    }

    /** Names of properties with an encrypted value. */
    private static Stream<String> encrypted(ConfigurableEnvironment environment, Predicate<PropertySource<?>> where) {
        return environment.getPropertySources().stream().filter(where)
                .filter(EnumerablePropertySource.class::isInstance).map(source -> (EnumerablePropertySource<?>) source)
                .flatMap(source -> Stream.of(source.getPropertyNames()).filter(name -> isEncrypted(source.getProperty(name))));
    }

    /** Another program's variable of such a look is none of our business. */
    private static boolean isOurs(String name) {
        return name.startsWith("SERAI_") || name.startsWith("ENCRYPTION_KEY") || name.startsWith("serai.");
    }

    private static boolean isEncrypted(Object value) {
        return value != null && value.toString().startsWith("ENC(") && value.toString().endsWith(")");
    }
}
