package publishing;

/** Ends an attempt: someone cancelled, or another worker has taken over. */
final class StopPublication extends RuntimeException {
    StopPublication() {
        super("cancelled, or taken over by another worker", null, false, false);
    }
}
