package ui;

import access.Caller;
import consent.Consents;
import consent.Consents.Outcome;
import consent.Consents.Start;
import consent.Returned;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import problems.Problem;

/** To a vendor's sign-in page, and back from it. */
@Controller
class ConsentPages {
    /** Session attribute with what came of a sign-in, until the connection's page has said it once. */
    private static final String OUTCOME = "serai.consent";

    /**
     * What the connection's page says of a sign-in that has just come back.
     *
     * @param fix null when it worked: then the test follows
     */
    public record Note(String sentence, String fix, String code) { }

    private final Consents consents;
    private final RedirectUri redirectUri;

    ConsentPages(Consents consents, RedirectUri redirectUri) {
        this.consents = consents;
        this.redirectUri = redirectUri;
    }

    /** By a header, because the content policy lets no form lead to another host. */
    @PostMapping("/connections/{id}/authorize")
    void begin(@PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        Start start = consents.begin(id, redirectUri.demand(request), request.getSession().getId());
        response.setHeader("HX-Redirect", start.authorizeUrl());
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /**
     * The one GET that changes something: a vendor's page can send a browser back in no other way. The state in it takes the
     * place of the token that a form has. The answer leads on at once, so that the code stays in no history and in no page.
     */
    @GetMapping(RedirectUri.PATH)
    String end(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
        HttpSession session = request.getSession(false);
        if (session == null || Caller.present().isEmpty() || !request.getMethod().equals("GET")) return "redirect:/oauth/refused";
        Returned returned = Returned.of(name -> values(request, name));
        Optional<Outcome> outcome = consents.end(returned, session.getId());
        if (outcome.isEmpty()) return "redirect:/oauth/refused";
        session.setAttribute(OUTCOME, text(outcome.get()));
        return "redirect:/connections/" + outcome.get().connectionId();
    }

    /** Says the same whatever was wrong, and nothing of what the request held. */
    @GetMapping("/oauth/refused")
    String refused(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        return "consent-refused";
    }

    private static List<String> values(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** As one text, which sessions keep without naming a class. */
    private static String text(Outcome outcome) {
        Problem problem = outcome.problem();
        if (problem == null) return lines(outcome.connectionId().toString(), outcome.product() + " let Serai in.", "", "");
        String fix = problem.fix() == null ? "Connect again." : problem.fix();
        return lines(outcome.connectionId().toString(), problem.message(), fix, Objects.requireNonNullElse(problem.code(), ""));
    }

    private static String lines(String... lines) {
        return Stream.of(lines).map(line -> line.replace('\n', ' ')).collect(Collectors.joining("\n"));
    }

    /** What came of the sign-in for this connection; said once. @return null when there is nothing to say */
    static Note take(HttpSession session, UUID connectionId) {
        if (!(session.getAttribute(OUTCOME) instanceof String text)) return null;
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(connectionId.toString())) return null;
        session.removeAttribute(OUTCOME);
        return new Note(lines[1], lines[2].isEmpty() ? null : lines[2], lines[3]);
    }
}
