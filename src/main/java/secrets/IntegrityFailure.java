package secrets;

/** A sealed value does not open here. Says where, never what. */
public final class IntegrityFailure extends RuntimeException {
    private final transient Envelope.Place place;

    IntegrityFailure(Envelope.Place place) {
        super("The stored secret at " + place.pointer() + " cannot be opened. "
                + "It was altered, or sealed with a key that this installation does not have.");
        this.place = place;
    }

    public Envelope.Place place() {
        return place;
    }
}
