package access;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import problems.Refusal;

/**
 * Who acts, in which account, on this thread. Every transaction runs as the caller: row-level security sees this user and
 * nobody else. Without a caller no row of any account is visible.
 *
 * @param role      in the active account
 * @param requestId of the request or job, for audit and logs
 * @param source    address the request came from; null for a job
 */
public record Caller(UUID userId, UUID accountId, Role role, boolean installer, String requestId, String source) {
    private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

    public static Optional<Caller> present() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** @throws IllegalStateException where work is reached without one, which is a defect of ours */
    public static Caller current() {
        return present().orElseThrow(() -> new IllegalStateException("No caller is bound to this thread"));
    }

    /** Runs the work as this caller and gives the thread back as it was. */
    public <T> T call(Supplier<T> work) {
        Caller before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            bind(before);
        }
    }

    /** @param caller null for none */
    static void bind(Caller caller) {
        if (caller == null) CURRENT.remove();
        else CURRENT.set(caller);
    }

    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    private void mustBelong() {
        if (role != null) return;
        throw Refusal.forbidden("You do not belong to an account yet, or not any more. "
                + "Ask an admin of your company's account to add you as a member.");
    }

    public void mustBeAdmin() {
        mustBelong();
        if (role != Role.ADMIN) throw Refusal.forbidden("Only an admin of the account may do this.");
    }

    public void mustCreate() {
        mustBelong();
        if (role.mayCreate()) return;
        throw Refusal.forbidden("A viewer may look, browse and test, but not change anything. "
                + "Ask an admin of the account for the role editor.");
    }
}
