package connectors.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import connectors.http.Pages;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What is asked of one project by BigQuery's REST API v2, with only the parts of lists that are looked at. */
final class Project {
    private static final String DATASETS = "datasets(datasetReference/datasetId,location,friendlyName),nextPageToken";
    private static final String TABLES = "tables(tableReference/tableId,type),nextPageToken";

    private final Calls calls;
    private final String project;
    private final int page;

    Project(Calls calls, BigQuerySettings settings) {
        this.calls = calls;
        this.project = settings.projectId();
        this.page = settings.advanced().page();
    }

    static String[] below(String project, String... path) {
        return Stream.concat(Stream.of("bigquery", "v2", "projects", project), Arrays.stream(path)).toArray(String[]::new);
    }

    private HttpRequest get(String... path) {
        return HttpRequest.get(below(project, path));
    }

    Pages datasets() {
        return new Pages(calls::json, datasets(page), words("datasets"));
    }

    /** The first dataset at the most, whatever is answered. */
    HttpAnswer firstDataset() throws IOException {
        return calls.once(datasets(1));
    }

    private HttpRequest datasets(int most) {
        return get("datasets").query("maxResults", most).query("fields", DATASETS);
    }

    /** @throws problems.ProblemException for an answer that is not what was asked for */
    JsonNode demand(HttpAnswer answer) {
        return calls.demand(answer);
    }

    Pages tables(String dataset) {
        return new Pages(calls::json, tables(dataset, page), words("tables"));
    }

    /** The first table at the most. */
    JsonNode firstTable(String dataset) throws IOException {
        return calls.json(tables(dataset, 1)).path("tables").path(0);
    }

    private HttpRequest tables(String dataset, int most) {
        return get("datasets", dataset, "tables").query("maxResults", most).query("fields", TABLES);
    }

    /** With rows and bytes from BigQuery's statistics, which cost nothing. */
    Optional<HttpAnswer> table(String dataset, String table, String tag) throws IOException {
        return calls.find(get("datasets", dataset, "tables", table).query("view", "STORAGE_STATS"), tag);
    }

    private static Pages.Words words(String items) {
        return new Pages.Words(items, "pageToken", "nextPageToken");
    }
}
