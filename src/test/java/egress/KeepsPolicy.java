package egress;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives the policy of the JVM back after a class of tests that sets its own: the running program lives in the same JVM. */
public final class KeepsPolicy implements BeforeAllCallback, AfterAllCallback {
    private Egress before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = GuardedSocketFactory.current();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        GuardedSocketFactory.use(before);
    }
}
