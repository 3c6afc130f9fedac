package app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import problems.CannotStart;
import secrets.Keyring;

/** Where the encryption key comes from: the environment, a file that it names, or, in embedded mode only, our own folder. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(KeyConfiguration.class);

    @Bean
    Keyring keyring(Environment environment, Home home) {
        try {
            return parsed(environment, home);
        } catch (IllegalArgumentException noKey) {
            throw new CannotStart(noKey.getMessage());
        }
    }

    private static Keyring parsed(Environment environment, Home home) {
        String given = first(environment, "ENCRYPTION_KEYS", "ENCRYPTION_KEY");
        if (given != null) return Keyring.parse(given);
        if (!environment.getProperty("serai.database.url", "").isBlank()) {
            throw new CannotStart("With an external database ENCRYPTION_KEY must be set, the same on every replica. "
                    + "Make one with: openssl rand -hex 32");
        }
        if (!Files.exists(home.path("encryption.key"))) {
            LOG.warn("An encryption key was made in {}. Without it the stored secrets cannot be opened: keep a copy.",
                    home.path("encryption.key"));
        }
        return Keyring.parse(home.keptSecret("encryption.key", KeyConfiguration::fresh));
    }

    private static String first(Environment environment, String... names) {
        for (String name : names) {
            String value = environment.getProperty(name);
            if (value != null && !value.isBlank()) return value;
            String file = environment.getProperty(name + "_FILE");
            if (file != null && !file.isBlank()) return read(name + "_FILE", file);
        }
        return null;
    }

    private static String read(String variable, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw new CannotStart("The file that " + variable + " names cannot be read. "
                    + "Check its path and its permissions.", unreadable);
        }
    }

    private static String fresh() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
