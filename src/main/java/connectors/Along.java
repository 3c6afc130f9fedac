package connectors;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Callable;

/** Takes along to another thread who acts and how urgently; nothing of what libraries bind to theirs. */
public final class Along {
    private static final ContextSnapshotFactory OURS = ContextSnapshotFactory.builder().clearMissing(true)
            .captureKeyPredicate(key -> String.valueOf(key).startsWith("serai.")).build();

    private Along() { }

    /** @return the work as one that this thread does, wherever it runs */
    public static Runnable with(Runnable work) {
        return here().wrap(work);
    }

    /** @return the work as one that this thread does, wherever it runs */
    public static <T> Callable<T> with(Callable<T> work) {
        return here().wrap(work);
    }

    private static ContextSnapshot here() {
        return OURS.captureAll();
    }
}
