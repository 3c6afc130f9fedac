package connectors.servicenow;

import connectors.http.HttpAnswer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import problems.FailureKind;
import problems.ProblemException;
import secrets.Hashes;

/**
 * Whether anything of an instance's dictionary has changed, by the list of tables, and one call for each other table that an
 * import reads: how many rows there are, and when the newest was changed. A row that is deleted changes the number, whatever else
 * happens the time.
 */
final class ChangeTokens {
    /** {@code sys_updated_on} counts seconds: what is newer than this may change again within the same one. */
    private static final Duration UNSETTLED = Duration.ofSeconds(10);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final TableApi api;
    private final ServiceNowSettings settings;

    ChangeTokens(TableApi api, ServiceNowSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /**
     * @param listed all tables
     * @param gaps   what access control hides of them
     * @return null where it cannot be told for sure
     */
    String of(Dictionary listed, List<Reader.Gap> gaps) throws IOException {
        String newest = listed.tables().stream().map(TableRow::updated).max(Comparator.naturalOrder()).orElse("");
        StringBuilder all = new StringBuilder(newest + " of " + listed.tables().size() + " but " + gaps);
        if (isUnsettled(newest, Instant.now())) return null;
        for (String table : tables()) {
            String one = of(table);
            if (one == null) return null;
            all.append('|').append(table).append(' ').append(one);
        }
        return HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(all.toString())));
    }

    private List<String> tables() {
        List<String> tables = new ArrayList<>(List.of(ColumnRow.SOURCE, ColumnRow.Override.SOURCE));
        if (settings.advanced().readsChoices()) tables.add("sys_choice");
        if (settings.advanced().readsHints()) tables.add("sys_documentation");
        return tables;
    }

    private String of(String table) throws IOException {
        try {
            return of(api.newest(table));
        } catch (ProblemException refused) {
            FailureKind kind = refused.problem().kind();
            if (kind == FailureKind.PERMISSION || kind == FailureKind.NOT_FOUND) return "hidden";
            throw refused;
        } catch (CutOff tooSlow) {
            return null;
        }
    }

    private static String of(HttpAnswer answer) throws IOException {
        Long count = TableApi.count(answer);
        String[] newest = new String[1];
        JsonRows.read(answer.body(), row -> newest[0] = row(row));
        if (count == null) return null;
        if (count == 0) return "0";
        return newest[0] == null || isUnsettled(newest[0], clock(answer)) ? null : count + " " + newest[0];
    }

    private static String row(Map<String, String> row) {
        String time = TableRow.text(row, "sys_updated_on");
        return time.isEmpty() ? null : time + " " + TableRow.text(row, "sys_id");
    }

    private static boolean isUnsettled(String newest, Instant now) {
        try {
            Instant changed = LocalDateTime.parse(newest.substring(0, 19), TIME).toInstant(ZoneOffset.UTC);
            return changed.plus(UNSETTLED).isAfter(now);
        } catch (DateTimeException | IndexOutOfBoundsException unknown) {
            return true;
        }
    }

    /** The instance's, where it says it. */
    private static Instant clock(HttpAnswer answer) {
        try {
            String date = answer.header("date");
            return date == null ? Instant.now() : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException none) {
            return Instant.now();
        }
    }
}
