package consent;

import java.time.Instant;

/**
 * That a connection can be signed in to in a browser.
 *
 * @param product   what people call the vendor's product
 * @param host      whose page people sign in at
 * @param field     pointer of the secret that is received
 * @param connected when it was received or entered; null while there is none
 */
public record Offer(String product, String host, String field, Instant connected) { }
