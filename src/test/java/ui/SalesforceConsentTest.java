package ui;

import static org.assertj.core.api.Assertions.assertThat;
import static testing.oauth.AuthorizationServer.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Serai;
import testing.oauth.AuthorizationServer;
import testing.salesforce.SalesforceServer;

/** The same way at an organization of Salesforce, whose answer says where its token is to be used. */
class SalesforceConsentTest {
    private static final Serai SERAI = Serai.running();
    private static final Visitor PERSON = Visitor.signedIn();

    private final SalesforceServer org;
    private UUID connection;

    SalesforceConsentTest() throws IOException {
        org = SalesforceServer.start().register(SERAI.url() + "/oauth/callback");
    }

    @BeforeEach
    void create() {
        ObjectNode body = Bodies.object().put("name", "Organization of " + UUID.randomUUID()).put("connection_type", "Salesforce");
        body.putObject("configuration").put("instance_url", org.url()).putObject("authentication").put("type", "oauth").put("flow", "refresh_token")
                .put("client_id", SalesforceServer.CLIENT).put("client_secret", SalesforceServer.CLIENT_SECRET);
        connection = Bodies.create(SERAI.admin(), body);
    }

    @AfterEach
    void remove() {
        SERAI.admin().delete("/api/connections/" + connection);
        org.close();
    }

    @Test
    void aPersonConnectsAndTheTestReadsBackWhoSignedIn() {
        assertThat(PERSON.get("/connections/" + connection).html()).contains("Connect to Salesforce");
        String authorize = begin();
        assertThat(authorize).startsWith(org.url() + "/services/oauth2/authorize?");
        assertThat(form(URI.create(authorize).getRawQuery())).containsEntry("scope", "api refresh_token").containsEntry("client_id", SalesforceServer.CLIENT);
        PERSON.get(path(AuthorizationServer.decide(authorize, "allow")));

        assertThat(PERSON.get("/connections/" + connection).html()).contains("Salesforce let Serai in").doesNotContain(SalesforceServer.USER);
        JsonNode run = SERAI.admin().post("/api/connections/" + connection + "/test", null).json();
        assertThat(run.get("status").asText()).as(run.toString()).isNotEqualTo("failed");
        assertThat(run.toString()).contains(SalesforceServer.USER);
        assertThat(org.tokensGiven()).isEqualTo(1);
    }

    @Test
    void whatBelongsToAnotherInstanceIsNotKept() {
        org.tokensAreFor("https://evil.example");
        PERSON.get(path(AuthorizationServer.decide(begin(), "allow")));

        assertThat(PERSON.get("/connections/" + connection).html()).contains("evil.example is not a host of Salesforce");
        assertThat(SERAI.admin().get("/api/connections/" + connection).json().get("version").asInt()).isEqualTo(1);
    }

    @Test
    void whoDeniesItThereIsToldSo() {
        PERSON.get(path(AuthorizationServer.decide(begin(), "deny")));

        assertThat(PERSON.get("/connections/" + connection).html()).contains("The sign-in was cancelled");
    }

    private String begin() {
        return PERSON.post("/connections/" + connection + "/authorize").header("HX-Redirect");
    }

    private static String path(URI callback) {
        return callback.toString().substring(SERAI.url().length());
    }
}
