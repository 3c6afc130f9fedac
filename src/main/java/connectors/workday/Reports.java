package connectors.workday;

import connectors.http.HttpAnswer;
import connectors.workday.WorkdaySettings.Report;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import problems.FailureKind;
import problems.Problem;
import secrets.Hashes;

/** The schemas of reports that are enabled as web service (Reports as a Service). Reports themselves are never run. */
final class Reports {
    static final String SETTING = "/reports";
    private static final String READING = "1";

    private final Calls calls;

    Reports(Calls calls) {
        this.calls = calls;
    }

    /** @param token another one as soon as the schema is */
    record Described(ReportTables tables, String token) { }

    /** @throws problems.ProblemException of kind NOT_FOUND for no report, of kind UNSUPPORTED for one without a schema */
    Described read(String schema, String name, Report report) throws IOException {
        byte[] text = text(report);
        XmlSchemaCollection schemas = Services.understood("the report " + report.name(), SETTING, () -> {
            XmlSchemaCollection read = Wsdl.schema(text, calls.tenant().report(report).path(), others(report));
            if (read == null) throw withoutSchema(report).asException();
            return read;
        });
        ReportTables tables = new ReportTables(schema, name, report, schemas);
        if (tables.names().isEmpty()) throw withoutSchema(report).asException();
        return new Described(tables, READING + "." + HexFormat.of().formatHex(Hashes.sha256(text)));
    }

    private OtherDocuments others(Report report) {
        return new OtherDocuments(calls.tenant().base(), request -> calls.demand(calls.signed(request)),
                "the report " + report.name());
    }

    /** The report may well be there: some kinds have no schema, and then it is the server's own fault to it. */
    private byte[] text(Report report) throws IOException {
        HttpAnswer answer = calls.signed(calls.tenant().report(report));
        if (answer.status() == 404) throw notShared(report).asException();
        Problem said = answer.isSuccess() ? null : calls.explanation().of(answer);
        boolean fails = said != null && said.kind() == FailureKind.TRANSIENT && answer.status() == 500 && !answer.isPage();
        if (fails) throw withoutSchema(report).asException();
        return calls.demand(answer).body();
    }

    private static Problem notShared(Report report) {
        return Problem.of(FailureKind.NOT_FOUND, "no_report", "There is no report " + report.name() + " of " + report.owner()
                        + " that is enabled as web service and shared with this user.").at(SETTING)
                .fix("Copy owner and report from the report's web service address; enable it as web service on the tab Advanced,"
                        + " and share it with the user.");
    }

    private static Problem withoutSchema(Report report) {
        return Problem.of(FailureKind.UNSUPPORTED, "no_schema", "The report " + report.name() + " of " + report.owner()
                        + " gives no schema of itself.").at(SETTING)
                .fix("Have it made an advanced report that is enabled as web service: other kinds have no schema.");
    }
}
