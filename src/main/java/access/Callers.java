package access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** Finds out on each request what a user may do now: roles are read anew, never kept in a session or token. */
@Component
public class Callers {
    static final String REQUEST_ID = "serai.request-id";

    private final Accounts accounts;

    Callers(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * @param account the account that is asked for; null takes the user's only one
     * @return empty when the user is gone or not active. The caller's account is null when the user has several and named none
     * @throws Refusal 404 when the user is not a member of the account asked for
     */
    public Optional<Caller> find(UUID userId, UUID account, String requestId, String source) {
        Caller unplaced = new Caller(userId, null, null, false, requestId, source);
        return unplaced.call(() -> accounts.activeUser().map(user -> placed(unplaced, user, account, accounts.mine())));
    }

    public Optional<Caller> find(UUID userId, UUID account, HttpServletRequest request) {
        return find(userId, account, (String) request.getAttribute(REQUEST_ID), request.getRemoteAddr());
    }

    private static Caller placed(Caller unplaced, Accounts.User user, UUID wanted, List<Accounts.Account> mine) {
        Accounts.Account active = wanted != null
                ? mine.stream().filter(account -> account.id().equals(wanted)).findFirst().orElseThrow(Refusal::notFound)
                : mine.size() == 1 ? mine.get(0) : null;
        return new Caller(user.id(), active == null ? null : active.id(), active == null ? null : active.role(), user.installer(),
                unplaced.requestId(), unplaced.source());
    }
}
