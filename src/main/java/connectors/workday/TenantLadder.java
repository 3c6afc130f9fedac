package connectors.workday;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.Step;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpLadder;
import connectors.http.OAuth;
import connectors.workday.WorkdaySettings.Authentication;
import connectors.workday.WorkdaySettings.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;

/** The rungs from the settings to what each report and service says of itself. */
public final class TenantLadder {
    /** Of descriptions and schemas that a test looks at; an import looks at all of them. */
    private static final int MOST_LOOKED_AT = 10;
    private static final int MOST_NAMED = 3;

    private final Calls calls;
    private final Tenant tenant;
    private final WorkdaySettings settings;
    private final ConnectionType type;
    private final Landscape landscape;
    private final Supplier<Reach> reach;
    private final SSLContext trusted;
    private final OAuth oauth;
    private final Services services;
    private final Reports reports;
    private final Wql wql;

    /** @param oauth null for a user with a password */
    TenantLadder(Calls calls, WorkdaySettings settings, ConnectionType type, Landscape landscape, Supplier<Reach> reach,
                 SSLContext trusted, OAuth oauth, Services services, Reports reports, Wql wql) {
        this.calls = calls;
        this.tenant = calls.tenant();
        this.settings = settings;
        this.type = type;
        this.landscape = landscape;
        this.reach = reach;
        this.trusted = trusted;
        this.oauth = oauth;
        this.services = services;
        this.reports = reports;
        this.wql = wql;
    }

    public TestReport test() {
        Ladder ladder = begin().mandatory("target", "Look for the tenant and the version", this::target)
                .mandatory("authenticate", "Sign in", this::authenticate)
                .mandatory("read_metadata", "Read what there is", this::readMetadata);
        boolean closed = settings.reads("wql") && !settings.readsWql();
        if (closed) ladder.optional("wql", "Look at the data sources of WQL", TenantLadder::closed);
        if (settings.reads("raas")) ladder.optional("reports", "Look at the schemas of the reports", this::reports);
        if (settings.reads("wws")) ladder.optional("services", "Look at the descriptions of the web services", this::services);
        return ladder.optional("quota", "Check what may still be asked", TenantLadder::quota).report(server(), this::success);
    }

    /** One call that signs in; what else it needs it proves. */
    public TestReport health() {
        return begin().mandatory("authenticate", "Sign in", this::alive)
                .optional("target", "Look for the tenant and the version", () -> Finding.skipped("Seen by signing in."))
                .report(server(), this::success);
    }

    private Ladder begin() {
        return HttpLadder.begin(calls.explanation(), tenant.base(), reach.get(), trusted, "Enter the address with https://.",
                this::config);
    }

    private Finding config() {
        tenant.demandServices();
        return Finding.passed("The settings are complete.");
    }

    private TestReport.Server server() {
        return new TestReport.Server(type.name(), tenant.version());
    }

    private String success() {
        return "Connected to the tenant " + tenant.name() + ".";
    }

    private static Finding quota() {
        return Finding.skipped("The vendor publishes no numbers; a tenant that is asked too often says so.");
    }

    private Finding target() throws IOException {
        HttpAnswer answer = services.ask(landscape.probe(), tenant.version(), null);
        if (Services.isMissing(answer)) throw missing().asException();
        boolean closed = answer.status() == 401 || answer.status() == 403;
        if (closed) return Finding.skipped("Descriptions are not public in this tenant; signing in tells whether it is there.");
        Wsdl description = description(calls.demand(answer));
        return elsewhere(description.address());
    }

    private Wsdl description(HttpAnswer answer) throws IOException {
        return Services.understood("the web service " + landscape.probe(), Tenant.ADDRESS, () ->
                Wsdl.of(answer.body(), tenant.description(landscape.probe(), tenant.version()).path(),
                        services.others(landscape.probe())));
    }

    /** A description says where its service is called, which a proxy or the host of the pages may not be. */
    private Finding elsewhere(String address) {
        String there = host(address);
        boolean known = there != null && !there.equals(tenant.base().host()) && type.endpoint().covers(there);
        if (!known) return Finding.passed("The tenant is there, with version " + tenant.version() + " of the web services.");
        return Finding.warned(FailureKind.CONFIG, "The tenant is there, but says that its services are at " + there + ".",
                "Enter https://" + there + " as the address of the services.");
    }

    private static String host(String address) {
        try {
            return address == null ? null : HttpBase.of(address, null).host();
        } catch (ProblemException none) {
            return null;    // the published descriptions have a word there
        }
    }

