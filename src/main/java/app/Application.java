package app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;

/** The program. The scan list is the house's table of contents. */
@SpringBootApplication(
        scanBasePackages = {"app", "api", "ui", "metadata", "health", "consent", "routes",
            "publishing", "connections", "budgets", "connectors", "types", "secrets", "egress", "access"},
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
public class Application {

    public static void main(String[] arguments) {
        OwnDriver.alone();
        SpringApplication.run(Application.class, arguments);
    }
}
