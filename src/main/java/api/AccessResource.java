package api;

import access.Accounts;
import access.Accounts.Account;
import access.Accounts.Member;
import access.Accounts.User;
import access.Caller;
import access.Role;
import access.Tokens;
import access.Tokens.NewToken;
import access.Tokens.Token;
import access.Workspaces;
import access.Workspaces.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** The caller, accounts, members and tokens. */
@Component
class AccessResource extends Resource {
    record Me(User user, UUID activeAccountId, Role role, List<Account> accounts, List<Workspace> workspaces,
              List<String> scopes) { }

    record AccountInput(String name, Admin admin) { }

    record Admin(String email, String password) {
        @Override
        public String toString() {
            return email;
        }
    }

    record AccountView(UUID id, String name, AdminView admin, String token) {
        @Override
        public String toString() {
            return "account " + id;
        }
    }

    record AdminView(UUID userId, String email) { }

    record MemberInput(String email, String displayName, String password, Role role) {
        @Override
        public String toString() {
            return email;
        }
    }

    record RoleInput(Role role) { }

    record TokenInput(String name, Instant expiresAt) { }

    /** @param token the text, shown this one time */
    record TokenView(UUID id, String name, String token, Instant expiresAt) {
        static TokenView of(NewToken fresh) {
            return new TokenView(fresh.id(), fresh.name(), fresh.text(), fresh.expiresAt());
        }

        @Override
        public String toString() {
            return "token " + id;
        }
    }

    private static final int LONGEST_EMAIL = 254;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Accounts accounts;
    private final Tokens tokens;
    private final Workspaces workspaces;

    AccessResource(Accounts accounts, Tokens tokens, Workspaces workspaces) {
        super("/api", "Access");
        this.accounts = accounts;
        this.tokens = tokens;
        this.workspaces = workspaces;
    }

    @Override
    void paths() {
        get("/me", "me", "The caller: user, accounts, workspaces, role", Me.class, request -> me());
        post("/accounts", "createAccount", "A new account with its first admin (administrator of the installation)",
                AccountInput.class, AccountView.class, this::createAccount);
        list("/members", "listMembers", "Members of the active account", Member.class,
                request -> Answer.ok(InMemoryPage.of(accounts.members(), request.page(), Member::email)));
        post("/members", "addMember", "Add a member", MemberInput.class, Member.class, this::addMember);
        patch("/members/{user_id}", "changeMember", "Change a member's role", RoleInput.class, Member.class, this::changeMember);
        delete("/members/{user_id}", "removeMember", "Remove a member; the caller takes over the member's connections",
                this::removeMember);
        post("/members/{user_id}/tokens", "createMemberToken", "A token for a member, good in this account only",
                TokenInput.class, TokenView.class, this::createMemberToken);
        list("/tokens", "listTokens", "The caller's own tokens", Token.class,
                request -> Answer.ok(InMemoryPage.of(tokens.mine(), request.page(), token -> token.id().toString())));
        post("/tokens", "createToken", "A token for the caller", TokenInput.class, TokenView.class, this::createToken);
        delete("/tokens/{id}", "revokeToken", "Revoke one of the caller's own tokens", this::revokeToken);
    }

    private Answer me() {
        Caller caller = Caller.current();
        List<Workspace> mine = caller.accountId() == null ? List.of() : workspaces.list();
        return Answer.ok(new Me(accounts.me(), caller.accountId(), caller.role(), accounts.mine(), mine, scopes(caller)));
    }

    private static List<String> scopes(Caller caller) {
        if (caller.role() == null) return List.of();
        return switch (caller.role()) {
            case ADMIN -> List.of("connection:use", "connection:create", "connection:edit", "account:admin");
            case EDITOR -> List.of("connection:use", "connection:create", "connection:edit");
            case VIEWER -> List.of("connection:use");
        };
    }

    private Answer createAccount(Request request) {
        AccountInput input = request.body(AccountInput.class);
        if (input.admin() == null) throw Refusal.invalid("/admin", "An account needs its first admin.");
        String name = Text.name(input.name(), "/name");
        Accounts.NewAccount made = accounts.create(name, email(input.admin().email(), "/admin/email"), input.admin().password());
        AdminView admin = new AdminView(made.adminUserId(), input.admin().email());
        return Answer.created("/api/accounts/" + made.accountId(), new AccountView(made.accountId(), name, admin, made.token()));
    }

    private Answer addMember(Request request) {
        MemberInput input = request.body(MemberInput.class);
        String name = Text.optionalName(input.displayName(), "/display_name");
        Member member = accounts.add(email(input.email(), "/email"), name, input.password(), role(input.role()));
        return Answer.created("/api/members/" + member.userId(), member);
    }

    private Answer changeMember(Request request) {
        return Answer.ok(accounts.changeRole(request.id("user_id"), role(request.body(RoleInput.class).role())));
    }

    private Answer removeMember(Request request) {
        accounts.remove(request.id("user_id"));
        return Answer.nothing();
    }

    private Answer createMemberToken(Request request) {
        TokenInput input = request.bodyOr(TokenInput.class, new TokenInput(null, null));
        NewToken token = tokens.createFor(request.id("user_id"), tokenName(input), expiry(input));
        return Answer.created("/api/tokens/" + token.id(), TokenView.of(token));
    }

    private Answer createToken(Request request) {
        TokenInput input = request.bodyOr(TokenInput.class, new TokenInput(null, null));
        NewToken token = tokens.create(tokenName(input), expiry(input));
        return Answer.created("/api/tokens/" + token.id(), TokenView.of(token));
    }

    private Answer revokeToken(Request request) {
        tokens.revoke(request.id());
        return Answer.nothing();
    }

    private static String tokenName(TokenInput input) {
        return input.name() == null ? "API token" : Text.name(input.name(), "/name");
    }

    private static Instant expiry(TokenInput input) {
        Instant at = input.expiresAt();
        if (at == null || !at.isBefore(Instant.now()) && !at.isAfter(LATEST)) return at;
        throw Refusal.invalid("/expires_at", "Please give a time in the future, before the year 10000.");
    }

    private static Role role(Role role) {
        if (role == null) throw Refusal.invalid("/role", "Please give admin, editor or viewer.");
        return role;
    }

    private static String email(String email, String pointer) {
        boolean plausible = email != null && email.length() <= LONGEST_EMAIL
                && email.strip().matches("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
        if (!plausible) throw Refusal.invalid(pointer, "Please give an email address.");
        return email.strip();
    }
}
