package ui;

import access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The way in; the form's answer is Spring Security's. */
@Controller
class SignInPage {
    private static final String FAILURE = "serai.sign-in-failure";

    @GetMapping("/sign-in")
    String signIn(HttpServletRequest request, HttpServletResponse response, Model model) {
        if (Caller.present().isPresent()) return "redirect:/connections";
        if (Reply.isFragment(request)) return leaveThePage(response);
        HttpSession session = request.getSession(false);
        if (session != null) {
            model.addAttribute("failure", session.getAttribute(FAILURE));
            session.removeAttribute(FAILURE);
        }
        return "sign-in";
    }

    /** The session ended under an open page: the whole page goes to the sign-in, not one part of it. */
    private static String leaveThePage(HttpServletResponse response) {
        response.setHeader("HX-Redirect", "/sign-in");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return null;
    }
}
