package connectors.servicenow;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.Reach;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import connectors.http.HttpBase;
import connectors.http.HttpExplanation;
import connectors.http.HttpLadder;
import connectors.http.RateHeaders;
import connectors.servicenow.Asking.Ask;
import connectors.servicenow.Asking.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/** The rungs from the settings to what may still be asked. */
final class InstanceLadder {
    private static final String WHO = "user_name=javascript:gs.getUserName()";
    private static final String INSECURE = "Enter the address with https://.";
    /** So many rows are looked at before it is said that none is shown. */
    private static final int SAMPLE = 20;

    private final ServiceNowSettings settings;
    private final HttpExplanation explanation;
    private final HttpBase base;
    private final Supplier<Reach> reach;
    private final SSLContext trusted;

    InstanceLadder(ServiceNowSettings settings, HttpExplanation explanation, HttpBase base, Supplier<Reach> reach,
                   SSLContext trusted) {
        this.settings = settings;
        this.explanation = explanation;
        this.base = base;
        this.reach = reach;
        this.trusted = trusted;
    }

    /** Eight calls, at most. */
    TestReport test(Ask ask) {
        Climb climb = new Climb(ask);
        Ladder ladder = begin().mandatory("authenticate", "Sign in", climb::authenticate)
                .mandatory("target", "Open the instance", climb::target)
                .mandatory("read_metadata", "Read a table's name (sys_db_object)", climb::tables)
                .mandatory("read_dictionary", "Read a column's definition (sys_dictionary)", climb::columns)
                .optional("capabilities", "Look what else may be read", climb::capabilities)
                .optional("quota", "Check what may still be asked", climb::quota);
        return ladder.report(new TestReport.Server("ServiceNow", climb.build),
                () -> "Connected to " + base.host() + " as " + climb.user + ".");
    }

    /** One call, which signs in and reads. */
    TestReport health(Ask ask) {
        return begin().mandatory("read_metadata", "Sign in and read a table's name (sys_db_object)", new Climb(ask)::tables)
                .report(new TestReport.Server("ServiceNow", null), () -> "Connected to " + base.host() + ".");
    }

    private Ladder begin() {
        return HttpLadder.begin(explanation, base, reach.get(), trusted, INSECURE);
    }

    /** What one climb finds out. */
    private final class Climb {
        private final Ask ask;
        private String user = "this user";
        private String build;
        private HttpAnswer last;

        Climb(Ask ask) {
            this.ask = ask;
        }

        private Shown ask(String table, String query, List<String> fields, int limit) throws Exception {
            Shown shown = ask.rows(table, query, fields, limit);
            last = shown.answer();
            return shown;
        }

        private Finding authenticate() throws Exception {
            Shown who = ask("sys_user", WHO, List.of("user_name", "sys_id"), 1);
            String name = who.first("user_name");
            boolean isSelf = who.total() == null || who.total() <= 1;   // else the instance has not understood the question
            if (name.isEmpty() || !isSelf) return Finding.passed("Signed in. The instance does not show this user's own record.");
            user = name;
            return Finding.passed("Signed in as " + name + "; " + roles() + ".");
        }

        private String roles() throws Exception {
            try {
                Shown roles = ask("sys_user_has_role", "user." + WHO + "^state=active", List.of("role.name"), 100);
                String names = roles.rows().stream().map(row -> String.valueOf(row.getOrDefault("role.name", "")))
                        .filter(name -> !name.isEmpty()).distinct().sorted().limit(20).collect(Collectors.joining(", "));
                return names.isEmpty() ? "its roles are not shown" : "roles: " + names;
            } catch (ProblemException refused) {
                if (!isHidden(refused.problem())) throw refused;
                return "its roles are not shown";
            }
        }

        private Finding target() throws Exception {
            Shown properties;
            try {
                properties = ask("sys_properties", "nameINglide.war,glide.buildname,instance_name", List.of("name", "value"), 3);
            } catch (ProblemException refused) {
                if (!isHidden(refused.problem())) throw refused;
                return Finding.passed("The instance answers; its version is not shown to this user.");
            }
            Map<String, String> values = properties.rows().stream().collect(Collectors.toMap(
                    row -> String.valueOf(row.get("name")), row -> String.valueOf(row.get("value")), (a, b) -> a));
            build = values.getOrDefault("glide.buildname", values.get("glide.war"));
            String name = values.containsKey("instance_name") ? " " + values.get("instance_name") : "";
            if (build == null) return Finding.passed("The instance" + name + " answers; its version is not shown to this user.");
            return Finding.passed("The instance" + name + " answers, version " + build + ".");
        }

        private Finding tables() throws Exception {
            return sample(TableRow.SOURCE, "name", "tables");
        }

        private Finding columns() throws Exception {
            return sample(ColumnRow.SOURCE, "element", "rows of the dictionary");
        }

        /** The limit is applied before access control: one row alone may happen to be a hidden one. */
        private Finding sample(String table, String field, String what) throws Exception {
            Shown shown = ask(table, "ORDERBYsys_id", List.of(field), SAMPLE);
            String count = shown.total() == null ? "" : ": " + shown.total() + " " + what;
            if (!shown.rows().isEmpty()) return Finding.passed("This user may read " + what + count + ".");
            String message = shown.hasHidden()
                    ? "The instance has " + shown.total() + " " + what + ", and shows this user none of the first " + SAMPLE + "."
                    : "The instance shows this user no " + what + ".";
            return Finding.warned(FailureKind.PERMISSION, message,
                    "Have the user allowed to read " + table + ": " + Reader.remedy(table));
        }

        private Finding capabilities() throws Exception {
            List<String> missing = new ArrayList<>();
            for (String table : wanted()) {
                if (!isReadable(table)) missing.add(table);
            }
            if (missing.isEmpty()) return Finding.passed("All that is imported may be read.");
            return Finding.warned(FailureKind.PERMISSION, "This user may not read " + String.join(", ", missing) + ".",
                    "Have the user allowed to read them, or switch choices and hints off under Advanced.");
        }

        private List<String> wanted() {
            List<String> tables = new ArrayList<>(List.of(ColumnRow.Override.SOURCE));
            if (settings.advanced().readsChoices()) tables.add("sys_choice");
            if (settings.advanced().readsHints()) tables.add("sys_documentation");
            return tables;
        }

        private boolean isReadable(String table) throws Exception {
            try {
                Shown shown = ask(table, "ORDERBYsys_id", List.of("sys_id"), SAMPLE);
                return !shown.rows().isEmpty() || !shown.hasHidden();
            } catch (ProblemException refused) {
                if (!isHidden(refused.problem())) throw refused;
                return false;
            }
        }

        private static boolean isHidden(Problem problem) {
            return problem.kind() == FailureKind.PERMISSION || problem.kind() == FailureKind.NOT_FOUND;
        }

        private Finding quota() {
            int own = settings.advanced().callsAnHour();
            Long limit = RateHeaders.of(last, Instant.now()).map(RateHeaders::limit).orElse(null);
            String ours = "this connection makes at most " + own + " calls an hour.";
            if (limit == null) return Finding.passed("No rate limit rule of the instance applies; " + ours);
            String message = "A rate limit rule of the instance allows " + limit + " calls an hour; " + ours;
            if (limit >= own) return Finding.passed(message);
            return Finding.warned(FailureKind.QUOTA, message,
                    "Lower the connection's own limit under Advanced, or have the rule changed.");
        }
    }
}
