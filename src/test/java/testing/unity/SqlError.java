package testing.unity;

/** As a warehouse refuses a statement. */
final class SqlError extends RuntimeException {
    final String sqlState;

    /** @param errorClass of the vendor's list of error conditions */
    SqlError(String errorClass, String sqlState, String message) {
        super("[" + errorClass + "] " + message + " SQLSTATE: " + sqlState);
        this.sqlState = sqlState;
    }

    static SqlError syntax(String near) {
        return new SqlError("PARSE_SYNTAX_ERROR", "42601", "Syntax error at or near " + near);
    }
}
