package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.Browser;
import testing.Serai;

/** Whatever a thing is called, the pages show these very characters and do nothing with them. */
class HostileNamesTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final List<String> TROUBLE = new CopyOnWriteArrayList<>();
    private static Page page;

    @BeforeAll
    static void signIn() {
        page = BROWSER.page();
        page.onDialog(dialog -> TROUBLE.add(dialog.message()));
        page.onPageError(TROUBLE::add);
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", Serai.ADMIN);
        page.fill("#password", Serai.PASSWORD);
        page.click(".button.primary");
        page.waitForURL("**/connections");
    }

    @AfterAll
    static void close() {
        BROWSER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>document.title='taken'</script>", "[[${7*7}]]", "__${7*7}__", "${7*7}", "~{error}", "*{7*7}", "' + ${7*7} + '", "\" onfocus=\"x", "|7*7|",
            "@{/x}(a=1)", "<img src=x onerror=alert(1)>", "\u202egnp.exe", "{{env:PATH}}"})
    void nameIsShownAsItIs(String name) {
        String id = create(name);
        page.navigate(SERAI.url() + "/connections/" + id);
        assertThat(page.textContent("h1")).isEqualTo(name);
        assertThat(page.title()).isEqualTo(name + " · Serai");
        page.navigate(SERAI.url() + "/connections");
        assertThat(page.textContent("#card-" + id + " h2 a")).isEqualTo(name);
        page.click("#edit-" + id);
        assertThat(page.inputValue("#f-name")).isEqualTo(name);
        page.click("[data-close]");
        page.click("#delete-" + id);
        assertThat(page.textContent("label[for=delete-name] b")).isEqualTo(name);
        page.fill("#delete-name", name);
        page.click("#dialog .danger");
        page.waitForSelector("#card-" + id, new Page.WaitForSelectorOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
        page.navigate(SERAI.url() + "/audit");
        assertThat(page.locator("td.wrap:has-text('name')").first().textContent()).contains(name);
        assertThat(TROUBLE).isEmpty();
    }

    private static String create(String name) {
        ObjectNode body = new ObjectMapper().createObjectNode().put("name", name).put("description", name).put("connection_type", "FileSystem");
        body.putObject("configuration").put("type", "local").put("base_path", "/data");
        return SERAI.admin().post("/api/connections", body).json().path("id").asText();
    }
}
