package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForSelectorOptions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Browser;
import testing.ImportRuns;
import testing.Serai;
import testing.TestPostgres;

/** Before and after an import, in a real browser: what it shall take in, what it would do, and what it changed. */
class ImportChoiceTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final WaitForSelectorOptions LONG = new WaitForSelectorOptions().setTimeout(60_000);

    private final String database = POSTGRES.newDatabase("CREATE SCHEMA shop", "CREATE SCHEMA \"de<b>pot\"",
            "CREATE TABLE shop.customers (id bigint PRIMARY KEY, name varchar(40), city text, note text)",
            "CREATE TABLE shop.orders (id bigint PRIMARY KEY, at timestamptz)", "CREATE TABLE \"de<b>pot\".\"we\"\"ird\" (id int)",
            "CREATE TABLE \"de<b>pot\".parts (id int)", "UPDATE pg_class SET reltuples = 10000000, relpages = 10 WHERE relname = 'orders'");
    private final UUID connection = Bodies.create(SERAI.admin(), Bodies.postgres(POSTGRES.port(), database));
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
            if (List.of("error", "warning").contains(message.type()) && !message.text().contains("422")) complaints.add(message.text());
        });
        page.onPageError(complaints::add);
        page.setViewportSize(1280, 900);
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", Serai.ADMIN);
        page.fill("#password", Serai.PASSWORD);
        page.click(".button.primary");
        page.waitForURL("**/connections");
    }

    @AfterEach
    void nothingWasComplainedOf() {
        page.context().close();
        SERAI.admin().delete("/api/connections/" + connection);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPersonChoosesPreviewsImportsAndSeesWhatChanged() {
        page.navigate(SERAI.url() + "/connections/" + connection);
        page.click("text=Import metadata");
        page.waitForSelector("[data-pick]", LONG);
        page.click("summary:has-text('de<b>pot')");
        page.check("[data-pick]:has-text('de<b>pot') label:has-text('we\"ird') input");
        assertThat(page.evaluate("document.querySelector('[name=schema]').indeterminate")).isEqualTo(true);
        page.click("button[value=preview]");
        page.waitForSelector("#preview .tiles", LONG);
        assertThat(page.textContent("#preview")).contains("de<b>pot.we\"ird").contains("measured default").doesNotContain("shop.orders");
        page.check("[aria-label='All of shop']");
        page.fill("#f-exclude", "*.cust*");
        page.click("button[value=preview]");
        page.waitForSelector("#preview >> text=shop.orders", LONG);
        assertThat(page.textContent("#preview")).contains("The table 'shop.orders' contains 10 million rows. Import may take several minutes.")
                .doesNotContain("customers").doesNotContain("parts");
        page.fill("#f-percent", "101");
        page.click("button[value=preview]");
        page.waitForSelector("#preview .alert.fail", LONG);
        page.click("#preview >> text=Go to field");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("f-percent");
        page.fill("#f-percent", "100");
        page.fill("#f-exclude", "");
        page.click(".button.primary:has-text('Import metadata')");
        page.waitForURL("**/imports/*");
        page.waitForSelector(".diff.tables", LONG);
        assertThat(ImportRuns.names(SERAI.admin(), connection)).containsExactly("de<b>pot.we\"ird", "shop.customers", "shop.orders");
    }

    @Test
    void pagesOfChangesShowTheClassesInBothThemesAndOnAPhone() {
        ImportRuns.run(SERAI.admin(), connection, null);
        POSTGRES.run(database, "ALTER TABLE shop.customers RENAME city TO town", "ALTER TABLE shop.customers DROP note",
                "ALTER TABLE shop.customers ALTER name TYPE varchar(80)", "ALTER TABLE shop.orders ADD remark text", "DROP TABLE \"de<b>pot\".parts");
        page.navigate(SERAI.url() + "/connections/" + connection + "/import");
        page.waitForSelector("[data-pick]", LONG);
        page.click("button[value=preview]");
        page.waitForSelector("#preview .judged", LONG);
        assertThat(page.textContent("#preview")).contains("column_renamed").contains("Breaking").contains("would remove 1 of 4");
        Legibility.demand(page, "preview", 390, 1280);

        JsonNode run = ImportRuns.run(SERAI.admin(), connection, "{\"options\": {\"max_removed_percent\": 50}}");
        page.navigate(SERAI.url() + "/imports/" + run.get("id").asText());
        page.waitForSelector(".judged", LONG);
        assertThat(page.textContent(".content")).contains("The column city is called town").contains("column_removed").contains("removed");
        Legibility.demand(page, "import", 390, 1280);
        page.click("text=Compare imports");
        page.waitForSelector("h1:has-text('Changes')");
        assertThat(page.textContent(".content")).contains("Risky").contains("Safe").contains("3 tables");
        Legibility.demand(page, "changes", 390, 1280);
        page.click("a:has-text('shop.customers')");
        page.waitForSelector("#versions .judged");
        assertThat(page.textContent("#versions")).contains("Version 2").contains("Breaking").contains("type_widened");
        Legibility.demand(page, "dataset", 390, 1280);
    }
}
