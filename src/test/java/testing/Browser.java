package testing;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Chromium without a window. Starting it takes about a second: keep one per test class, and a fresh {@link #page()}
 * per test. It and its pages belong to the thread that opened it.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--no-sandbox", // as root there is no sandbox to be had
            "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright) {
        this.playwright = playwright;
        this.chromium = playwright.chromium().launch(new LaunchOptions().setHeadless(true).setExecutablePath(installed()).setArgs(QUIET));
    }

    /** Starts the Chromium that the variable {@code CHROMIUM} names, {@code /usr/bin/chromium} if left out. */
    public static Browser open() {
        // else Playwright fetches browsers of its own, some 500 MB
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(playwright);
        } catch (RuntimeException failed) {
            playwright.close();
            throw failed;
        }
    }

    /** An empty page that shares neither cookies nor storage with any other; closing its context ends it, and {@link #close} does too. */
    public Page page() {
        return chromium.newContext().newPage();
    }

    @Override
    public void close() {
        playwright.close(); // ends Chromium too
    }

    private static Path installed() {
        Path chromium = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        if (Files.isExecutable(chromium)) return chromium;
        throw new IllegalStateException("There is no Chromium at " + chromium + ". Install it (apt-get install chromium) or name it in the variable CHROMIUM.");
    }
}
