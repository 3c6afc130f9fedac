package api;

import access.ProblemAnswers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import problems.Refusal;

/** What the container itself refuses: unknown paths, wrong methods, broken requests. No stack trace, no server's own page. */
@Controller
class ErrorAnswers implements ErrorController {
    private final ProblemAnswers problems;

    ErrorAnswers(ProblemAnswers problems) {
        this.problems = problems;
    }

    /** @return null when the answer is written already */
    @RequestMapping("/error")
    ModelAndView answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (!path.startsWith("/api/")) return new ModelAndView("error", "status", status);
        problems.write(refusal(status), request, response);
        return null;
    }

    static Refusal refusal(int status) {
        return switch (status) {
            case 404 -> Refusal.notFound();
            case 405 -> Refusal.of(405, "method_not_allowed", "This path does not take this method.");
            case 406 -> Refusal.of(406, "not_acceptable", "Only application/json is to be had here.");
            case 415 -> Refusal.of(415, "unsupported_media_type", "Please send JSON, with Content-Type: application/json.");
            default -> status < 500 ? Refusal.of(status, "malformed", "The request cannot be understood.")
                    : Refusal.of(status, "internal",
                            "Something went wrong on our side. The log tells more under the request id.");
        };
    }
}
