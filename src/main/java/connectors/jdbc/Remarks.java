package connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import types.ConnectionType.StepText;

/**
 * What an import has to say beside its tables: what a test warns of, such as schemas that the login cannot see. The same texts of
 * the type give the same sentences in both.
 */
public final class Remarks {
    /** An import in several parts asks for each of them. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Login login;
    private final DataSource dataSource;
    private List<String> said;
    private Instant end = Instant.EPOCH;

    Remarks(Login login, DataSource dataSource) {
        this.login = login;
        this.dataSource = dataSource;
    }

    /** A few sentences. */
    public synchronized List<String> all() throws SQLException {
        if (Instant.now().isBefore(end)) return said;
        said = ask();
        end = Instant.now().plus(KEPT);
        return said;
    }

    private List<String> ask() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Stream.concat(Stream.of("visible.sql"), login.type().steps().stream().map(StepText::text))
                    .flatMap(text -> warnings(connection, text)).toList();
        }
    }

    private Stream<String> warnings(Connection connection, String text) {
        try {
            return Reading.all(connection, login.settings(), login.texts().get(text)).stream()
                    .filter(row -> "warned".equals(row.text("status"))).map(row -> row.text("message"));
        } catch (DataAccessException refused) {
            return Stream.empty();   // what cannot be found out is a matter of the test; the tables may be read all the same
        }
    }
}
