package testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    private static final Browser BROWSER = Browser.open();

    @AfterAll
    static void close() {
        BROWSER.close();
    }

    @Test
    void pageRunsItsScriptAndCanBeSeen() throws IOException {
        Page page = BROWSER.page();
        page.setViewportSize(400, 300);
        page.navigate("data:text/html,<h1></h1><script>document.querySelector('h1').textContent = 'Se' + 'rai'</script>");

        assertThat(page.textContent("h1")).isEqualTo("Serai");
        assertThat(ImageIO.read(new ByteArrayInputStream(page.screenshot())).getWidth()).isEqualTo(400);
    }

    @Test
    void fileIsOpened(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page.html"), "<title>Serai</title>");
        Page page = BROWSER.page();
        page.navigate(file.toUri().toString());

        assertThat(page.title()).isEqualTo("Serai");
    }
}
