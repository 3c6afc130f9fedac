package testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import testing.WebServer.Asked;
import testing.WebServer.Instead;
import testing.salesforce.SalesforceServer;
import testing.servicenow.ServiceNowServer;
import testing.workday.ServiceText;
import testing.workday.ServiceText.Field;
import testing.workday.WorkdayServer;

/**
 * Where a connection to a vendor leads that counts calls, with enough in it that an import makes some twenty.
 *
 * @param configuration of a connection that leads there
 * @param asked         all that it was asked
 * @param instead       takes what stands in the way of its answers
 * @param expire        ends all tokens that were given
 */
public record Organisation(String type, ObjectNode configuration, Supplier<List<Asked>> asked, Consumer<Instead> instead,
                           Runnable expire, AutoCloseable server) implements AutoCloseable {

    /** Those there are. */
    public enum Vendor {
        SALESFORCE, SERVICENOW, WORKDAY;

        public Organisation start() throws IOException {
            return switch (this) {
                case SALESFORCE -> salesforce();
                case SERVICENOW -> serviceNow();
                case WORKDAY -> workday();
            };
        }
    }

    private static Organisation salesforce() throws IOException {
        SalesforceServer org = SalesforceServer.start();
        org.objects().generate(394);
        ObjectNode configuration = Bodies.object().put("instance_url", org.url());
        configuration.putObject("authentication").put("type", "oauth").put("client_id", SalesforceServer.CLIENT)
                .put("client_secret", SalesforceServer.CLIENT_SECRET).put("refresh_token", SalesforceServer.REFRESH_TOKEN);
        return new Organisation("Salesforce", configuration, org::asked, org::instead, org::expireTokens, org);
    }

    private static Organisation serviceNow() throws IOException {
        ServiceNowServer instance = ServiceNowServer.start();
        instance.instance().generated(91, 2_000);
        ObjectNode configuration = Bodies.object().put("instance_url", instance.url());
        configuration.putObject("authentication").put("type", "basic").put("username", ServiceNowServer.USER)
                .put("password", ServiceNowServer.PASSWORD);
        configuration.putObject("advanced").put("page_size", 100);
        return new Organisation("ServiceNow", configuration, instance::asked, instance::instead,
                instance::expireTokens, instance);
    }

    private static Organisation workday() throws IOException {
        WorkdayServer tenant = WorkdayServer.start();
        ObjectNode configuration = Bodies.object().put("tenant_name", WorkdayServer.TENANT).put("base_url", tenant.url());
        configuration.putObject("authentication").put("type", "integration_system_user").put("username", WorkdayServer.USER)
                .put("password", WorkdayServer.PASSWORD);
        configuration.putArray("surfaces").add("wws");
        for (int i = 10; i < 30; i++) {
            tenant.service(new ServiceText("Service_" + i).thing("Thing_" + i, Field.of("Thing_ID", "text(32)")));
            tenant.dataSource("ds" + i, "things" + i, "o" + i, "Thing", WorkdayServer.field("thingID", "Text", null, null));
            configuration.withArray("services").add("Service_" + i);
        }
        configuration.putObject("advanced").put("requests_per_second", 20);
        return new Organisation("Workday", configuration, tenant::asked, tenant::instead, tenant::expireTokens,
                tenant);
    }

    /** A body that creates a connection there. */
    public ObjectNode body() {
        ObjectNode body = Bodies.object().put("name", type + " " + UUID.randomUUID()).put("connection_type", type);
        body.set("configuration", configuration.deepCopy());
        return body;
    }

    /** The same, signed in by a token that is renewed, wherever that is needed. */
    public ObjectNode renewing() {
        ObjectNode body = body();
        ObjectNode settings = (ObjectNode) body.get("configuration");
        switch (type) {
            case "ServiceNow" -> settings.putObject("authentication").put("type", "oauth_refresh_token").put("client_id", ServiceNowServer.CLIENT)
                    .put("client_secret", ServiceNowServer.CLIENT_SECRET).put("refresh_token", ServiceNowServer.REFRESH);
            case "Workday" -> {
                settings.putObject("authentication").put("type", "oauth_refresh_token").put("client_id", WorkdayServer.CLIENT)
                        .put("client_secret", WorkdayServer.CLIENT_SECRET).put("refresh_token", WorkdayServer.REFRESH);
                settings.putArray("surfaces").add("wql");
            }
            default -> { }
        }
        return body;
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
