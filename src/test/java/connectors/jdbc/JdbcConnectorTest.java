package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import connectors.Source;
import egress.Egress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import types.ConnectionTypes;

class JdbcConnectorTest {

    @Test
    void springFindsItAndOpeningNeedsNoNetwork() {
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Egress.class, JdbcConnector.class, ConnectionTypes.class)) {
            JdbcConnector connector = spring.getBean(JdbcConnector.class);
            JdbcHarness.Wanted wanted = new JdbcHarness.Wanted(1);
            wanted.server = "no-such-host.invalid";
            try (Source source = connector.open(spring.getBean(ConnectionTypes.class).get("PostgreSQL"), wanted.settings())) {
                assertThat(source.beans().keySet()).containsAll(Set.of("dataSource", "snapshot", "binds", "reader", "ladder",
                        "schemas.sql", "tables.sql", "columns.sql", "keys.sql", "indexes.sql"));
                assertThat(source.beans().toString()).doesNotContain("no-such-host", wanted.password);
            }
        }
    }
}
