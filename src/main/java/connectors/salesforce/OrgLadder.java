package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpExplanation;
import connectors.http.HttpLadder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;

/** The ladder of an organization. Versions and the user behind the token count nothing; a test makes three calls that do. */
public final class OrgLadder {
    /** Below this part of the day's calls a test warns. */
    private static final int SCARCE_PERCENT = 10;

    private final SalesforceSettings settings;
    private final HttpExplanation explanation;
    private final HttpBase base;
    private final Supplier<Reach> reach;
    private final SSLContext trusted;
    private final OrgSession session;
    private final Org org;

    OrgLadder(SalesforceSettings settings, HttpExplanation explanation, HttpBase base, Supplier<Reach> reach, SSLContext trusted,
              OrgSession session, Org org) {
        this.settings = settings;
        this.explanation = explanation;
        this.base = base;
        this.reach = reach;
        this.trusted = trusted;
        this.session = session;
        this.org = org;
    }

    public TestReport test() {
        Climb climb = new Climb();
        Ladder ladder = climb.begin();
        ladder.mandatory("read_metadata", "List the objects", climb::readMetadata);
        ladder.optional("capabilities", "Look at what the user may read", climb::capabilities);
        ladder.optional("quota", "Check what may still be asked", climb::quota);
        return climb.report(ladder);
    }

    /** One call that counts: it needs the API, the version and the token. */
    public TestReport health() {
        Climb climb = new Climb();
        Ladder ladder = climb.begin();
        ladder.mandatory("quota", "Check what may still be asked", climb::quota);
        return climb.report(ladder);
    }

    /** What one climb finds out. */
    private final class Climb {
        private String release;
        private String user;

        Ladder begin() {
            Ladder ladder = HttpLadder.begin(explanation, base, reach.get(), trusted,
                    "Use https, unless the server is in a network that nobody else is in.");
            ladder.mandatory("target", "Find the API version", this::target);
            return ladder.mandatory("authenticate", "Sign in", this::authenticate);
        }

        TestReport report(Ladder ladder) {
            return ladder.report(new TestReport.Server("Salesforce", release), () -> "Connected to Salesforce.");
        }

        /** Before anyone signs in: a server that is none of Salesforce's sees no credential. */
        private Finding target() throws IOException {
            List<JsonNode> offered = new ArrayList<>();
            JsonNode versions = Answers.tree(org.component().versions());
            for (JsonNode one : versions) if (one.path("version").asText().matches("\\d{1,3}(\\.\\d)?")) offered.add(one);
            if (offered.isEmpty()) throw Answers.unexpected();
            offered.sort(Comparator.comparing(one -> Double.parseDouble(one.path("version").asText())));
            JsonNode newest = offered.get(offered.size() - 1);
            release = newest.path("label").asText("").matches("[A-Za-z]{3,10} '\\d\\d") ? newest.path("label").asText() : null;
            return version(offered, number(newest));
        }

        private Finding version(List<JsonNode> offered, String newest) {
            if (offered.stream().anyMatch(one -> number(one).equals(settings.apiVersion()))) {
                return Finding.passed("The organization offers " + settings.apiVersion() + "; its newest version is " + newest
                        + ".");
            }
            throw Problem.of(FailureKind.CONFIG, "api_version", "The organization does not offer version " + settings.apiVersion()
                    + " of its API.").at("/api_version").fix("Enter " + newest + ", the newest that it offers.").asException();
        }

        private static String number(JsonNode version) {
            String text = version.path("version").asText();
            return "v" + (text.contains(".") ? text : text + ".0");
        }

        private Finding authenticate() throws IOException {
            session.prove();
            user = whoAmI();
            String message = "Signed in as " + user + ".";
            return settings.authentication().isBy("username_password") ? Finding.warned(message
                            + " Signing in by user name and password is blocked in new organizations.",
                    "Use client credentials or a signed statement (JWT bearer).") : Finding.passed(message);
        }

        /** A token without the scope for it tells no name, and may be good all the same. */
        private String whoAmI() throws IOException {
            HttpAnswer answer = org.whoAmI();
            boolean refused = answer.status() == 403 && !"Bad_OAuth_Token".equals(OrgErrors.code(answer));
            boolean silent = refused || answer.status() == 404;
            JsonNode said = silent ? MissingNode.getInstance() : org.demand(answer).json();
            String name = said.path("preferred_username").asText("");
            return name.matches("[^\\p{Cntrl}<>]{1,255}") ? name : "the user of the token";
        }

        private Finding readMetadata() throws IOException {
            List<Listed> objects = Listed.of(org.component().globalObjects(), settings);
            if (!objects.isEmpty()) return Finding.passed("Visible to " + user + ": " + objects.size() + " objects.");
            return Finding.warned(FailureKind.PERMISSION, "Visible to " + user + ": no objects.",
                    "Check the patterns for objects, and give the user read access in a profile or a permission set.");
        }

        private Finding capabilities() throws IOException {
            String fields = "Fields that the security of the organization hides from " + user
                    + " cannot be seen, nor that they are hidden.";
            HttpAnswer answer = org.recordCounts();
            if (answer.isSuccess() && !answer.isPage()) return Finding.passed("Record counts can be read. " + fields);
            boolean limited = "REQUEST_LIMIT_EXCEEDED".equals(OrgErrors.code(answer));
            if (limited || answer.status() != 403 && answer.status() != 404) org.demand(answer);
            return Finding.skipped("Record counts are left out: " + user
                    + " has not the permission \"View Setup and Configuration\". " + fields);
        }

        private Finding quota() throws IOException {
            JsonNode calls = Answers.tree(org.component().limits()).path("DailyApiRequests");
            if (!calls.path("Max").isIntegralNumber()) {
                return Finding.skipped("The organization does not say how many calls are left.");
            }
            long most = calls.path("Max").asLong();
            long left = calls.path("Remaining").asLong();
            String message = left + " of " + most + " calls a day are left.";
            return left * 100 >= most * SCARCE_PERCENT ? Finding.passed(message)
                    : Finding.warned(FailureKind.QUOTA, message, "An import of 2,000 objects needs about 82.");
        }
    }
}
