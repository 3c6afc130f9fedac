package connectors.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secrets.Secret;
import testing.tds.Answer;
import testing.tds.TdsServer;
import types.ConnectionType;
import types.ConnectionTypes;

/**
 * A server that knows the statements of the type MSSQL, and answers each with the rows of the test. That an answer has the
 * columns which the statement asks for is checked when it is set.
 */
final class MssqlServer implements AutoCloseable {
    static final String PASSWORD = "p;a{s}s=w?o'r\"d😀";
    static final ConnectionType TYPE = new ConnectionTypes().get("MSSQL");
    private static final String TEST = "status text, failure_kind text, message text, fix text";

    final TdsServer tds;
    private final Map<String, Answer> answers = new HashMap<>();

    MssqlServer(TdsServer tds) {
        this.tds = tds;
        tds.onSignIn(login -> login.password().equals(PASSWORD) ? Answer.done()
                : Answer.failure(18456, 1, "Login failed for user '" + login.user() + "'."));
        tds.onStatement(sql -> answers.getOrDefault(bare(sql), Answer.done()));
        on("identity.sql", Answer.rows("product text, version text, message text",
                Answer.row("Microsoft SQL Server", "16.0.4135", "Signed in as reader (user reader of the database).")));
        for (String text : List.of("target.sql", "visible.sql")) on(text, Answer.rows(TEST, Answer.row("passed", null, "All is well.", null)));
        on("capabilities.sql", Answer.rows("message text", Answer.row("Compatibility level 100.")));
        on("cdc.sql", Answer.rows(TEST, Answer.row("passed", null, "Change data capture is off in this database.", null)));
        catalog();
    }

    /** Names in the order of UTF-16, as the server's binary collation gives them: the emoji before the last letters of the BMP. */
    private void catalog() {
        on("schemas.sql", Answer.rows("schema_name text, comment text, table_count int", Answer.row("Sales", "What is sold", 3), Answer.row("hidden", null, null)));
        on("tables.sql", Answer.rows("schema_name text, table_name text, kind text, comment text, row_estimate bigint, subtype text, history_table text, "
                        + "memory_optimized bit, partitions int, partition_key text, cdc_tracked bit, change_tracked bit",
                table("Orders", "table", 10_000_000L), table("orders", "view", null), table("we\"ird;--", "table", 0L), table("😀", "table", 1L), table("～", "table", 1L)));
        on("columns.sql", Answer.rows("schema_name text, table_name text, column_name text, position int, native_type text, type_name text, length int, "
                        + "numeric_precision int, numeric_scale int, nullable bit, default_value text, is_identity bit, generated text, comment text",
                column("Orders", "id", 1, "bigint", "bigint", true), column("Orders", "note", 3, "nvarchar(max)", "text", false),
                column("orders", "x", 1, "sql_variant", "sql_variant", false), column("we\"ird;--", "y", 1, "money", "money", false),
                column("😀", "z", 1, "rowversion", "timestamp", false), column("～", "z", 1, "datetimeoffset(7)", "datetimeoffset", false)));
        on("keys.sql", Answer.rows("schema_name text, table_name text, constraint_name text, kind text, position int, column_name text, referenced_schema text, "
                        + "referenced_table text, referenced_column text, on_delete text, on_update text, expression text",
                Answer.row("Sales", "Orders", "CK", "check", null, null, null, null, null, null, null, "([id]>(0))"),
                Answer.row("Sales", "Orders", "FK", "foreign", 1, "id", "(not visible)", "(not visible)", "(not visible)", "CASCADE", "NO ACTION", null),
                Answer.row("Sales", "Orders", "PK_Orders", "primary", 1, "id", null, null, null, null, null, null)));
        on("indexes.sql", Answer.rows("schema_name text, table_name text, index_name text, position int, column_name text, is_included bit, is_unique bit, type text, filter text",
                Answer.row("Sales", "Orders", "IX", 1, "id", false, false, "NONCLUSTERED", "([id] IS NOT NULL)"),
                Answer.row("Sales", "Orders", "IX", 2, "note", true, false, "NONCLUSTERED", "([id] IS NOT NULL)"),
                Answer.row("Sales", "Orders", "PK_Orders", 1, "id", false, true, "CLUSTERED", null)));
    }

    private static Object[] table(String name, String kind, Long rows) {
        return Answer.row("Sales", name, kind, null, rows, null, null, null, null, null, kind.equals("table") ? true : null, null);
    }

    private static Object[] column(String table, String name, int position, String nativeType, String type, boolean identity) {
        return Answer.row("Sales", table, name, position, nativeType, type, null, null, null, false, null, identity, null, "a column 😀");
    }

    void on(String text, Answer answer) {
        if (answer instanceof Answer.Rows rows) {
            List<String> given = rows.columns().stream().map(Answer.Column::name).toList();
            if (!given.equals(asked(TYPE.text(text)))) throw new AssertionError(text + " asks for " + asked(TYPE.text(text)) + ", not for " + given);
        }
        answers.put(bare(TYPE.text(text).replaceAll(":#\\w+", "?")), answer);
    }

    JdbcSettings settings(JdbcSettings.Ssl ssl, String password) {
        return new JdbcSettings("localhost", tds.port(), "shop; --", new JdbcSettings.Authentication("sql_auth", "reader", new Secret(password)), ssl,
                new JdbcSettings.Advanced(3, 60, "Serai test", Map.of("application_intent", "ReadOnly")),
                Map.of("cdc", Map.of("enabled", true, "tracking_tables", List.of("Sales.Orders", "dbo.gone"))));
    }

    @Override
    public void close() {
        tds.close();
    }

    /** The names of the columns of the last SELECT that begins a line: the text after AS or after the dot, one a column. */
    private static List<String> asked(String sql) {
        String select = sql.substring(sql.lastIndexOf("\nSELECT ") + 8);
        Pattern end = Pattern.compile("\n  FROM |\\z");
        String columns = end.split(select)[0];
        return Stream.of(columns.split(",\n       (?! )")).map(String::strip).map(column -> column.replaceFirst("(?s).*[ .](\\w+)$", "$1")).toList();
    }

    private static String bare(String sql) {
        String code = sql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining(" "));
        return code.replaceAll("@P\\d+", "?").replaceAll("\\s+", " ").strip();
    }
}
