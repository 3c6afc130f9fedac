package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForSelectorOptions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import testing.Bodies;
import testing.Browser;
import testing.ImportRuns;
import testing.Publications;
import testing.Serai;
import testing.TestPostgres;
import testing.unity.UnityCatalogServer;

/** From the list of datasets to a table in another catalog, and back to the dataset, in a real browser. */
class PublishingJourneyTest {
    private static final Browser BROWSER = Browser.open();
    private static final Serai SERAI = Serai.running();
    private static final TestPostgres POSTGRES = TestPostgres.plain();
    private static final UnityCatalogServer SERVER = Publications.workspace();
    private static final WaitForSelectorOptions LONG = new WaitForSelectorOptions().setTimeout(60_000);

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Page page = BROWSER.page();

    @AfterAll
    static void close() {
        BROWSER.close();
        SERVER.close();
    }

    @Test
    void datasetsArePublishedAndTheDatasetTellsWhere() throws Exception {
        String database = POSTGRES.newDatabase("CREATE SCHEMA shop", "CREATE TABLE shop.customers (id int PRIMARY KEY, name text, old text)",
                "CREATE TABLE shop.orders (id int PRIMARY KEY, customer int REFERENCES shop.customers (id), total numeric(12,2))");
        UUID source = Bodies.create(SERAI.admin(), Bodies.postgres(POSTGRES.port(), database).put("name", "Shop to publish"));
        UUID target = Bodies.create(SERAI.admin(), Publications.target(SERVER, "Lakehouse"));
        ImportRuns.run(SERAI.admin(), source, null);
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) complaints.add(message.text());
        });
        signIn();

        page.navigate(SERAI.url() + "/datasets?connection_id=" + source);
        page.click("text=Publish…");
        page.waitForURL("**/publish?**");
        assertThat(page.textContent("main")).contains("All datasets of").contains("2 datasets");
        page.selectOption("#f-target", target.toString());
        Legibility.demand(page, "choice", 360, 720, 1280);
        page.click("text=Make a plan");
        page.waitForURL("**/publications/*", new Page.WaitForURLOptions().setTimeout(60_000));
        assertThat(page.textContent("h1")).isEqualTo("Plan for Lakehouse");
        page.click("#t-2 summary");
        page.waitForSelector("#t-2 .sql");
        assertThat(page.textContent("#t-2")).contains("CREATE TABLE IF NOT EXISTS `main`.`shop`.`orders`").contains("FOREIGN KEY");
        Legibility.demand(page, "plan", 360, 720, 1280);
        page.click("button:has-text('Apply')");
        page.waitForSelector("h1:has-text('Publication to')");
        page.waitForSelector(".page-head .pill.ok:has-text('Applied')", LONG);
        String publication = page.url();

        String customers = Publications.dataset(SERAI.admin(), source, "customers");
        assertThat(Publications.looked(SERAI.admin(), customers).get("state").asText()).isEqualTo("in_sync");
        page.navigate(publication);
        assertThat(page.textContent("#t-1 summary")).contains("In sync");
        Legibility.demand(page, "result", 360, 720, 1280);
        try (var connection = POSTGRES.superuser(database); var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE shop.customers ADD COLUMN note text, DROP COLUMN old");
        }
        SERVER.sql().script("ALTER TABLE `main`.`shop`.`customers` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name');");
        ImportRuns.run(SERAI.admin(), source, null);
        page.navigate(SERAI.url() + "/datasets/" + customers);
        page.click("button:has-text('Check now')");
        page.waitForSelector(".sides .pill.warn:has-text('Behind')", LONG);
        assertThat(page.textContent(".sides")).contains("Add the column note.").contains("Version 2");
        Legibility.demand(page, "dataset", 360, 720, 1280);
        page.click("text=Publish the changes…");
        page.waitForURL("**/publish?**");
        assertThat(page.inputValue("#f-target")).isEqualTo(target.toString());
        page.click("text=Make a plan");
        page.waitForURL("**/publications/*", new Page.WaitForURLOptions().setTimeout(60_000));
        page.click("#t-1 summary");
        page.waitForSelector("#t-1 .tag.losing");
        assertThat(page.textContent(".alert.warn")).contains("takes something away");
        Legibility.demand(page, "losing", 360, 720, 1280);
        page.check("[name=allow_loss]");
        page.click("button:has-text('Apply')");
        page.waitForSelector(".page-head .pill.ok:has-text('Applied')", LONG);
        assertThat(SERVER.lakehouse().find("main", "shop", "customers").columnTexts()).noneMatch(column -> column.startsWith("old"));

        page.navigate(SERAI.url() + "/publications");
        assertThat(page.textContent("main")).contains("Lakehouse").contains("Applied");
        Legibility.demand(page, "list", 360, 720, 1280);
        assertThat(complaints).isEmpty();
        SERAI.admin().delete("/api/connections/" + target);
        SERAI.admin().delete("/api/connections/" + source);
    }

    private void signIn() {
        page.navigate(SERAI.url() + "/sign-in");
        page.fill("#email", Serai.ADMIN);
        page.fill("#password", Serai.PASSWORD);
        page.click(".button.primary");
        page.waitForURL("**/connections");
    }
}
