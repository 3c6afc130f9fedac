package ui;

import access.Audit;
import access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import problems.Problem;
import problems.ProblemException;
import problems.Refusal;

/** Turns what a page's work throws into a message beside it (htmx) or a page of its own. All else is the error page's. */
@ControllerAdvice(basePackages = "ui")
class PageProblems {
    private final Frames frames;
    private final Audit audit;

    PageProblems(Frames frames, Audit audit) {
        this.frames = frames;
        this.audit = audit;
    }

    @ExceptionHandler
    String refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response, Model model) {
        if (refusal.status() == 403) deny(request);
        return answer(refusal.status(), title(refusal.status()), refusal.getMessage(), null, request, response, model);
    }

    /** A source failed: not the person's fault and not ours. */
    @ExceptionHandler
    String failed(ProblemException failure, HttpServletRequest request, HttpServletResponse response, Model model) {
        Problem problem = failure.problem();
        return answer(problem.retryable() ? 503 : 502, "The source did not answer as it should", problem.message(),
                problem.fix(), request, response, model);
    }

    @ExceptionHandler
    String malformed(MethodArgumentTypeMismatchException noSuchId, HttpServletRequest request,
                     HttpServletResponse response, Model model) {
        return refused(Refusal.notFound(), request, response, model);
    }

    @ExceptionHandler
    String incomplete(MissingServletRequestParameterException missing, HttpServletRequest request,
                      HttpServletResponse response, Model model) {
        return refused(Refusal.malformed("A part of the form is missing. Please load the page again."), request, response, model);
    }

    private void deny(HttpServletRequest request) {
        if (Caller.present().isPresent()) audit.denied(request.getMethod() + " " + request.getRequestURI(), "request", null);
    }

    private String answer(int status, String title, String sentence, String fix, HttpServletRequest request,
                          HttpServletResponse response, Model model) {
        response.setStatus(status);
        if (Reply.isFragment(request)) return Reply.toast(response, model, "fail", fix == null ? sentence : sentence + " " + fix);
        // an exception's model comes without what the pages have
        frames.around(model, request);
        model.addAttribute("title", title).addAttribute("sentence", sentence).addAttribute("fix", fix);
        return "problem";
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "You may not do this";
            case 404 -> "Nothing is here";
            case 409, 412 -> "Something else came first";
            default -> "This cannot be done";
        };
    }
}
