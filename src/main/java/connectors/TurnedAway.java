package connectors;

/** The cause of a problem that is our own doing: a call was not made, because a budget or a pace does not allow it now. */
public final class TurnedAway extends RuntimeException {
    /** @param cause null for none */
    public TurnedAway(Throwable cause) {
        super("not called", cause, false, false);
    }
}
