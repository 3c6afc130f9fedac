package access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import problems.Refusal;

/** Binds the caller of a page for the length of the request, from the user that the session knows. */
public class PageCallers extends OncePerRequestFilter {
    /** Session attribute with the id of the account that the person has chosen. */
    public static final String ACCOUNT = "serai.account";
    /** Session attribute that is there once the person has been seen in an account. */
    private static final String BELONGED = "serai.belonged";
    private static final Duration LONGEST_SESSION = Duration.ofHours(12);

    private final Callers callers;
    private final Accounts accounts;

    PageCallers(Callers callers, Accounts accounts) {
        this.callers = callers;
        this.accounts = accounts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        if (user == null || user instanceof AnonymousAuthenticationToken) {
            chain.doFilter(request, response);
            return;
        }
        HttpSession session = request.getSession();
        Optional<Caller> caller = isTooOld(session) ? Optional.empty()
                : find(UUID.fromString(user.getName()), session, request).filter(found -> stays(found, session));
        if (caller.isEmpty()) {
            session.invalidate();
            SecurityContextHolder.clearContext();
            response.sendRedirect("/sign-in");
            return;
        }
        proceed(caller.get(), request, response, chain);
    }

    private Optional<Caller> find(UUID userId, HttpSession session, HttpServletRequest request) {
        UUID chosen = session.getAttribute(ACCOUNT) instanceof String id ? UUID.fromString(id) : null;
        try {
            return callers.find(userId, chosen, request)
                    .flatMap(caller -> caller.accountId() == null ? first(caller, request) : Optional.of(caller));
        } catch (Refusal noLongerMember) {
            session.removeAttribute(ACCOUNT);
            return callers.find(userId, null, request);
        }
    }

    /** A person with several accounts starts in the first; the page has the switch. */
    private Optional<Caller> first(Caller caller, HttpServletRequest request) {
        return caller.call(accounts::mine).stream().findFirst()
                .flatMap(account -> callers.find(caller.userId(), account.id(), request))
                .or(() -> Optional.of(caller));
    }

    /** Whoever was a member is out when that ends; whoever signs in without being one is told so by the pages. */
    private static boolean stays(Caller caller, HttpSession session) {
        if (caller.accountId() == null) return session.getAttribute(BELONGED) == null;
        if (session.getAttribute(BELONGED) == null) session.setAttribute(BELONGED, "true");
        return true;
    }

    private static void proceed(Caller caller, HttpServletRequest request, HttpServletResponse response,
                                FilterChain chain) throws IOException, ServletException {
        Exception[] thrown = new Exception[1];
        caller.run(() -> {
            try {
                chain.doFilter(request, response);
            } catch (IOException | ServletException failure) {
                thrown[0] = failure;
            }
        });
        if (thrown[0] instanceof IOException io) throw io;
        if (thrown[0] instanceof ServletException servlet) throw servlet;
    }

    private static boolean isTooOld(HttpSession session) {
        return Instant.ofEpochMilli(session.getCreationTime()).plus(LONGEST_SESSION).isBefore(Instant.now());
    }
}
