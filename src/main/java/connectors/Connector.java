package connectors;

import java.util.Optional;
import types.ConnectionType;

/**
 * A family's way to its sources: one implementation per protocol, found as a bean. Types of the family are data.
 *
 * @param <S> the family's settings
 */
public interface Connector<S extends Settings> {

    /** The word that {@code type.yaml} names in {@code family:}, and the prefix of the family's route templates. */
    String family();

    Class<S> settings();

    /**
     * Makes what the family's route templates call for this connection. Opens nothing on the network: the first use does.
     *
     * @throws problems.ProblemException of kind CONFIG when the settings cannot be right
     */
    Source open(ConnectionType type, S settings);

    /**
     * The same for a family that asks token services, or whose calls are counted.
     *
     * @param keepers of this connection
     */
    default Source open(ConnectionType type, S settings, Keepers keepers) {
        return open(type, settings);
    }

    /**
     * For a type with {@code authorize:}, who exchanges what a person brings back from signing in. Opens nothing yet.
     *
     * @param settings of a connection that may not have its secret yet
     * @return empty for a family that knows no such thing
     * @throws problems.ProblemException of kind CONFIG when the settings cannot be right
     */
    default Optional<Consent> consent(ConnectionType type, S settings) {
        return Optional.empty();
    }
}
