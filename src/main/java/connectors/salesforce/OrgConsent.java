package connectors.salesforce;

import connectors.Consent;
import connectors.TokenKeeper.Token;
import connectors.http.CodeGrant;
import connectors.http.HttpCalls;
import connectors.http.HttpClients;
import connectors.http.HttpClients.Patience;
import connectors.http.SignIn;
import connectors.salesforce.SalesforceSettings.Authentication;
import java.util.HashMap;
import java.util.Map;
import types.ConnectionType;

/** Exchanges the code of a sign-in in the browser: Salesforce Help, "OAuth 2.0 Web Server Flow for Web App Integration". */
final class OrgConsent implements Consent {
    private final Hosts hosts;
    private final CodeGrant grant;

    OrgConsent(ConnectionType type, SalesforceSettings settings, Hosts hosts, HttpClients clients) {
        Patience patience = new Patience(settings.advanced().connect(), settings.advanced().answer());
        HttpCalls service = clients.calls(hosts.login().at("/services/oauth2/token"), SignIn.NONE, patience,
                SalesforceSource.authority(settings, hosts));
        this.hosts = hosts;
        this.grant = new CodeGrant(service, SalesforceSource.explanation(type, hosts.login(), Hosts.LOGIN,
                Grant.field(settings.authentication()), patience), client(settings.authentication()));
    }

    private static Map<String, String> client(Authentication who) {
        Map<String, String> client = new HashMap<>(Map.of("client_id", who.clientId()));
        if (who.clientSecret() != null) client.put("client_secret", who.clientSecret().reveal());
        return client;
    }

    /** Where the token is to be used is a server's word: nothing is kept of what belongs elsewhere. */
    @Override
    public Token exchange(Code code) {
        Token given = grant.exchange(code);
        hosts.demandTokenOf(given.server());
        return given;
    }

    @Override
    public void close() {
        grant.close();
    }
}
