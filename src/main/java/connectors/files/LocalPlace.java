package connectors.files;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.TestReport;
import java.io.IOException;
import java.nio.file.Path;
import problems.Problem;

/** A folder on the machine that Serai runs on. Nothing of it is open between two operations. */
final class LocalPlace implements Place {
    private final Path named;
    private final PathPolicy policy;

    /** @throws problems.ProblemException of kind CONFIG when the base path cannot be right */
    LocalPlace(FilesSettings settings, PathPolicy policy) {
        this.named = Jail.named(settings.basePath());
        this.policy = policy;
    }

    @Override
    public Jail open() throws IOException {
        return Jail.of(named, policy);
    }

    @Override
    public void climb(Ladder ladder) {
        skipped(ladder, "dns", "Resolve the host");
        ladder.mandatory("egress", "Check that the folder may be read from", this::egress);
        skipped(ladder, "tcp", "Reach the server");
        skipped(ladder, "tls", "Encrypt the connection");
        ladder.optional("authenticate", "Sign in",
                () -> Finding.skipped("A local folder needs no sign-in: Serai reads it as its own user."));
        ladder.mandatory("target", "Open the folder", this::target);
    }

    private static void skipped(Ladder ladder, String id, String label) {
        ladder.optional(id, label, () -> Finding.skipped("A local folder needs no network."));
    }

    private Finding egress() {
        policy.check(named);
        return Finding.passed("The folder is not refused.");
    }

    private Finding target() throws IOException {
        open().open().close();
        return Finding.passed("The folder is there and can be opened.");
    }

    @Override
    public TestReport.Server server() {
        return new TestReport.Server("Local folder", null);
    }

    @Override
    public Problem explain(Throwable failure) {
        return null;
    }

    @Override
    public void close() { }
}
