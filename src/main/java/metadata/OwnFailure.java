package metadata;

import routes.Operations;

/** Our own database failed while a source was read: the source must not be blamed for it. */
final class OwnFailure extends Operations.Passing {
    private final RuntimeException failure;

    OwnFailure(RuntimeException failure) {
        super("our own database failed", failure);
        this.failure = failure;
    }

    RuntimeException failure() {
        return failure;
    }
}
