package testing;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import testing.salesforce.SalesforceServer;
import testing.servicenow.ServiceNowServer;
import testing.unity.UnityCatalogServer;
import testing.workday.WorkdayServer;

/**
 * Servers that answer as vendors' do, so that Serai can be tried without an account: {@code mvn -Pstand-ins}. They listen on
 * this machine only, until they are ended. Each can be started alone, with options of its own: see its {@code main}.
 */
public final class StandIns {
    private static final int SALESFORCE = 8091;
    private static final int SERVICENOW = 8092;
    private static final int WORKDAY = 8093;
    private static final int UNITY = 8094;

    private StandIns() { }

    /** @param options {@code large}: 2,000 objects of Salesforce, 5,000 tables of ServiceNow with 100,000 fields */
    public static void main(String... options) throws IOException, InterruptedException {
        boolean large = options.length > 0 && options[0].equals("large");
        SalesforceServer.main(large ? new String[] {"" + SALESFORCE, "objects=2000"} : new String[] {"" + SALESFORCE});
        ServiceNowServer.main(large ? new String[] {"" + SERVICENOW, "5000", "100000"} : new String[] {"" + SERVICENOW});
        WorkdayServer.main("" + WORKDAY);
        UnityCatalogServer.main("" + UNITY);
        tell(System.out);
        new CountDownLatch(1).await();
    }

    private static void tell(PrintStream out) {
        out.printf("%nThe stand-ins listen. Start Serai with SERAI_EGRESS_ALLOW=localhost; connection_type and configuration:%n%n");
        tell(out, "Salesforce", """
                {"instance_url": "http://localhost:%d", "authentication": {"type": "oauth", "flow": "refresh_token",
                 "client_id": "%s", "client_secret": "%s", "refresh_token": "%s"}}""",
                SALESFORCE, SalesforceServer.CLIENT, SalesforceServer.CLIENT_SECRET, SalesforceServer.REFRESH_TOKEN);
        tell(out, "ServiceNow", """
                {"instance_url": "http://localhost:%d", "advanced": {"page_size": 10000},
                 "authentication": {"type": "basic", "username": "%s", "password": "%s"}}""",
                SERVICENOW, ServiceNowServer.USER, ServiceNowServer.PASSWORD);
        tell(out, "Workday", """
                {"base_url": "http://localhost:%d", "tenant_name": "%s", "authentication": {"type": "oauth_refresh_token",
                 "client_id": "%s", "client_secret": "%s", "refresh_token": "%s"}}""",
                WORKDAY, WorkdayServer.TENANT, WorkdayServer.CLIENT, WorkdayServer.CLIENT_SECRET, WorkdayServer.REFRESH);
        tell(out, "Databricks", """
                {"workspace_url": "http://localhost:%d", "authentication": {"type": "pat", "token": "%s"}}""",
                UNITY, UnityCatalogServer.TOKEN);
        out.printf("Without a refresh token, Salesforce's can be fetched in the browser: the button is on the connection's page.%n");
    }

    private static void tell(PrintStream out, String type, String configuration, Object... values) {
        out.printf("%s%n%s%n%n", type, configuration.formatted(values).indent(2).stripTrailing());
    }
}
