package connectors;

import java.time.Instant;
import java.util.function.UnaryOperator;
import secrets.Secret;

/**
 * Keeps what a token service has given a connection, so that it is asked once: also when several replicas need a token at
 * the same time, and when what it is asked with is good for one use only.
 */
public interface TokenKeeper {

    /**
     * What a token service gave.
     *
     * @param end     when the access token runs out
     * @param refresh what to ask with next time; null where nothing is needed for that
     * @param server  where the service says that the token is to be used; null where it does not say
     */
    record Token(Secret access, Instant end, Secret refresh, String server) { }

    /**
     * The token in force. Asks only when there is none, when it is about to run out, or when it is the one that was refused;
     * one at a time, and what was given is kept, sealed, before it is returned.
     *
     * @param refused the token that the server did not accept; null when none was
     * @param ask     is shown the token that was kept, or null, and asks the service; what it throws comes as it is
     */
    Token current(Secret refused, UnaryOperator<Token> ask);

    /** Keeps it in memory only: for what is not stored, and for services that may be asked as often as one likes. */
    static TokenKeeper inMemory() {
        return new TokenKeeper() {
            private Token kept;

            @Override
            public synchronized Token current(Secret refused, UnaryOperator<Token> ask) {
                if (!isGood(kept, refused, Instant.now())) kept = ask.apply(kept);
                return kept;
            }
        };
    }

    /** Whether a kept token may still be shown: a minute before its end it is not. */
    static boolean isGood(Token kept, Secret refused, Instant now) {
        if (kept == null || kept.access() == null || !now.plusSeconds(60).isBefore(kept.end())) return false;
        return refused == null || !refused.reveal().equals(kept.access().reveal());
    }
}
