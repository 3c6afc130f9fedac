package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import connectors.NestedText;

/**
 * A type that a file declares.
 *
 * @param length of text or bytes; null without a limit
 */
record Declared(CommonType type, String nativeType, Integer length, Integer precision, Integer scale) {

    static Declared of(CommonType type, String nativeType) {
        return new Declared(type, nativeType, null, null, null);
    }

    static Declared decimal(String nativeType, int precision, int scale) {
        return new Declared(CommonType.DECIMAL, nativeType, null, precision, scale);
    }

    static Declared bytes(CommonType type, String nativeType, int length) {
        return new Declared(type, nativeType, length, null, null);
    }

    /** @param prefix of native types: the format's name and a colon */
    Column column(String prefix, String name, int position, boolean nullable, String defaultValue, String comment) {
        return new Column(name, position, type, prefix + NestedText.bounded(nativeType), length, precision, scale, nullable, defaultValue,
                false, null, comment);
    }
}
