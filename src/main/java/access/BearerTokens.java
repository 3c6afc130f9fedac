package access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import problems.Refusal;

/** Signs a REST request in by its token, and finds the account it is about. */
class BearerTokens extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final String ACCOUNT = "Serai-Account";

    private final Tokens tokens;
    private final Callers callers;
    private final ProblemAnswers problems;

    BearerTokens(Tokens tokens, Callers callers, ProblemAnswers problems) {
        this.tokens = tokens;
        this.callers = callers;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            try {
                signIn(header.substring(SCHEME.length()).strip(), request);
            } catch (Refusal refusal) {
                problems.write(refusal, request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void signIn(String token, HttpServletRequest request) {
        tokens.find(token)
                .flatMap(holder -> callers.find(holder.userId(), account(holder, request), request))
                .ifPresent(caller -> SecurityContextHolder.getContext()
                        .setAuthentication(new CallerAuthentication(placed(caller, request))));
    }

    private static UUID account(Tokens.Holder holder, HttpServletRequest request) {
        String named = request.getHeader(ACCOUNT);
        if (named == null) return holder.accountId();
        UUID wanted = uuid(named);
        if (holder.accountId() != null && !holder.accountId().equals(wanted)) throw Refusal.notFound();
        return wanted;
    }

    private static Caller placed(Caller caller, HttpServletRequest request) {
        if (caller.accountId() == null && !request.getRequestURI().equals("/api/me")) {
            throw Refusal.of(400, "account_required", "You belong to several accounts, or to none. "
                    + "Name the one that you mean in the header " + ACCOUNT + "; GET /api/me lists yours.");
        }
        return caller;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.notFound();
        }
    }
}
