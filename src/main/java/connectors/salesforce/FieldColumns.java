package connectors.salesforce;

import catalog.Column;
import catalog.CommonType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Objects;
import types.ConnectionType;

/** Columns from fields: SOAP API Developer Guide, "DescribeSObjectResult", Field. */
final class FieldColumns {
    private final ConnectionType type;

    FieldColumns(ConnectionType type) {
        this.type = type;
    }

    Column of(JsonNode field, int position) {
        String nativeType = Objects.requireNonNullElse(Texts.of(field, "type"), "unknown");
        CommonType common = common(nativeType);
        boolean isDecimal = common == CommonType.DECIMAL;
        return new Column(field.path("name").asText(), position, common, nativeType, length(field, common),
                isDecimal ? positive(field, "precision") : null, isDecimal ? field.path("scale").asInt() : null,
                field.path("nillable").asBoolean(true), defaultOf(field), field.path("autoNumber").asBoolean(),
                generated(field), comment(field));
    }

    private CommonType common(String nativeType) {
        return CommonType.valueOf(type.nativeTypes().getOrDefault(nativeType.toLowerCase(Locale.ROOT), "UNKNOWN"));
    }

    private static Integer length(JsonNode field, CommonType common) {
        return common == CommonType.VARCHAR || common == CommonType.TEXT ? positive(field, "length") : null;
    }

    private static Integer positive(JsonNode field, String name) {
        int value = field.path(name).asInt();
        return value > 0 ? value : null;
    }

    /** A truth of {@code false} is what every checkbox has that nobody has thought about. */
    private static String defaultOf(JsonNode field) {
        String formula = Texts.of(field, "defaultValueFormula");
        return formula == null ? Texts.of(field, "defaultValue") : formula;
    }

    /** A roll-up summary is calculated too, and its expression is nowhere. */
    private static String generated(JsonNode field) {
        String formula = Texts.of(field, "calculatedFormula");
        if (formula != null) return formula;
        return field.path("calculated").asBoolean() ? "calculated by Salesforce" : null;
    }

    private static String comment(JsonNode field) {
        String label = Texts.of(field, "label");
        String help = Texts.of(field, "inlineHelpText");
        if (label == null || help == null) return label == null ? help : label;
        return label + ": " + help;
    }
}
