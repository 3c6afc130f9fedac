package connectors.rest.description;

import catalog.CommonType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A type as a description says it.
 *
 * @param nativeType the description's own words
 * @param length     characters at the most; null without a limit
 * @param nullable   whether null is among its values
 * @param pointsTo   names of the types that values of it hold or name
 */
record Typed(CommonType type, String nativeType, Integer length, Integer precision, Integer scale, boolean nullable,
             Set<String> pointsTo) {
    /** What a person reads; a type that goes on is cut. */
    static final int LONGEST = 2_000;

    Typed {
        nativeType = Bounds.cut(nativeType, LONGEST);
    }

    static Typed of(CommonType type, String nativeType) {
        return new Typed(type, nativeType, null, null, null, false, Set.of());
    }

    static Typed pointing(CommonType type, String nativeType, Set<String> targets) {
        return new Typed(type, nativeType, null, null, null, false, targets);
    }

    Typed orNull(boolean also) {
        return also && !nullable ? new Typed(type, nativeType, length, precision, scale, true, pointsTo) : this;
    }

    Typed called(String words) {
        return new Typed(type, words, length, precision, scale, nullable, pointsTo);
    }

    Typed asArray() {
        return new Typed(CommonType.ARRAY, "array<" + nativeType + ">", null, null, null, false, pointsTo);
    }

    Typed asMap() {
        return new Typed(CommonType.MAP, "map<string," + nativeType + ">", null, null, null, false, pointsTo);
    }

    static Set<String> union(Iterable<Typed> types) {
        Set<String> targets = new LinkedHashSet<>();
        types.forEach(type -> targets.addAll(type.pointsTo));
        return targets;
    }
}
