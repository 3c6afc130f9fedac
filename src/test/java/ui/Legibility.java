package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;

/** Finds the texts on a page that stand out from their ground by less than 4.5 : 1, as the browser computes the colours. */
final class Legibility {
    private Legibility() { }

    /** In both themes every text is legible, and no width makes the page wider than the window; pictures on demand. */
    static void demand(Page page, String name, int... widths) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : widths) {
                page.setViewportSize(width, 900);
                assertThat(page.evaluate("document.documentElement.scrollWidth")).as(name).isEqualTo(width);
                picture(page, name + "-" + scheme + "-" + width);
            }
            assertThat(illegible(page)).as(name + " " + scheme).isEmpty();
        }
    }

    private static void picture(Page page, String name) {
        String folder = System.getProperty("serai.test.pictures");
        if (folder == null) return;
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
    }

    @SuppressWarnings("unchecked")
    static List<String> illegible(Page page) {
        return (List<String>) page.evaluate(SCRIPT);
    }

    private static final String SCRIPT = """
            async () => {
              // colours that are on their way from one theme to the other are nobody's
              await Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished));
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = colour => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
              };
              const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
              const ground = element => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
                return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
              };
              const light = rgb => {
                const [r, g, b] = rgb.map(c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
              const found = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim();
                const element = walker.currentNode.parentElement;
                if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, .skip, option, title')) continue;
                const under = ground(element);
                const ratio = contrast(over(rgba(getComputedStyle(element).color), under), under);
                if (ratio < 4.5) found.push(`${ratio.toFixed(2)} "${text.slice(0, 40)}" ${element.className}`);
              }
              return found;
            }""";
}