    private Problem missing() throws IOException {
        List<String> answering = new ArrayList<>();
        for (String version : landscape.versions()) {
            boolean other = !version.equals(tenant.version());
            if (other && services.ask(landscape.probe(), version, null).isSuccess()) answering.add(version);
        }
        if (answering.isEmpty()) {
            return Problem.of(FailureKind.NOT_FOUND, "no_tenant",
                            "There is no tenant " + tenant.name() + " at " + tenant.base().host() + ".").at("/tenant_name")
                    .fix("Check the tenant's name and the data centre: both stand in the address of the pages.");
        }
        return Problem.of(FailureKind.CONFIG, "no_version", "The tenant is there, but not version " + tenant.version()
                        + " of the web services.").at("/api_version")
                .fix("Versions that answer: " + String.join(", ", answering) + ".");
    }

    private Finding authenticate() throws IOException {
        if (oauth != null) {
            oauth.token();
            return Finding.passed("The API client is accepted.");
        }
        check();
        return Finding.passed("Signed in as " + tenant.user(settings.authentication().username()) + ".");
    }

    private Finding alive() throws IOException {
        if (settings.readsWql()) wql.count();
        else check();
        return Finding.passed("The credentials are accepted.");
    }

    /** The password is in the body, which is made for this call and kept nowhere. */
    private void check() throws IOException {
        Authentication who = settings.authentication();
        String user = oauth != null ? null : tenant.user(who.username());
        byte[] body = Soap.call(user, who.password(), settings.advanced().checkOperation(), tenant.version());
        var request = tenant.soap(settings.advanced().checkService()).body(body, Soap.MEDIA_TYPE);
        HttpAnswer answer = oauth != null ? calls.signed(request) : calls.unsigned(request);
        boolean fault = answer.isSuccess() && !answer.isPage() && Soap.isFault(answer);
        calls.demand(fault ? new HttpAnswer(500, answer.headers(), answer.body()) : answer);
    }

    private Finding readMetadata() throws IOException {
        if (settings.readsWql()) return counted(wql.count());
        List<String> chosen = landscape.services(settings.services());
        if (settings.reads("wws") && !chosen.isEmpty()) return described(chosen.get(0));
        if (settings.reads("raas") && !settings.reports().isEmpty()) return described(settings.reports().get(0));
        return Finding.warned(FailureKind.CONFIG, "Nothing is chosen that can be read in this way of signing in.",
                "Choose web services or reports, or sign in as an API client to read WQL.");
    }

    private static Finding counted(long dataSources) {
        if (dataSources > 0) return Finding.passed("WQL shows this user " + dataSources + " data sources.");
        return Finding.warned(FailureKind.PERMISSION, "WQL shows this user no data source.",
                "Give the security group of the user access to the domain Workday Query Language and to the data, then run the"
                        + " task Activate Pending Security Policy Changes.");
    }

    private Finding described(String service) throws IOException {
        int tables = services.tables(service).all().names().size();
        if (tables > 0) return Finding.passed("The web service " + service + " describes " + tables + " tables.");
        return Finding.warned(FailureKind.UNSUPPORTED, "The web service " + service + " describes no type of data.",
                "Choose other services.");
    }

    private Finding described(Report report) throws IOException {
        reports.read(TenantMetastore.REPORTS, report.name(), report);
        return Finding.passed("The report " + report.name() + " has a schema.");
    }

    private static Finding closed() {
        return Finding.skipped(Remarks.WQL_CLOSED + " Sign in as an API client to have them read.");
    }

    private Finding reports() throws IOException {
        if (settings.reports().isEmpty()) return Finding.skipped("No report is entered.");
        Map<String, Look> looks = new LinkedHashMap<>();
        for (Report report : settings.reports()) looks.put(report.owner() + "/" + report.name(), () -> described(report));
        return all(looks, "reports have a schema");
    }

    private Finding services() throws IOException {
        List<String> chosen = landscape.services(settings.services());
        if (chosen.isEmpty()) return Finding.skipped("No web service is chosen.");
        Map<String, Look> looks = new LinkedHashMap<>();
        for (String service : chosen) looks.put(service, () -> services.description(service));
        return all(looks, "web services have a description");
    }

    @FunctionalInterface
    private interface Look {
        Object look() throws IOException;
    }

    /** One that fails does not keep the others from being looked at. */
    private Finding all(Map<String, Look> looks, String what) throws IOException {
        List<Problem> wrong = new ArrayList<>();
        int looked = 0;
        for (Look look : looks.values()) {
            if (looked++ == MOST_LOOKED_AT) break;
            try {
                look.look();
            } catch (ProblemException failed) {
                wrong.add(failed.problem());
            }
        }
        int tried = Math.min(looks.size(), MOST_LOOKED_AT);
        String found = tried - wrong.size() + " of " + looks.size() + " " + what
                + (tried < looks.size() ? "; a test looks at the first " + MOST_LOOKED_AT + "." : ".");
        if (wrong.isEmpty()) return Finding.passed(found);
        String named = String.join(" ", wrong.stream().limit(MOST_NAMED).map(Problem::message).toList());
        Problem first = wrong.get(0);
        return new Finding(Step.Status.WARNED, found + " " + named, first.fix(), first.code(), first.kind());
    }
}
