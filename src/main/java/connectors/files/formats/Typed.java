package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;

/** A type that was inferred. */
record Typed(CommonType type, String nativeType, Integer precision, Integer scale) {

    static Typed of(CommonType type, String nativeType) {
        return new Typed(type, nativeType, null, null);
    }

    Column column(String name, int position, boolean nullable) {
        return new Column(name, position, type, nativeType, null, precision, scale, nullable, null, false, null, null);
    }
}
