package access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a member may do in an account: an admin everything, an editor create and import, a viewer look, browse and test. */
public enum Role {
    @JsonProperty("admin") ADMIN,
    @JsonProperty("editor") EDITOR,
    @JsonProperty("viewer") VIEWER;

    static Role of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean mayCreate() {
        return this != VIEWER;
    }
}
