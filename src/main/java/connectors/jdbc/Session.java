package connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What every new connection is told first: the statements of the type's {@code session.sql}, in which only numbers are filled in. */
final class Session {
    private final List<String> statements;

    Session(String sql, JdbcSettings.Advanced advanced) {
        String text = sql
                .replace("{command_seconds}", Long.toString(advanced.command().toSeconds()))
                .replace("{command_millis}", Long.toString(advanced.command().toMillis()));
        this.statements = statements(text);
    }

    void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    /** One by one, because not every driver takes several at once. */
    static List<String> statements(String text) {
        String bare = text.lines().filter(line -> !line.stripLeading().startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(bare.split(";\\s*(\\n|$)")).map(String::strip).filter(sql -> !sql.isEmpty()).toList();
    }
}
