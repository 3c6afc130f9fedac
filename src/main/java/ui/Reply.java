package ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;

/** Answers to htmx that go elsewhere than to the element that asked. */
final class Reply {
    private Reply() { }

    static boolean isFragment(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null && request.getHeader("HX-History-Restore-Request") == null;
    }

    /** A message in the live region; the page stays as it is. @param tone ok, warn or fail */
    static String toast(HttpServletResponse response, Model model, String tone, String text) {
        response.setHeader("HX-Retarget", "#toasts");
        response.setHeader("HX-Reswap", "beforeend");
        model.addAttribute("tone", tone).addAttribute("text", text);
        return "pieces :: toast";
    }

    /** The same, and the page reads itself anew behind it; an open dialog closes. */
    static String done(HttpServletResponse response, Model model, String text) {
        response.setHeader("HX-Trigger-After-Swap", "close-dialog, page-changed");
        return toast(response, model, "ok", text);
    }

    /** The content of the dialog, as an answer that is an error too. */
    static void intoDialog(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setHeader("HX-Retarget", "#dialog");
        response.setHeader("HX-Reswap", "innerHTML");
    }
}
