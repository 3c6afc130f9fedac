package connectors.jdbc;

import connectors.Causes;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/**
 * Says in our words why a database failed: by the exceptions of the network first, then by the type's table of codes, then
 * by the classes of SQLSTATE. The driver's own text is only ever looked into, never shown: it may hold the URL.
 */
final class Explanation {
    /** What the classes of SQLSTATE mean in every database. */
    private static final List<ErrorText> GENERIC = List.of(
            generic("08", FailureKind.NETWORK), generic("28", FailureKind.AUTH), generic("3D", FailureKind.NOT_FOUND),
            generic("3F", FailureKind.NOT_FOUND), generic("42P01", FailureKind.NOT_FOUND),
            generic("42501", FailureKind.PERMISSION),
            generic("53", FailureKind.TRANSIENT), generic("57014", FailureKind.TRANSIENT), generic("57P0", FailureKind.TRANSIENT),
            generic("40", FailureKind.TRANSIENT), generic("0A", FailureKind.UNSUPPORTED));

    private final ConnectionType type;
    private final Sentences sentences;

    Explanation(ConnectionType type, JdbcSettings settings) {
        this.type = type;
        this.sentences = new Sentences(type, settings);
    }

    /** @param failure whatever was thrown; its causes are looked through */
    Problem of(Throwable failure) {
        List<Throwable> chain = Causes.of(failure);
        for (Throwable link : chain) {
            if (link instanceof ProblemException known) return sentences.placed(known.problem());
        }
        for (Throwable link : chain) {
            if (Causes.isTrust(link)) return sentences.placed(sentences.unreachable().untrusted(chain));
        }
        for (Throwable link : chain) {
            Problem found = network(link, chain);
            if (found != null) return found;
        }
        for (Throwable link : chain) {
            if (link instanceof SQLException sql) return sql(sql, chain);
        }
        // before there was a driver: a server that took the connection and dropped it at once
        if (chain.stream().anyMatch(SocketException.class::isInstance)) return sentences.plain(FailureKind.NETWORK, "reset");
        return sentences.plain(FailureKind.INTERNAL, failure.getClass().getSimpleName());
    }

    private Problem network(Throwable link, List<Throwable> chain) {
        if (link instanceof UnknownHostException) return sentences.placed(sentences.unreachable().unknownHost());
        if (link instanceof NoRouteToHostException) return sentences.placed(sentences.unreachable().noRoute());
        if (link instanceof ConnectException) return sentences.placed(sentences.unreachable().refused());
        if (!(link instanceof SocketTimeoutException) && !(link instanceof TimeoutException)) return null;
        return wasConnected(chain) ? sentences.plain(FailureKind.TRANSIENT, "no_answer") : sentences.placed(sentences.unreachable().silent());
    }

    /** 08006 is a connection that failed, 08001 one that did not come to be. */
    private static boolean wasConnected(List<Throwable> chain) {
        return chain.stream().anyMatch(link -> link instanceof SQLException sql && "08006".equals(sql.getSQLState()));
    }

    private Problem sql(SQLException outermost, List<Throwable> chain) {
        for (Throwable link : chain) {
            ErrorText entry = link instanceof SQLException sql ? entry(sql) : null;
            if (entry != null) return sentences.from(entry, code((SQLException) link));
        }
        boolean poolIsBusy = outermost.getSQLState() == null && outermost instanceof java.sql.SQLTransientException;
        return sentences.plain(poolIsBusy ? FailureKind.TRANSIENT : FailureKind.INTERNAL, code(outermost));
    }

    private ErrorText entry(SQLException failure) {
        for (ErrorText candidate : type.errors()) {
            if (fits(candidate, failure)) return candidate;
        }
        for (ErrorText candidate : GENERIC) {
            if (fits(candidate, failure)) return candidate;
        }
        return null;
    }

    private static boolean fits(ErrorText entry, SQLException failure) {
        String number = Integer.toString(failure.getErrorCode());
        boolean code = failure.getSQLState() != null && failure.getSQLState().startsWith(entry.code())
                || entry.code().equals(number) || entry.code().equals(number + "/" + failure.getSQLState());
        return code && (entry.mentions() == null || String.valueOf(failure.getMessage()).contains(entry.mentions()));
    }

    private static String code(SQLException failure) {
        return failure.getErrorCode() != 0 ? Integer.toString(failure.getErrorCode()) : failure.getSQLState();
    }

    private static ErrorText generic(String code, FailureKind kind) {
        return ErrorText.usual(code, kind);
    }
}
