package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForSelectorOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import testing.Browser;
import testing.Serai;
import testing.oauth.AuthorizationServer;

/** From the empty form to a connection that was signed in to at somebody else's page, in a real browser with its own cookie rules. */
class ConsentJourneyTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final AuthorizationServer SERVICE = new AuthorizationServer().register(SERAI.url() + "/oauth/callback");
    private static final WaitForSelectorOptions LONG = new WaitForSelectorOptions().setTimeout(60_000);

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Page page = BROWSER.page();

    @AfterAll
    static void close() {
        BROWSER.close();
        SERVICE.close();
    }

    @Test
    void aPersonSavesConnectsIsRefusedOnceAndComesBackTested() {
        page.onConsoleMessage(message -> {
            boolean ours = message.location().startsWith(SERAI.url());
            if (ours && List.of("error", "warning").contains(message.type())) complaints.add(message.text());
        });
        signIn();
        fillTheForm();
        page.click("button[value=save]");
        page.waitForSelector("article[aria-label='Connected shop']");
        page.click("article[aria-label='Connected shop'] h2 a");
        page.waitForSelector(".connect");
        assertThat(page.textContent(".connect")).contains("Nobody has signed in for this connection yet").contains("You sign in at localhost")
                .contains(SERAI.url() + "/oauth/callback");
        Legibility.demand(page, "connect", 360, 1280);

        page.click("text=Connect to REST API");
        page.waitForSelector("text=Serai wants to read your data");
        page.click("button[value=deny]");
        page.waitForSelector(".connect .alert.fail");
        assertThat(page.url()).doesNotContain("state").doesNotContain("oauth");
        assertThat(page.textContent(".connect .alert.fail")).contains("The sign-in was cancelled").contains("Code access_denied");

        page.click("text=Connect to REST API");
        page.click("button[value=allow]");
        page.waitForSelector(".ladder.degraded", LONG);
        assertThat(page.textContent("#toasts")).isNotBlank();
        assertThat(page.textContent(".connect")).contains("Connect again").contains("just now").doesNotContain("Nobody");
        assertThat(page.url()).doesNotContain("code").contains("/connections/");
        assertThat(SERVICE.tokenRequests()).hasSize(1);
        Legibility.demand(page, "connected", 360, 1280);

        page.goBack();
        assertThat(page.url()).as("no history holds the code").doesNotContain("code=");
        assertThat(complaints).isEmpty();
    }

    @AfterEach
    void remove() {
        for (JsonNode one : SERAI.admin().get("/api/connections?limit=200").json().path("items")) {
            if (one.path("name").asText().equals("Connected shop")) SERAI.admin().delete("/api/connections/" + one.path("id").asText());
        }
    }

    /** What the chosen way of signing in demands is no longer called optional, and the other way round. */
    private void fillTheForm() {
        page.click("text=New connection");
        page.click(".type-choice button:has-text('REST API')");
        page.fill("#f-name", "Connected shop");
        setting("/base_url", SERVICE.url() + "/api");
        page.selectOption("[name='/configuration/authentication/type']", "oauth2_client_credentials");
        assertThat(label("client_secret")).doesNotContain("optional");
        page.selectOption("[name='/configuration/authentication/type']", "oauth2_refresh_token");
        assertThat(label("client_secret")).contains("optional");
        assertThat(label("client_id")).doesNotContain("optional");
        assertThat(label("refresh_token")).doesNotContain("optional");
        setting("/authentication/authorize_url", SERVICE.url() + "/oauth2/authorize");
        setting("/authentication/token_url", SERVICE.url() + "/oauth2/token");
        assertThat(label("refresh_token")).contains("optional");
        assertThat(page.textContent(".received")).contains("Connect to REST API").contains(SERAI.url() + "/oauth/callback");
        setting("/authentication/client_id", AuthorizationServer.CLIENT);
        setting("/authentication/client_secret", AuthorizationServer.SECRET);
        Legibility.demand(page, "form", 360, 1280);
    }

    /** As it is seen: without what is hidden. */
    private String label(String field) {
        return page.innerText("label[for='f-configuration-authentication-" + field.replace('_', '-') + "']");
    }

    private void setting(String pointer, String value) {
        page.fill("[name='/configuration" + pointer + "']", value);
    }

    private void signIn() {
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", Serai.ADMIN);
        page.fill("#password", Serai.PASSWORD);
        page.click(".button.primary");
        page.waitForURL("**/connections");
    }
}
