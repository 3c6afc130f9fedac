package connectors.databricks;

import catalog.TargetExport.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How Databricks is led to a source itself: {@code CREATE CONNECTION} and {@code CREATE FOREIGN CATALOG}. Who signs in there is
 * kept among the workspace's secrets, and named here by placeholders.
 */
final class Federation {
    private final Map<String, TargetTypes.Federated> ways;

    Federation(Map<String, TargetTypes.Federated> ways) {
        this.ways = ways;
    }

    /** @return empty for a source that Databricks does not know a way to */
    Optional<String> of(Origin origin) {
        return Optional.ofNullable(ways.get(origin.sourceType())).map(way -> text(origin, way));
    }

    private static String text(Origin origin, TargetTypes.Federated way) {
        String name = new TargetNames(true).object(origin.name());
        return ExportText.comment("To query " + origin.name() + " where it is, without a copy. Put its credentials into a secret"
                + " scope named " + name + " first.")
                + "\nCREATE CONNECTION IF NOT EXISTS " + Sql.name(name) + " TYPE " + way.type()
                + "\nOPTIONS (\n" + options(origin, way, name) + "\n);\n" + catalog(origin, way, name);
    }

    private static String options(Origin origin, TargetTypes.Federated way, String scope) {
        Map<String, String> options = new LinkedHashMap<>();
        if (origin.host() != null && way.secret() == null || way.type().equals("DATABRICKS")) put(options, "host", origin.host());
        if (way.port() != null) put(options, "port", String.valueOf(origin.port() == null ? way.port() : origin.port()));
        if (way.more() != null) way.more().forEach((name, value) -> put(options, name, value));
        if (way.secret() == null) {
            options.put("user", secret(scope, "user"));
            options.put("password", secret(scope, "password"));
        } else {
            options.put(way.secret(), secret(scope, "secret"));
        }
        return options.entrySet().stream().map(option -> "  " + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(",\n"));
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (value != null) options.put(name, Sql.text(value));
    }

    private static String secret(String scope, String key) {
        return "secret(" + Sql.text(scope) + ", " + Sql.text(key) + ")";
    }

    private static String catalog(Origin origin, TargetTypes.Federated way, String name) {
        String statement = "CREATE FOREIGN CATALOG IF NOT EXISTS " + Sql.name(name) + " USING CONNECTION " + Sql.name(name);
        if (way.catalog() == null || origin.database() == null) return statement + ";";
        return statement + "\nOPTIONS (" + way.catalog() + " " + Sql.text(origin.database()) + ");";
    }
}
