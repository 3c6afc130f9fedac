package connectors.rest.description;

import java.net.URI;

/** Where the other documents of a description come from. */
@FunctionalInterface
public interface Elsewhere {

    /** Follows nothing. */
    Elsewhere NOWHERE = address -> null;

    /**
     * @param address absolute, without a fragment
     * @return null where it must not be fetched, or cannot be
     */
    byte[] fetch(URI address);
}
