package changes;

import static catalog.CommonType.BIGINT;
import static catalog.CommonType.CHAR;
import static catalog.CommonType.DECIMAL;
import static catalog.CommonType.DOUBLE;
import static catalog.CommonType.INTEGER;
import static catalog.CommonType.REAL;
import static catalog.CommonType.SMALLINT;
import static catalog.CommonType.TEXT;
import static catalog.CommonType.TINYINT;
import static catalog.CommonType.VARCHAR;

import catalog.Column;
import catalog.CommonType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Whether all values of a column's old type fit into its new one. */
final class TypeShift {
    /** What is inside of them only the native type tells. */
    private static final Set<CommonType> OPAQUE = Set.of(CommonType.ARRAY, CommonType.MAP, CommonType.STRUCT,
            CommonType.GEOMETRY, CommonType.UNKNOWN);
    private static final Set<CommonType> TEXTS = Set.of(CHAR, VARCHAR, TEXT);
    private static final Map<CommonType, Integer> DIGITS = Map.of(TINYINT, 3, SMALLINT, 5, INTEGER, 10, BIGINT, 19);
    /** Without loss; what holds for both ends of an arrow the other way round is a loss. */
    private static final Map<CommonType, Set<CommonType>> WIDER = Map.of(
            TINYINT, Set.of(SMALLINT, INTEGER, BIGINT, REAL, DOUBLE), SMALLINT, Set.of(INTEGER, BIGINT, REAL, DOUBLE),
            INTEGER, Set.of(BIGINT, DOUBLE), REAL, Set.of(DOUBLE));
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private TypeShift() { }

    /** @return null when the type is the same */
    static Rule between(Column was, Column is) {
        if (isSame(was, is)) return null;
        if (TEXTS.contains(was.type()) && TEXTS.contains(is.type())) {
            return sized(List.of(limit(was.length())), List.of(limit(is.length())));
        }
        if (was.type() != is.type()) return across(was, is);
        if (OPAQUE.contains(was.type())) return Rule.TYPE_CHANGED;
        return sized(sizes(was), sizes(is));
    }

    private static boolean isSame(Column was, Column is) {
        return was.type() == is.type() && Objects.equals(was.nativeType(), is.nativeType()) && sizes(was).equals(sizes(is));
    }

    private static Rule across(Column was, Column is) {
        if (WIDER.getOrDefault(was.type(), Set.of()).contains(is.type())) return Rule.TYPE_WIDENED;
        if (WIDER.getOrDefault(is.type(), Set.of()).contains(was.type())) return Rule.TYPE_NARROWED;
        if (is.type() == DECIMAL && DIGITS.containsKey(was.type())) {
            return whole(is) >= DIGITS.get(was.type()) ? Rule.TYPE_WIDENED : Rule.TYPE_NARROWED;
        }
        if (was.type() == DECIMAL && DIGITS.containsKey(is.type())) {
            return scale(was) <= 0 && whole(was) < DIGITS.get(is.type()) ? Rule.TYPE_WIDENED : Rule.TYPE_NARROWED;
        }
        return Rule.TYPE_CHANGED;
    }

    private static Rule sized(List<Integer> was, List<Integer> is) {
        boolean grows = false;
        for (int i = 0; i < was.size(); i++) {
            if (is.get(i) < was.get(i)) return Rule.TYPE_NARROWED;
            grows |= is.get(i) > was.get(i);
        }
        return grows ? Rule.TYPE_WIDENED : Rule.TYPE_RESTATED;
    }

    private static List<Integer> sizes(Column column) {
        if (column.type() == DECIMAL) return List.of(whole(column), scale(column));
        return List.of(limit(column.length()), limit(column.precision()), limit(column.scale()));
    }

    private static int limit(Integer size) {
        return size == null ? NO_LIMIT : size;
    }

    /** Digits before the point. */
    private static int whole(Column decimal) {
        return decimal.precision() == null ? NO_LIMIT : decimal.precision() - scale(decimal);
    }

    private static int scale(Column decimal) {
        if (decimal.scale() != null) return decimal.scale();
        return decimal.precision() == null ? NO_LIMIT : 0;
    }
}
