package connectors.salesforce;

import connectors.http.HttpBase;
import egress.Egress;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/**
 * Which servers see credentials: the instance, and who gives tokens. Salesforce's documentation, "My Domain URL Formats": a
 * sandbox has two dashes in its name, and {@code .sandbox.} behind it in newer organizations; a scratch organization is one
 * too.
 *
 * @param instance where the API is called
 * @param login    where tokens are asked for
 */
record Hosts(HttpBase instance, HttpBase login, ConnectionType type, Egress egress) {
    static final String INSTANCE = "/instance_url";
    static final String LOGIN = "/login_url";
    private static final String OF_PRODUCTION = "login.salesforce.com";
    private static final String OF_SANDBOXES = "test.salesforce.com";
    private static final String PAGES = ".lightning.force.com";
    private static final String MY_DOMAIN = ".my.salesforce.com";

    /**
     * @throws problems.ProblemException of kind CONFIG for addresses that cannot be right, of kind POLICY for hosts that are not
     *                                   the vendor's
     */
    static Hosts of(ConnectionType type, SalesforceSettings settings, Egress egress) {
        Hosts hosts = new Hosts(HttpBase.of(settings.instanceUrl(), INSTANCE), HttpBase.of(settings.loginUrl(), LOGIN), type,
                egress);
        hosts.demandApi();
        hosts.demandVendors(hosts.instance, INSTANCE);
        hosts.demandVendors(hosts.login, LOGIN);
        hosts.demandSameKind();
        return hosts;
    }

    /** What people copy from the browser is the host of the pages. */
    private void demandApi() {
        if (!instance.host().endsWith(PAGES)) return;
        String organization = instance.host().substring(0, instance.host().length() - PAGES.length());
        throw Problem.of(FailureKind.CONFIG, "pages_host", instance.host() + " is the host of the pages, not that of the API.")
                .at(INSTANCE).fix("Enter https://" + organization + MY_DOMAIN + ".").asException();
    }

    private void demandVendors(HttpBase base, String field) {
        boolean vendors = type.endpoint().covers(base.host());
        if (!vendors && !egress.names(base.host(), base.port())) {
            throw type.endpoint().foreign(base.host(), type.name()).at(field).asException();
        }
        if (vendors && !base.encrypted()) {
            throw Problem.of(FailureKind.CONFIG, "not_encrypted", "Salesforce is only called with encryption.").at(field)
                    .fix("Enter the address with https://.").asException();
        }
    }

    private void demandSameKind() {
        if (isSandbox() && login.host().equals(OF_PRODUCTION)) {
            throw otherKind("The instance is that of a sandbox, and the sign-in address is that of production.",
                    "Enter https://" + OF_SANDBOXES + " as the sign-in address, or leave it empty.");
        }
        if (isProduction() && login.host().equals(OF_SANDBOXES)) {
            throw otherKind("The instance is that of a production organization, and the sign-in address is that of sandboxes.",
                    "Enter https://" + OF_PRODUCTION + " as the sign-in address, or leave it empty.");
        }
    }

    private static RuntimeException otherKind(String message, String fix) {
        return Problem.of(FailureKind.CONFIG, "sandbox_or_production", message).at(LOGIN).fix(fix).asException();
    }

    boolean isSandbox() {
        return isSandbox(instance.host());
    }

    private static boolean isSandbox(String host) {
        return host.contains(".sandbox.") || host.contains(".scratch.") || host.contains("--") && host.endsWith(MY_DOMAIN);
    }

    private boolean isProduction() {
        return !isSandbox() && instance.host().endsWith(MY_DOMAIN);
    }

    /** Whom a signed statement is for: Salesforce's documentation, "OAuth 2.0 JWT Bearer Flow". */
    String audience() {
        boolean sandboxes = isSandbox() || login.host().equals(OF_SANDBOXES);
        return "https://" + (sandboxes ? OF_SANDBOXES : OF_PRODUCTION);
    }

    /**
     * Checks where a token says that it is to be used: a server's word, each time a new one.
     *
     * @param said null where it says nothing
     * @throws problems.ProblemException of kind POLICY for a host that is not the vendor's, of kind CONFIG for another
     *                                   organization
     */
    void demandTokenOf(String said) {
        if (said == null) return;
        HttpBase there = HttpBase.of(said, INSTANCE);
        demandVendors(there, INSTANCE);
        if (there.host().equals(instance.host())) return;
        if (isSandbox(there.host()) != isSandbox()) throw elsewhere(there, " It is " + (isSandbox() ? "no" : "a") + " sandbox.");
        throw elsewhere(there, "");
    }

    private RuntimeException elsewhere(HttpBase there, String more) {
        return Problem.of(FailureKind.CONFIG, "wrong_instance",
                        "These credentials belong to another instance: " + there.host() + "." + more).at(INSTANCE)
                .fix("Enter " + there.origin() + " as the instance, or the credentials of " + instance.host() + ".")
                .asException();
    }
}
