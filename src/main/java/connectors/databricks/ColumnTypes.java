package connectors.databricks;

import catalog.Column;
import catalog.CommonType;
import java.util.Optional;
import types.ConnectionType;

/** Columns from what the catalog says of their types. */
final class ColumnTypes {
    private final ConnectionType type;

    ColumnTypes(ConnectionType type) {
        this.type = type;
    }

    /**
     * @param position     1-based
     * @param text         of the type, kept as it is
     * @param defaultValue null for none
     */
    Column column(String name, int position, String text, boolean nullable, String defaultValue, boolean identity,
                  String generated, String comment) {
        Optional<TypeText> parsed = TypeText.parse(text);
        CommonType common = parsed.map(this::common).orElse(CommonType.UNKNOWN);
        boolean isText = common == CommonType.CHAR || common == CommonType.VARCHAR;
        Integer length = isText ? parsed.get().number(0) : null;
        Integer precision = common == CommonType.DECIMAL ? parsed.get().number(0) : null;
        Integer scale = common == CommonType.DECIMAL ? parsed.get().number(1) : null;
        return new Column(name, position, common, text, length, precision, scale, nullable, defaultValue, identity, generated,
                comment);
    }

    private CommonType common(TypeText parsed) {
        String word = parsed.name().startsWith("interval") ? "interval" : parsed.name();
        return CommonType.valueOf(type.nativeTypes().getOrDefault(word, "UNKNOWN"));
    }
}
