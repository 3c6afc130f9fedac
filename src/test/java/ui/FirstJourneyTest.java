package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForSelectorOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import testing.Browser;
import testing.Serai;

/** What a person does in the first five minutes, in a real browser against the whole program. */
class FirstJourneyTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final WaitForSelectorOptions LONG = new WaitForSelectorOptions().setTimeout(60_000);

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Page page;

    @AfterAll
    static void close() {
        BROWSER.close();
    }

    @BeforeEach
    void openPage() {
        page = BROWSER.page();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        page.setViewportSize(1280, 900);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        page.context().close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void newcomerTestsImportsCreatesAndLeaves() {
        signIn();
        String card = "#card-" + sample("Sales database");
        assertThat(page.textContent("h1")).startsWith("Connections");
        page.waitForSelector("article[aria-label='Shop files']", LONG);

        page.click(card + " >> text=Test");
        page.waitForSelector(card + " .ladder.success", LONG);
        assertThat(page.textContent(card + " .ladder")).contains("Sign in").contains("Connected to PostgreSQL");

        page.click(card + " >> text=Import metadata");
        page.waitForSelector(card + " .activity .links", LONG);
        assertThat(page.textContent(card + " .activity")).contains("Succeeded").contains("12 tables").contains("All 12 datasets");

        page.click(card + " .activity .links a >> nth=0");
        page.waitForSelector(".versions");
        assertThat(page.textContent("h1")).contains("inventory.");
        assertThat(page.textContent("thead")).contains("Column").contains("Type");
        page.navigate(SERAI.url() + "/datasets?q=order_lines");
        page.click("td a.strong");
        page.waitForSelector(".versions");
        page.click(".panel a:has-text('sales.orders')");
        page.waitForSelector("h1:has-text('sales.orders')");

        page.navigate(SERAI.url() + "/connections");
        createWithWrongPassword();
        page.click("summary.round");
        page.click("text=Sign out");
        page.waitForURL("**/sign-in");
        page.navigate(SERAI.url() + "/connections");
        assertThat(page.url()).endsWith("/sign-in");
    }

    private void createWithWrongPassword() {
        JsonNode sample = SERAI.admin().get("/api/connections/" + sample("Sales database")).json().path("configuration");
        page.click("text=New connection");
        page.click(".type-choice button:has-text('PostgreSQL')");
        page.fill("#f-name", "Wrong password");
        setting("/server", sample.path("server").asText());
        setting("/port", sample.path("port").asText());
        setting("/database", sample.path("database").asText());
        setting("/authentication/username", sample.at("/authentication/username").asText());
        setting("/authentication/password", "not-the-password");
        page.uncheck("[name='/configuration/ssl/enabled']");
        assertThat(page.isVisible("[name='/configuration/ssl/mode']")).isFalse();
        page.click("button[value=test]");
        page.waitForSelector(".tried .ladder.failed", LONG);

        assertThat(page.textContent(".tried")).contains("The test failed, and nothing was saved.").contains("28P01");
        assertThat(page.textContent(".field.wrong")).contains("Password").contains("Enter the user name and the password again.");
        assertThat(page.inputValue("[name='/configuration/authentication/password']")).as("what was typed stays in the browser").isEqualTo("not-the-password");
        page.click(".tried >> text=Go to field");
        assertThat(page.evaluate("document.activeElement.name")).isEqualTo("/configuration/authentication/password");
        assertThat(Legibility.illegible(page)).isEmpty();

        page.click("button[value=save]");
        page.waitForSelector(".toast.ok");
        page.waitForSelector("article[aria-label='Wrong password']");
        assertThat(page.textContent("article[aria-label='Wrong password']")).contains("Untested");
        SERAI.admin().delete("/api/connections/" + sample("Wrong password"));
    }

    @Test
    void newConnectionIsTestedAndThenSaved() {
        String folder = SERAI.admin().get("/api/connections/" + sample("Shop files")).json().at("/configuration/base_path").asText();
        signIn();
        page.click("text=New connection");
        page.click(".type-choice button:has-text('File system')");
        page.click("button[value=test]");
        page.waitForSelector(".alert.fail");
        assertThat(page.textContent(".alert.fail")).contains("2 fields need a change.");
        complaints.removeIf(complaint -> complaint.contains("422"));
        page.fill("#f-name", "Second look");
        setting("/base_path", folder);
        page.click("button[value=test]");
        page.waitForSelector("article[aria-label='Second look'] .pill.ok", LONG);

        String card = "#card-" + sample("Second look");
        page.click(card + " >> text=Edit");
        page.fill("#f-name", "Third look");
        page.click("button[value=test]");
        page.waitForSelector("article[aria-label='Third look'] .pill.ok", LONG);
        assertThat(page.isVisible("#dialog")).isFalse();
        SERAI.admin().delete("/api/connections/" + sample("Third look"));
    }

    @Test
    void greyOnWhiteWouldBeFound() {
        page.setContent("<p style='color: #aaa; background: #fff'>pale</p><p>dark</p>");
        assertThat(Legibility.illegible(page)).singleElement().asString().contains("pale");
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void everyTextIsLegible(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.navigate(SERAI.url() + "/sign-in");
        assertThat(Legibility.illegible(page)).isEmpty();
        signIn();
        page.click("article >> text=Test");
        page.waitForSelector(".ladder", LONG);
        assertThat(Legibility.illegible(page)).isEmpty();
        for (String path : pages()) {
            page.navigate(SERAI.url() + path);
            assertThat(Legibility.illegible(page)).as(path).isEmpty();
        }
    }

    @Test
    void everyPageFitsAPhone() {
        page.setViewportSize(360, 780);
        signIn();
        for (String path : pages()) {
            page.navigate(SERAI.url() + path);
            assertThat(page.evaluate("document.documentElement.scrollWidth")).as(path).isEqualTo(360);
        }
    }

    @Test
    void slashLeadsToTheSearchAndTheThemeIsKept() {
        signIn();
        page.keyboard().press("/");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("search");
        page.keyboard().type("customers");
        page.keyboard().press("Enter");
        page.waitForSelector("a:has-text('sales.customers')");
        page.click("summary.round");
        page.click("[data-theme-choice=dark] >> visible=true");
        page.reload();
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(20, 22, 28)");
    }

    @Test
    void wrongPasswordIsSaidWithoutSayingWhichPartIsWrong() {
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", "nobody@example.com");
        page.fill("#password", "wrong");
        page.click(".button.primary");
        page.waitForSelector("#failure");
        assertThat(page.textContent("#failure")).contains("Email or password is wrong.");
    }

    private List<String> pages() {
        String id = sample("Sales database");
        String dataset = SERAI.admin().get("/api/datasets?q=sales.orders").json().at("/items/0/id").asText();
        return List.of("/connections", "/connections/" + id, "/connections?q=nothing-like-this", "/datasets", "/datasets/" + dataset, "/imports",
                "/imports/" + SERAI.admin().get("/api/imports").json().at("/items/0/id").asText(), "/operations", "/audit", "/settings", "/search?q=orders");
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

    private static String sample(String name) {
        for (JsonNode connection : SERAI.admin().get("/api/connections?limit=200").json().path("items")) {
            if (connection.path("name").asText().equals(name)) return connection.path("id").asText();
        }
        throw new IllegalStateException("There is no connection named " + name);
    }
}
