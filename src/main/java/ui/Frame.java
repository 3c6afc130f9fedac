package ui;

import access.Accounts;
import access.Accounts.Account;
import access.Accounts.User;
import access.Caller;
import access.Role;
import access.Workspaces;
import access.Workspaces.Workspace;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.security.web.csrf.CsrfToken;

/** What stands around every page. Asked for by the layout only, so that a fragment costs nothing of it. */
public final class Frame {
    private final Accounts accounts;
    private final Workspaces workspaces;
    private final RedirectUri redirectUri;
    private final HttpServletRequest request;

    Frame(Accounts accounts, Workspaces workspaces, RedirectUri redirectUri, HttpServletRequest request) {
        this.accounts = accounts;
        this.workspaces = workspaces;
        this.redirectUri = redirectUri;
        this.request = request;
    }

    /** Whether the page is in this part of the site, such as {@code /connections}. */
    public boolean isIn(String section) {
        return request.getRequestURI().equals(section) || request.getRequestURI().startsWith(section + "/");
    }

    public User user() {
        return accounts.me();
    }

    public List<Account> accounts() {
        return accounts.mine();
    }

    public UUID accountId() {
        return Caller.current().accountId();
    }

    public List<Workspace> workspaces() {
        return accountId() == null ? List.of() : workspaces.list();
    }

    public String workspaceId() {
        return request.getParameter("workspace_id");
    }

    public String workspaceName() {
        String chosen = workspaceId();
        return workspaces().stream().filter(workspace -> workspace.id().toString().equals(chosen)).map(Workspace::name)
                .findFirst().orElse("All workspaces");
    }

    public String q() {
        return request.getParameter("q");
    }

    public boolean mayCreate() {
        return Caller.current().role() != null && Caller.current().role().mayCreate();
    }

    /** Whether there is an account to see anything of. */
    public boolean belongs() {
        return accountId() != null;
    }

    public boolean isAdmin() {
        return Caller.current().role() == Role.ADMIN;
    }

    /** Where sign-in pages send people back to; null where the operator has to say it first. */
    public String redirectUri() {
        return redirectUri.of(request).orElse(null);
    }

    /** The headers that htmx sends with each request, as JSON. */
    public String headers() {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        return "{\"" + token.getHeaderName() + "\":\"" + token.getToken() + "\"}";
    }
}
