package egress;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * The installation's word on where Serai may connect to ({@code serai.egress.*}).
 *
 * @param mode            how far the door is open; {@code private-ok} if left out
 * @param allow           what is permitted beyond the mode: {@code 10.0.0.0/8}, {@code db.internal}, {@code db.internal:5432}
 * @param deny            what is refused whatever the mode says, in the same forms
 * @param loopbackAllowed whether {@code private-ok} includes this machine; true for a self-hosted or embedded installation
 * @param managedIdentity whether connections may sign in as the machine that Serai runs on; false if left out
 * @param plainHttp       whether public addresses may be called by {@code http}; false if left out. Private networks, this
 *                        machine and what {@code allow} names always may
 */
public record EgressSettings(Mode mode, List<String> allow, List<String> deny, Boolean loopbackAllowed, boolean managedIdentity,
                             boolean plainHttp) {

    public static final EgressSettings DEFAULT = new EgressSettings(null, null, null, null);

    public enum Mode { OPEN, PRIVATE_OK, STRICT }

    @ConstructorBinding
    public EgressSettings {
        mode = Objects.requireNonNullElse(mode, Mode.PRIVATE_OK);
        allow = allow == null ? List.of() : List.copyOf(allow);
        deny = deny == null ? List.of() : List.copyOf(deny);
        loopbackAllowed = !Boolean.FALSE.equals(loopbackAllowed);
    }

    public EgressSettings(Mode mode, List<String> allow, List<String> deny, Boolean loopbackAllowed) {
        this(mode, allow, deny, loopbackAllowed, false);
    }

    public EgressSettings(Mode mode, List<String> allow, List<String> deny, Boolean loopbackAllowed, boolean managedIdentity) {
        this(mode, allow, deny, loopbackAllowed, managedIdentity, false);
    }
}
