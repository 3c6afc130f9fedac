package connectors.bigquery;

import catalog.Glob;
import connectors.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of the BigQuery family.
 *
 * @param billingProjectId where queries are run and paid; the project itself if null
 * @param location         of the datasets that are read, and where queries run; null for any
 * @param datasetsInclude  patterns; a dataset must match one, if there are any
 * @param datasetsExclude  patterns that take a dataset out again
 */
public record BigQuerySettings(String projectId, String billingProjectId, String location, List<String> datasetsInclude,
                               List<String> datasetsExclude, Authentication authentication, Advanced advanced)
        implements Settings {

    public BigQuerySettings {
        billingProjectId = Objects.requireNonNullElse(billingProjectId, projectId);
        datasetsInclude = datasetsInclude == null ? List.of() : List.copyOf(datasetsInclude);
        datasetsExclude = datasetsExclude == null ? List.of() : List.copyOf(datasetsExclude);
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null));
    }

    /** @param type {@code service_account_key}, or {@code workload_identity} for the machine that Serai runs on */
    public record Authentication(String type, Secret keyJson) {
        boolean isMachine() {
            return "workload_identity".equals(type);
        }

        @Override
        public String toString() {
            return "authentication by " + type;
        }
    }

    /**
     * Null means the default.
     *
     * @param timeout  seconds for one answer
     * @param pageSize datasets or tables that a list is asked for at a time
     * @param useSql   whether queries may be run, which are billed
     */
    public record Advanced(Integer timeout, Integer pageSize, Boolean useSql) {
        private static final int ANSWER_SECONDS = 60;
        private static final int PAGE = 500;

        Duration answer() {
            return Duration.ofSeconds(timeout == null ? ANSWER_SECONDS : timeout);
        }

        int page() {
            return pageSize == null ? PAGE : pageSize;
        }

        boolean asksSql() {
            return Boolean.TRUE.equals(useSql);
        }
    }

    /** @param where the dataset lies; empty where the list does not say */
    boolean covers(String dataset, String where) {
        if (location != null && !where.isEmpty() && !location.equalsIgnoreCase(where)) return false;
        if (!datasetsInclude.isEmpty() && !anyMatches(datasetsInclude, dataset)) return false;
        return !anyMatches(datasetsExclude, dataset);
    }

    private static boolean anyMatches(List<String> patterns, String dataset) {
        return patterns.stream().anyMatch(pattern -> new Glob(pattern).test(dataset));
    }
}
