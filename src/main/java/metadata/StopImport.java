package metadata;

import routes.Operations;

/** Ends an attempt from inside the writer: someone cancelled, or another worker has taken over. */
final class StopImport extends Operations.Passing {
    private final boolean cancel;

    private StopImport(String message, boolean cancel) {
        super(message, null);
        this.cancel = cancel;
    }

    static StopImport cancelled() {
        return new StopImport("cancelled by a person", true);
    }

    /** What this attempt still holds is discarded: the other one writes. */
    static StopImport overtaken() {
        return new StopImport("another worker has taken over", false);
    }

    boolean isCancel() {
        return cancel;
    }
}
