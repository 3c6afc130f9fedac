package connectors.files.formats;

import catalog.Column;
import catalog.CommonType;
import java.util.stream.Stream;

/** Columns whose values stand in the names of files and folders. */
public final class Inferred {
    private static final String PREFIX = "partition:";

    private Inferred() { }

    /** @param values null for a partition of rows without a value */
    public static Column partition(String name, int position, Stream<String> values) {
        Scalar scalar = new Scalar();
        boolean[] nulls = {false};
        values.forEach(value -> {
            if (value == null) nulls[0] = true;
            else scalar.text(value);
        });
        return new Typed(scalar.type(), PREFIX + scalar.nativeType(), scalar.precision(), scalar.scale()).column(name, position, nulls[0]);
    }

    /** A year, a month or a day. */
    public static Column datePart(String name, int position) {
        return Typed.of(CommonType.INTEGER, PREFIX + "integer").column(name, position, false);
    }
}
