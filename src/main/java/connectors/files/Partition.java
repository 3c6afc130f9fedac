package connectors.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder that is called {@code key=value}, as Hive, Spark and many others write them.
 *
 * @param value null for the partition of rows without a value
 * @see <a href="https://spark.apache.org/docs/latest/sql-data-sources-parquet.html#partition-discovery">partition discovery</a>
 */
record Partition(String key, String value) {
    private static final Pattern FORM = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .-]{0,199}=.+");
    private static final String NOTHING = "__HIVE_DEFAULT_PARTITION__";

    static boolean is(String folder) {
        return FORM.matcher(folder).matches();
    }

    static Partition of(String folder) {
        int sign = folder.indexOf('=');
        String value = folder.substring(sign + 1);
        return new Partition(folder.substring(0, sign), value.equals(NOTHING) ? null : decoded(value));
    }

    /** Hive escapes with a percent sign what may not be in a folder's name. */
    private static String decoded(String value) {
        if (value.indexOf('%') < 0) return value;
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException plain) {
            return value;
        }
    }

    /** The name of the table of such folders: {@code year={year},month={month}}. */
    static String tableName(List<String> keys) {
        return keys.stream().map(key -> key + "={" + key + "}").collect(Collectors.joining(","));
    }
}
