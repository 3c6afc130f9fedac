package access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A signed-in caller as Spring Security carries it from the filter to the thread that does the work. */
public final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    public Caller caller() {
        return caller;
    }

    @Override
    public Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return caller.userId().toString();
    }
}
