package connectors.jdbc;

import connectors.Ladder.Finding;
import connectors.Step;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import problems.FailureKind;

/** Runs the queries of a test, which answer a row or a few, and reads what they say. */
final class Reading {
    private static final long LONGEST_SECONDS = 15;
    private static final int MOST_ROWS = 100;
    private static final Pattern BIND = Pattern.compile(":#(tracking_tables|cdc_enabled)");

    private Reading() { }

    /** The first row; an empty one when there is none. */
    static Row first(Connection connection, JdbcSettings settings, String text) {
        List<Row> rows = all(connection, settings, text);
        return rows.isEmpty() ? new Row(Map.of()) : rows.get(0);
    }

    /** At most {@link #MOST_ROWS} rows. The text may bind {@code :#tracking_tables}, one name a line, and {@code :#cdc_enabled}. */
    static List<Row> all(Connection connection, JdbcSettings settings, String text) {
        JdbcTemplate template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        template.setQueryTimeout((int) Math.min(LONGEST_SECONDS, settings.advanced().command().toSeconds()));
        template.setMaxRows(MOST_ROWS);
        String sql = Session.statements(text).get(0);
        Object[] binds = BIND.matcher(sql).results().map(bind -> value(settings, bind.group(1))).toArray();
        return template.queryForList(BIND.matcher(sql).replaceAll("?"), binds).stream().map(Row::new).toList();
    }

    private static String value(JdbcSettings settings, String bind) {
        if (bind.equals("cdc_enabled")) return new Words(settings, RootCertificate.NONE).get("cdc.enabled");
        List<String> tables = settings.texts("cdc", "tracking_tables");
        return tables.isEmpty() ? null : String.join("\n", tables);
    }

    /** What several rows say together: all their sentences, and the worst of their states. */
    static Finding finding(List<Row> rows, String fix) {
        List<Finding> found = rows.stream().map(row -> finding(row, fix)).toList();
        Finding worst = found.stream().filter(one -> one.status() == Step.Status.WARNED).findFirst()
                .orElseGet(() -> found.isEmpty() ? Finding.passed(null) : found.get(0));
        String message = found.stream().map(Finding::message).filter(Objects::nonNull).collect(Collectors.joining(" "));
        return new Finding(worst.status(), message.isEmpty() ? null : message, worst.fix(), null, worst.kind());
    }

    /**
     * What a row says by its columns {@code status}, {@code message}, {@code fix}; a row without them is a catalog that answers.
     *
     * @param fix the type's own remedy, for a row that names none
     */
    static Finding finding(Row row, String fix) {
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
