package connectors.xml;

import catalog.Column;
import catalog.CommonType;

/**
 * A type that an XSD declares.
 *
 * @param length of text or bytes; null without a limit
 */
public record XsdType(CommonType type, String nativeType, Integer length, Integer precision, Integer scale) {

    public static XsdType of(CommonType type, String nativeType) {
        return new XsdType(type, nativeType, null, null, null);
    }

    /** Of an attribute: the same, and its native type says so. */
    XsdType ofAttribute() {
        return new XsdType(type, "@" + nativeType, length, precision, scale);
    }

    /** @param comment null for none */
    public Column column(String name, int position, boolean nullable, String comment) {
        return new Column(name, position, type, nativeType, length, precision, scale, nullable, null, false, null, comment);
    }
}
