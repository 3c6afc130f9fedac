package api;

import metadata.Datasets;
import org.springframework.stereotype.Component;

/** What has been imported. */
@Component
class DatasetsResource extends Resource {
    private final Datasets datasets;

    DatasetsResource(Datasets datasets) {
        super("/api/datasets", "Datasets");
        this.datasets = datasets;
    }

    @Override
    void paths() {
        list("", "listDatasets", "Datasets by schema and name", Datasets.Dataset.class, this::list, "connection_id",
                "schema", "q", "column", "removed");
        get("/{id}", "findDataset", "One dataset with its definition", Datasets.Detail.class,
                request -> Answer.ok(datasets.find(request.id())));
        list("/{id}/versions", "listVersions", "The definitions of a dataset over time, newest first", Datasets.Version.class,
                request -> Answer.ok(datasets.versions(request.id(), request.page())));
    }

    private Answer list(Request request) {
        Datasets.Filter filter = new Datasets.Filter(request.queryId("connection_id"), request.query("schema"),
                request.query("q"), request.query("column"), request.flag("removed"));
        return Answer.ok(datasets.list(filter, request.page()));
    }
}
