package connections;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who of the account sees a connection, and who may change it. */
public enum Visibility {
    /** Every member sees and uses it; owner and admins change it. */
    @JsonProperty("public") PUBLIC,
    /** Owner and admins only. */
    @JsonProperty("private") PRIVATE,
    /** Every member sees and uses it; admins only change it. */
    @JsonProperty("locked") LOCKED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Visibility of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
