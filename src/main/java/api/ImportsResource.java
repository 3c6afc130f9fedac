package api;

import metadata.Import;
import metadata.ImportRequest;
import metadata.Imports;
import metadata.Preview;
import metadata.Previews;
import org.springframework.stereotype.Component;

/** Runs: watched, cancelled, resumed. */
@Component
class ImportsResource extends Resource {
    private final Imports imports;

    ImportsResource(Imports imports) {
        super("/api/imports", "Imports");
        this.imports = imports;
    }

    @Override
    void paths() {
        list("", "listImports", "Imports, newest first", Import.class, this::list, "connection_id", "status");
        get("/{id}", "findImport", "One import and its progress", Import.class, request -> Answer.ok(imports.find(request.id())));
        post("/{id}/cancel", "cancelImport", "Stop an import", null, Import.class,
                request -> Answer.ok(imports.cancel(request.id())));
        post("/{id}/resume", "resumeImport", "Go on with an import that stopped", null, Import.class,
                request -> Answer.accepted("/api/imports/" + request.id(), imports.resume(request.id())));
    }

    private Answer list(Request request) {
        return Answer.ok(imports.list(request.queryId("connection_id"), request.query("status"), request.page()));
    }

    /** Under the connection that is read. */
    @Component
    static class Starting extends Resource {
        private final Imports imports;
        private final Previews previews;

        Starting(Imports imports, Previews previews) {
            super("/api/connections/{id}/imports", "Imports");
            this.imports = imports;
            this.previews = previews;
        }

        @Override
        void paths() {
            post("", "startImport", "Import the metadata of the source", ImportRequest.class, Import.class, this::start);
            post("/preview", "previewImport", "What an import would add, change and remove, without doing it",
                    ImportRequest.class, Preview.class, this::preview);
        }

        private Answer preview(Request request) {
            return Answer.ok(previews.of(request.id(), request.bodyOr(ImportRequest.class, ImportRequest.EVERYTHING)));
        }

        private Answer start(Request request) {
            Import started = imports.start(request.id(), request.bodyOr(ImportRequest.class, ImportRequest.EVERYTHING),
                    request.idempotencyKey());
            return Answer.accepted("/api/imports/" + started.id(), started);
        }
    }
}
