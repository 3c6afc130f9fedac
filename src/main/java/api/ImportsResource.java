package api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;
import metadata.CallForecast;
import metadata.Import;
import metadata.ImportRequest;
import metadata.Imports;
import metadata.Preview;
import metadata.Previews;
import metadata.Quotas;
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
        /** @param counted whether anybody counts the calls; nothing else is said where nobody does */
        record Forecast(UUID connectionId, boolean counted, @JsonUnwrapped CallForecast asked) { }

        private final Imports imports;
        private final Previews previews;
        private final Quotas quotas;

        Starting(Imports imports, Previews previews, Quotas quotas) {
            super("/api/connections/{id}/imports", "Imports");
            this.imports = imports;
            this.previews = previews;
            this.quotas = quotas;
        }

        @Override
        void paths() {
            post("", "startImport", "Import the metadata of the source", ImportRequest.class, Import.class, this::start);
            post("/preview", "previewImport", "What an import would add, change and remove, without doing it",
                    ImportRequest.class, Preview.class, this::preview);
            get("/forecast", "forecastImport",
                    "What an import of everything would ask of a source that counts calls; asks it nothing", Forecast.class,
                    request -> Answer.ok(forecast(request.id(), ImportRequest.EVERYTHING)));
            post("/forecast", "forecastSelection", "What an import of a selection would ask; asks the source nothing",
                    ImportRequest.class, Forecast.class, request -> Answer.ok(forecast(request.id(),
                            request.bodyOr(ImportRequest.class, ImportRequest.EVERYTHING))));
        }

        private Forecast forecast(UUID connectionId, ImportRequest request) {
            CallForecast asked = quotas.forecast(connectionId, request).orElse(null);
            return new Forecast(connectionId, asked != null, asked);
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
