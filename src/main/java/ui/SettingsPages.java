package ui;

import access.Accounts;
import access.Caller;
import access.PageCallers;
import access.Role;
import access.Tokens;
import access.Workspaces;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import problems.Refusal;

/** The account: members, workspaces, and the caller's own tokens. */
@Controller
class SettingsPages {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;

    private final Accounts accounts;
    private final Workspaces workspaces;
    private final Tokens tokens;

    SettingsPages(Accounts accounts, Workspaces workspaces, Tokens tokens) {
        this.accounts = accounts;
        this.workspaces = workspaces;
        this.tokens = tokens;
    }

    @GetMapping("/settings")
    String settings(Model model) {
        UUID active = Caller.current().accountId();
        model.addAttribute("account", accounts.mine().stream()
                .filter(account -> account.id().equals(active)).findFirst().orElseThrow(Refusal::notFound));
        model.addAttribute("members", accounts.members()).addAttribute("tokens", tokens.mine());
        model.addAttribute("me", Caller.current().userId());
        return "settings";
    }

    /** The session remembers which of the person's accounts is active. */
    @PostMapping("/account")
    String choose(@RequestParam("account_id") UUID accountId, HttpSession session) {
        if (accounts.mine().stream().noneMatch(account -> account.id().equals(accountId))) throw Refusal.notFound();
        session.setAttribute(PageCallers.ACCOUNT, accountId.toString());
        return "redirect:/connections";
    }

    @PostMapping("/settings/members")
    String addMember(@RequestParam String email,
                     @RequestParam(name = "display_name", defaultValue = "") String displayName,
                     @RequestParam String password, @RequestParam String role, HttpServletResponse response,
                     Model model) {
        boolean plausible = email.length() <= LONGEST_EMAIL && email.strip().matches("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
        if (!plausible) throw Refusal.invalid("/email", "Please give an email address.");
        if (displayName.length() > LONGEST_NAME) {
            throw Refusal.invalid("/display_name", "A name has at most " + LONGEST_NAME + " characters.");
        }
        accounts.add(email.strip(), displayName.strip(), password, role(role));
        return Reply.done(response, model, "Added " + email.strip() + ".");
    }

    @PostMapping("/settings/members/{userId}/role")
    String changeRole(@PathVariable UUID userId, @RequestParam String role, HttpServletResponse response, Model model) {
        Accounts.Member member = accounts.changeRole(userId, role(role));
        return Reply.done(response, model, member.email() + " is now " + member.role().wireName() + ".");
    }

    @PostMapping("/settings/members/{userId}/remove")
    String remove(@PathVariable UUID userId, HttpServletResponse response, Model model) {
        accounts.remove(userId);
        return Reply.done(response, model, "Removed the member. The connections are yours now.");
    }

    @PostMapping("/settings/workspaces")
    String addWorkspace(@RequestParam String name, HttpServletResponse response, Model model) {
        workspaces.create(named(name), "");
        return Reply.done(response, model, "Created the workspace " + name.strip() + ".");
    }

    @PostMapping("/settings/workspaces/{id}/delete")
    String deleteWorkspace(@PathVariable UUID id, HttpServletResponse response, Model model) {
        workspaces.delete(id);
        return Reply.done(response, model, "Deleted the workspace.");
    }

    /** @param days until it ends; empty for never */
    @PostMapping("/settings/tokens")
    String createToken(@RequestParam String name, @RequestParam(defaultValue = "") String days, Model model) {
        model.addAttribute("token", tokens.create(named(name), Params.text(days) == null ? null : inDays(days)));
        return "settings :: new-token";
    }

    @PostMapping("/settings/tokens/{id}/revoke")
    String revoke(@PathVariable UUID id, HttpServletResponse response, Model model) {
        tokens.revoke(id);
        return Reply.done(response, model, "Revoked the token.");
    }

    private static Instant inDays(String days) {
        int number = Params.number(days, "/days", "Please choose until when the token is good.");
        return Instant.now().plus(Duration.ofDays(number));
    }

    private static String named(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.invalid("/name", "Please give a name of 1 to " + LONGEST_NAME + " characters.");
        }
        return name.strip();
    }

    private static Role role(String role) {
        for (Role known : Role.values()) if (known.wireName().equals(role)) return known;
        throw Refusal.invalid("/role", "Please choose admin, editor or viewer.");
    }
}
