package connectors.jdbc;

import connectors.Ladder.Finding;
import connectors.Step;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import problems.FailureKind;

/** Runs the one-row queries of a test, and reads what their row says. */
final class Reading {
    private static final long LONGEST_SECONDS = 15;

    private Reading() { }

    /** The first row; an empty one when there is none. */
    static Row first(Connection connection, JdbcSettings settings, String text) {
        JdbcTemplate template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        template.setQueryTimeout((int) Math.min(LONGEST_SECONDS, settings.advanced().command().toSeconds()));
        template.setMaxRows(1);
        List<Map<String, Object>> rows = template.queryForList(Session.statements(text).get(0));
        return new Row(rows.isEmpty() ? Map.of() : rows.get(0));
    }

    /**
     * What a row says by its columns {@code status}, {@code message}, {@code fix}; a row without them is a catalog that answers, no
     * row one that hides everything.
     *
     * @param fix the type's own remedy, for a row that names none
     */
    static Finding finding(Row row, String fix) {
        if (row.values().isEmpty()) return Finding.warned(FailureKind.PERMISSION, "The catalog answers, but shows this login nothing.", fix);
        String status = row.text("status") == null ? "passed" : row.text("status");
        if (status.equals("failed")) throw failed(row, fix);
        FailureKind kind = row.text("failure_kind") == null ? null : FailureKind.valueOf(row.text("failure_kind"));
        String remedy = status.equals("passed") ? null : row.text("fix") == null ? fix : row.text("fix");
        return new Finding(Step.Status.valueOf(status.toUpperCase(Locale.ROOT)), message(row), remedy, null, kind);
    }

    private static String message(Row row) {
        return row.values().containsKey("message") ? row.text("message") : "The catalog can be read.";
    }

    private static RuntimeException failed(Row row, String fix) {
        String kind = row.text("failure_kind") == null ? "UNSUPPORTED" : row.text("failure_kind");
        return problems.Problem.of(FailureKind.valueOf(kind), null, row.text("message"))
                .fix(row.text("fix") == null ? fix : row.text("fix")).asException();
    }
}
