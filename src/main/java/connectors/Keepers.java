package connectors;

/**
 * What is kept for a connection beyond its source's life, shared by all replicas.
 *
 * @param tokens  what token services have given
 * @param budgets what may still be asked
 */
public record Keepers(TokenKeeper tokens, Budgets budgets) {

    /** Keeps tokens as long as the source lives, and counts nothing. */
    public static Keepers inMemory() {
        return new Keepers(TokenKeeper.inMemory(), Budgets.NONE);
    }
}
