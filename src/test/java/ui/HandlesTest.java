package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.Browser;
import testing.Serai;

/** The handles of an operator and an admin: routes, schedule, tokens, members, the audit chain. */
class HandlesTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final List<String> COMPLAINTS = new CopyOnWriteArrayList<>();
    private static Page page;

    @BeforeAll
    static void signIn() {
        page = BROWSER.page();
        page.onPageError(COMPLAINTS::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) COMPLAINTS.add(message.text());
        });
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", Serai.ADMIN);
        page.fill("#password", Serai.PASSWORD);
        page.click(".button.primary");
        page.waitForURL("**/connections");
    }

    @AfterAll
    static void close() {
        BROWSER.close();
        assertThat(COMPLAINTS).isEmpty();
    }

    @Test
    void routeStopsAfterAskingAndStartsAgain() {
        page.navigate(SERAI.url() + "/connections");
        page.click("article[aria-label='Shop files'] >> text=Test");
        page.waitForSelector("article[aria-label='Shop files'] .ladder");
        page.navigate(SERAI.url() + "/operations");
        String row = "tr:has-text('Shop files'):has(td:text-is('Test'))";

        page.click(row + " >> text=Stop");
        assertThat(page.textContent("#confirm")).contains("Stop the route test of Shop files?");
        page.click("#confirm >> text=Cancel");
        assertThat(page.textContent(row)).contains("Started");
        page.click(row + " >> text=Stop");
        page.click("#confirm [value=yes]");
        page.waitForSelector(row + ":has-text('Stopped')");
        page.click(row + " >> text=Start");
        page.waitForSelector(row + ":has-text('Started')");

        page.click(row + " >> text=Open");
        page.click("#confirm [value=yes]");
        page.waitForSelector(row + ":has-text('Opened by hand')");
        page.click(row + " >> text=Reset");
        page.waitForSelector(row + ":has-text('Closed')");
    }

    @Test
    void scheduleIsKept() {
        page.navigate(SERAI.url() + "/connections");
        page.click("article[aria-label='Shop files'] h2 a");
        page.fill("[name=interval_seconds]", "600");
        page.click(".inline-form >> text=Save");
        page.waitForSelector(".toast.ok");
        page.reload();
        assertThat(page.inputValue("[name=interval_seconds]")).isEqualTo("600");
        page.click(".browse > summary");
        page.waitForSelector(".tree summary");
    }

    @Test
    void tokenIsShownOnceAndCanBeRevoked() {
        page.navigate(SERAI.url() + "/settings");
        page.fill("[placeholder='What the token is for']", "Nightly script");
        page.click("text=Create token");
        page.waitForSelector("#token-text");
        String token = page.textContent("#token-text");
        assertThat(SERAI.client(token).get("/api/me").status()).isEqualTo(200);

        page.reload();
        assertThat(page.content()).contains("Nightly script").doesNotContain(token);
        page.click("tr:has-text('Nightly script') >> text=Revoke");
        page.click("#confirm [value=yes]");
        page.waitForSelector("tr:has-text('Nightly script')", new Page.WaitForSelectorOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        assertThat(SERAI.client(token).get("/api/me").status()).isEqualTo(401);
    }

    @Test
    void chainOfTheAuditIsChecked() {
        page.navigate(SERAI.url() + "/audit");
        page.click("text=Check the chain");
        page.waitForSelector("#chain .pill");
        assertThat(page.textContent("#chain")).contains("Chain intact");
    }

    @Test
    void endedSessionLeadsToTheSignIn() {
        Page other = BROWSER.page();
        other.navigate(SERAI.url() + "/sign-in");
        other.fill("#email", Serai.ADMIN);
        other.fill("#password", Serai.PASSWORD);
        other.click(".button.primary");
        other.waitForURL("**/connections");
        other.context().clearCookies();
        other.click("article >> text=Edit");
        other.waitForURL("**/sign-in");
        assertThat(other.isVisible("#password")).isTrue();
    }
}
