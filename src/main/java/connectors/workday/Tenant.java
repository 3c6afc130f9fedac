package connectors.workday;

import connectors.http.HttpBase;
import connectors.http.HttpRequest;
import egress.Egress;
import java.util.Locale;
import java.util.Optional;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/**
 * Where the calls go.
 *
 * @param name     of the tenant
 * @param version  of the web services
 * @param services the host of the services, where the one that was entered is that of the pages; null where it is right
 */
record Tenant(HttpBase base, String name, String version, String services) {
    static final String ADDRESS = "/base_url";
    private static final String WQL_VERSION = "v1";

    /**
     * @throws problems.ProblemException of kind CONFIG for what is no address, of kind POLICY for a host that is neither the
     *                                   vendor's nor allowed by name
     */
    static Tenant of(ConnectionType type, WorkdaySettings settings, Landscape landscape, Egress egress) {
        HttpBase base = HttpBase.of(settings.baseUrl(), ADDRESS);
        boolean vendors = type.endpoint().covers(base.host());
        boolean may = vendors || egress.names(base.host(), base.port());
        if (!may) throw type.endpoint().foreign(base.host(), type.name()).asException();
        if (vendors && !base.encrypted()) throw open().asException();
        Optional<String> services = landscape.servicesHost(base.host());
        return new Tenant(base, settings.tenantName(), settings.apiVersion(), services.orElse(null));
    }

    private static Problem open() {
        return Problem.of(FailureKind.CONFIG, "not_encrypted", "A tenant is only called with encryption.").at(ADDRESS)
                .fix("Enter the address with https://.");
    }

    /** @throws problems.ProblemException of kind CONFIG, with the right address, where the host is that of the pages */
    void demandServices() {
        if (services == null) return;
        throw Problem.of(FailureKind.CONFIG, "ui_host",
                        base.host() + " is the host of the pages that people sign in to, not that of the services.")
                .at(ADDRESS).fix("Enter https://" + services + " as the address of the services.").asException();
    }

    /** As calls are counted by. */
    String organisation() {
        return (base.authority() + "/" + name).toLowerCase(Locale.ROOT);
    }

    /** A user is known by name and tenant; who has typed the tenant need not have it twice. */
    String user(String username) {
        String suffix = "@" + name;
        boolean typed = username.toLowerCase(Locale.ROOT).endsWith(suffix.toLowerCase(Locale.ROOT));
        return typed ? username : username + suffix;
    }

    HttpRequest description(String service, String inVersion) {
        return HttpRequest.get("ccx", "service", name, service, inVersion).flag("wsdl")
                .accept("text/xml, application/xml, */*;q=0.5");
    }

    HttpRequest soap(String service) {
        return HttpRequest.ask("ccx", "service", name, service, version).accept("text/xml");
    }

    HttpRequest report(WorkdaySettings.Report report) {
        return HttpRequest.get("ccx", "service", "customreport2", name, report.owner(), report.name()).flag("xsd")
                .accept("text/xml, application/xml, */*;q=0.5");
    }

    HttpRequest dataSources() {
        return HttpRequest.get("ccx", "api", "wql", WQL_VERSION, name, "dataSources");
    }

    HttpRequest fields(String dataSource) {
        return HttpRequest.get("ccx", "api", "wql", WQL_VERSION, name, "dataSources", dataSource, "fields");
    }

    HttpRequest token() {
        return HttpRequest.ask("ccx", "oauth2", name, "token");
    }
}
