package connectors.bigquery;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables that are one table, cut by day: {@code events_20240101}, {@code events_20240102}, … BigQuery's documentation calls
 * them date-sharded; queries name all of them as {@code events_*}, which no single table can be called.
 *
 * @param name  {@code events_*}
 * @param first the table of the first day
 * @param last  the table of the last day, whose definition stands for all
 */
record Shards(String name, String first, String last, int count) {
    private static final Pattern SHARD = Pattern.compile("(.+_)((?:19|20|21)[0-9]{6})", Pattern.DOTALL);

    /** @return what the table is a shard of; empty for one that is none */
    static Optional<Shards> of(String table) {
        Matcher parts = SHARD.matcher(table);
        if (!parts.matches() || !isDay(parts.group(2))) return Optional.empty();
        return Optional.of(new Shards(parts.group(1) + "*", table, table, 1));
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
            return true;
        } catch (DateTimeException wrong) {
            return false;
        }
    }

    /** Both together, of the same name. */
    Shards with(Shards other) {
        return new Shards(name, first.compareTo(other.first) <= 0 ? first : other.first,
                last.compareTo(other.last) >= 0 ? last : other.last, count + other.count);
    }
}
