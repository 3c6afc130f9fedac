package connectors.salesforce;

import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpoint;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.component.salesforce.SalesforceLoginConfig;
import org.apache.camel.component.salesforce.internal.SalesforceSession;
import org.apache.camel.component.salesforce.internal.client.DefaultRestClient;
import org.apache.camel.component.salesforce.internal.client.RestClient;

/**
 * Camel's component for one organization. It makes requests and reads answers; what goes between is ours ({@link OurClient}),
 * so it has no socket, no thread, no credential and no token. Decision 0011 says why.
 */
final class OrgComponent extends SalesforceComponent {
    private final OurClient client;
    private final SalesforceSession session;

    /** @param version of the API, without the letter */
    OrgComponent(OurClient client, String address, String version) {
        this.client = client;
        SalesforceLoginConfig login = new SalesforceLoginConfig();
        login.setLazyLogin(true);
        login.setInstanceUrl(address);
        setLoginConfig(login);
        SalesforceEndpointConfig config = new SalesforceEndpointConfig();
        config.setHttpClient(client);
        config.setApiVersion(version);
        config.setRawPayload(true);
        setConfig(config);
        this.session = new SignedInElsewhere(client, login, address);
    }

    /** In place of the component's own, which would sign in with credentials, and revoke the token at its end. */
    @Override
    public SalesforceSession getSession() {
        return session;
    }

    @Override
    public RestClient createRestClientFor(SalesforceEndpoint endpoint) {
        try {
            return new DefaultRestClient(client, endpoint.getConfiguration().getApiVersion(), session, getLoginConfig());
        } catch (org.apache.camel.component.salesforce.api.SalesforceException impossible) {
            throw new IllegalStateException("The client is made without a call", impossible);
        }
    }

    /** What the component takes for a token is a word without worth: the request is signed below it. */
    private static final class SignedInElsewhere extends SalesforceSession {
        private final String address;

        SignedInElsewhere(OurClient client, SalesforceLoginConfig login, String address) {
            super(null, client, client.getTimeout(), login);
            this.address = address;
        }

        @Override
        public String getAccessToken() {
            return "signed-below";
        }

        @Override
        public String getInstanceUrl() {
            return address;
        }

        @Override
        public String login(String oldToken) {
            return getAccessToken();
        }

        @Override
        public void logout() { }
    }
}
