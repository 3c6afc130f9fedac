package connectors.servicenow;

import connectors.http.HttpAnswer;
import connectors.http.HttpExplanation;
import problems.FailureKind;
import problems.Problem;

/** What answers mean that come from the vendor's front and not from an instance that is awake. */
final class Replies {
    /** Where a developer's instance that sleeps sends browsers. */
    private static final String DEVELOPERS = "developer.servicenow.com";

    private final HttpExplanation explanation;

    Replies(HttpExplanation explanation) {
        this.explanation = explanation;
    }

    /**
     * The answer, if it is what was asked for.
     *
     * @throws problems.ProblemException for anything else
     */
    HttpAnswer demand(HttpAnswer answer) {
        if (answer.isRedirect() && leadsTo(answer, DEVELOPERS)) throw asleep().asException();
        if (answer.isRedirect() && !leadsTo(answer, "://")) throw signInPage().asException();
        if (answer.status() == 404 && answer.isPage()) throw noInstance().asException();
        return explanation.demand(answer);
    }

    HttpExplanation explanation() {
        return explanation;
    }

    private static boolean leadsTo(HttpAnswer answer, String part) {
        String location = answer.header("location");
        return location != null && location.contains(part);
    }

    private static Problem asleep() {
        return Problem.of(FailureKind.TRANSIENT, "asleep", "The instance is asleep or being upgraded.")
                .fix("If it is a developer's instance, wake it at developer.servicenow.com; it takes some minutes.");
    }

    private static Problem signInPage() {
        return Problem.of(FailureKind.CONFIG, "sign_in_page",
                        "The instance sends callers on to its sign-in page, which is not followed with credentials.")
                .at(Address.FIELD)
                .fix("Check the address, and whether the user may call the API: single sign-on is for people only.");
    }

    private static Problem noInstance() {
        return Problem.of(FailureKind.CONFIG, "no_instance", "There is no instance at this address.")
                .at(Address.FIELD).fix("Check the name of the instance; one that was given back or retired is gone.");
    }
}
