package connectors.jdbc;

import connectors.Unreachable;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;
import types.ConnectionType.ErrorText;

/** The sentences of a problem, with the names of this connection filled in. */
final class Sentences {
    private static final String UNABLE =
            "Unable to connect to {product} at {host}:{port}. Please check the server address and firewall settings.";

    private final ConnectionType type;
    private final JdbcSettings settings;
    private final Place place;

    Sentences(ConnectionType type, JdbcSettings settings) {
        this.type = type;
        this.settings = settings;
        this.place = Place.of(type, settings);
    }

    /** The problem with its field at a setting that the type has: one made for all types may speak of {@code /server}. */
    Problem placed(Problem problem) {
        if (problem.field() == null || has(problem.field())) return problem;
        if (problem.field().equals("/ssl/root_certificate") && has("/ssl/ca_certificate")) {
            return problem.at("/ssl/ca_certificate");
        }
        if (problem.field().startsWith("/ssl/") && has("/ssl/enabled")) return problem.at("/ssl/enabled");
        return problem.at(problem.field().startsWith("/authentication/") ? "/authentication/type" : place.field());
    }

    private boolean has(String pointer) {
        return !type.settings().at(pointer.replace("/", "/properties/")).isMissingNode();
    }

    /** With fields that may not be the type's own: see {@link #placed}. */
    Unreachable unreachable() {
        return new Unreachable(filled("{product}"), place.host(), place.port(), settings.advanced().connect(),
                new Unreachable.Fields("/server", "/port", "/ssl/root_certificate"));
    }

    Problem plain(FailureKind kind, String code) {
        return from(ErrorText.usual(code, kind), code);
    }

    Problem from(ErrorText entry, String code) {
        String message = entry.message() == null ? usual(entry.kind()) : entry.message();
        String fix = entry.fix() == null ? usualFix(entry.kind()) : entry.fix();
        String field = entry.field() == null ? usualField(entry.kind()) : entry.field();
        return placed(Problem.of(entry.kind(), code, filled(message)).at(field)).fix(fix == null ? null : filled(fix));
    }

    private String usual(FailureKind kind) {
        return switch (kind) {
            case CONFIG, NETWORK -> UNABLE;
            case AUTH -> "Authentication failed. Please verify your "
                    + (byPassword() ? "username and password." : "key, secret or token.");
            case TLS -> "The connection to {product} could not be encrypted.";
            case PERMISSION -> "Signed in to {product}, but a permission is missing.";
            case NOT_FOUND -> "What was asked for does not exist in {product}, or this login may not see it.";
            case TRANSIENT, QUOTA -> "{product} is temporarily unavailable. It will be tried again.";
            case UNSUPPORTED -> "{product} does not support a feature that is needed.";
            case POLICY -> "This is not allowed by the policy of this installation.";
            case INTERNAL -> "Something went wrong on our side while talking to {product}.";
        };
    }

    private boolean byPassword() {
        return settings.authentication().password() != null;
    }

    private String usualFix(FailureKind kind) {
        return switch (kind) {
            case AUTH -> !byPassword()
                    ? "Check that it belongs to this login, and that it has neither expired nor been revoked."
                    : "Enter the user name and the password again. "
                            + "After several failures the server may have locked the account.";
            case NETWORK -> "Check that the server runs and that nothing in between closes the connection.";
            case PERMISSION -> "Ask the administrator of the database to grant what is missing.";
            default -> null;
        };
    }

    private String usualField(FailureKind kind) {
        return switch (kind) {
            case AUTH -> byPassword() ? "/authentication/password" : "/authentication/type";
            case CONFIG, NETWORK -> "/server";
            case TLS -> "/ssl/mode";
            default -> null;
        };
    }

    /** One pass, so that a name which holds a placeholder is not filled in again. */
    private String filled(String text) {
        return java.util.regex.Pattern.compile("\\{([a-z_]+)}").matcher(text)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        return switch (name) {
            case "product" -> type.product(settings.more().get("flavor"));
            case "host" -> place.host();
            case "port" -> Integer.toString(place.port());
            case "database" -> String.valueOf(settings.database());
            case "username" -> String.valueOf(settings.authentication().username());
            default -> String.valueOf(settings.more().getOrDefault(name, "?"));   // top-level settings are no secrets
        };
    }
}
