package metadata;

import changes.TableChange;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What an import would do if it were started now.
 *
 * @param tablesTotal   that would be read
 * @param tables        the first of those that would be added, changed or removed
 * @param tablesNotShown how many more there are
 * @param problem       why such an import would stop; null when it would go through
 */
public record Preview(UUID connectionId, long tablesTotal, long columnsTotal, long added, long changed, long unchanged,
                      long removed, List<Import.FailedTable> failed, List<TableChange> tables, long tablesNotShown,
                      Import.Reason problem, List<String> warnings, Forecast forecast) {

    /** What a forecast rests on. */
    public enum Basis {
        /** The pace of this connection's last imports. */
        EARLIER_IMPORTS,
        /** A pace that was measured with a PostgreSQL nearby. */
        DEFAULT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param readMs  that reading took just now, which an import does too
     * @param imports how many earlier ones it rests on; 0 for the default
     * @param asked   of a source that counts calls; null where nobody does
     */
    public record Forecast(long durationMs, long readMs, Basis basis, int imports, double msPerTable,
                           @JsonUnwrapped CallForecast asked) { }
}
