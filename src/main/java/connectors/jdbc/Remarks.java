package connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
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
    private final Login login;
    private final DataSource dataSource;

    Remarks(Login login, DataSource dataSource) {
        this.login = login;
        this.dataSource = dataSource;
    }

    /** A few sentences. */
    public List<String> all() throws SQLException {
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
