package connectors;

import io.micrometer.context.ThreadLocalAccessor;

/** Lets the urgency come along to another thread; found by its entry in {@code META-INF/services}. */
public final class UrgencyAccess implements ThreadLocalAccessor<Urgency> {
    @Override
    public Object key() {
        return "serai.urgency";
    }

    @Override
    public Urgency getValue() {
        return Urgency.current();
    }

    @Override
    public void setValue(Urgency urgency) {
        Urgency.bind(urgency);
    }

    @Override
    public void setValue() {
        Urgency.bind(null);
    }
}
