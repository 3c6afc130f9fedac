package ui;

import access.Accounts;
import access.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page its frame and the words to speak in. */
@ControllerAdvice(basePackages = "ui")
class Frames {
    private final Accounts accounts;
    private final Workspaces workspaces;
    private final RedirectUri redirectUri;

    Frames(Accounts accounts, Workspaces workspaces, RedirectUri redirectUri) {
        this.accounts = accounts;
        this.workspaces = workspaces;
        this.redirectUri = redirectUri;
    }

    @ModelAttribute
    void around(Model model, HttpServletRequest request) {
        model.addAttribute("frame", new Frame(accounts, workspaces, redirectUri, request)).addAttribute("say", new Words());
    }
}
