package access;

import io.micrometer.context.ThreadLocalAccessor;

/** Lets the caller come along to another thread; found by its entry in {@code META-INF/services}. */
public final class CallerAccess implements ThreadLocalAccessor<Caller> {
    @Override
    public Object key() {
        return "serai.caller";
    }

    @Override
    public Caller getValue() {
        return Caller.present().orElse(null);
    }

    @Override
    public void setValue(Caller caller) {
        Caller.bind(caller);
    }

    @Override
    public void setValue() {
        Caller.bind(null);
    }
}
