package access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;

/** Accounts, and who is a member of which in which role. */
@Component
public class Accounts {

    public record Account(UUID id, String name, Role role) { }

    public record Member(UUID userId, String email, String displayName, Role role, Instant createdAt) { }

    public record User(UUID id, String email, String displayName, boolean installer) { }

    /** @param token shown this one time */
    public record NewAccount(UUID accountId, UUID adminUserId, String token) {
        @Override
        public String toString() {
            return "account " + accountId;
        }
    }

    private final JdbcClient database;
    private final Passwords passwords;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    Accounts(JdbcClient database, Passwords passwords, Audit audit, ApplicationEventPublisher events) {
        this.database = database;
        this.passwords = passwords;
        this.audit = audit;
        this.events = events;
    }

    @Transactional(readOnly = true)
    public boolean isEmptyInstallation() {
        return !database.sql("SELECT app.has_users()").query(Boolean.class).single();
    }

    /** Makes the first account with its admin; only in an installation without any user. */
    @Transactional
    public Optional<NewAccount> createFirst(String name, String email, String password, String token) {
        return database.sql("SELECT account_id, user_id FROM app.first_account(:name, :email, :hash, :token)")
                .param("name", name).param("email", email).param("hash", passwords.hash(password, "/password"))
                .param("token", Tokens.hash(token))
                .query((row, n) -> new NewAccount(row.getObject(1, UUID.class), row.getObject(2, UUID.class), token))
                .optional();
    }

    /** @throws Refusal 403 unless the caller administers the installation; 409 when the email is taken */
    @Transactional
    public NewAccount create(String name, String email, String password) {
        if (!Caller.current().installer()) {
            throw Refusal.forbidden("Only an administrator of the installation may create accounts.");
        }
        String token = Tokens.fresh();
        try {
            NewAccount made = database.sql("SELECT account_id, user_id FROM app.create_account(:name, :email, :hash, :token)")
                    .param("name", name).param("email", email)
                    .param("hash", passwords.hash(password, "/admin/password")).param("token", Tokens.hash(token))
                    .query((row, n) -> new NewAccount(row.getObject(1, UUID.class), row.getObject(2, UUID.class), token))
                    .single();
            audit.success("account.create", "account", made.accountId(), Map.of("name", name));
            return made;
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("email_taken", "/admin/email", "There is a user with this email already.");
        }
    }

    /** The accounts of the user that acts, whichever is active. */
    @Transactional(readOnly = true)
    public List<Account> mine() {
        return database.sql("""
                        SELECT a.id, a.name, m.role FROM app.accounts a JOIN app.account_users m ON m.account_id = a.id
                         WHERE m.user_id = app.uid() ORDER BY a.name, a.id""")
                .query((row, n) -> new Account(row.getObject("id", UUID.class), row.getString("name"),
                        Role.of(row.getString("role"))))
                .list();
    }

    @Transactional(readOnly = true)
    public User me() {
        return database.sql("SELECT id, email, display_name, installer FROM app.users WHERE id = app.uid()")
                .query(User.class).single();
    }

    /** @return empty when the user is not active */
    @Transactional(readOnly = true)
    public Optional<User> activeUser() {
        return database.sql("SELECT id, email, display_name, installer FROM app.users WHERE id = app.uid() AND active")
                .query(User.class).optional();
    }

    @Transactional(readOnly = true)
    public List<Member> members() {
        return database.sql(MEMBERS + " ORDER BY u.email").param("account", Caller.current().accountId())
                .query(Accounts::member).list();
    }

    @Transactional(readOnly = true)
    public Member member(UUID userId) {
        return database.sql(MEMBERS + " AND m.user_id = :user").param("account", Caller.current().accountId())
                .param("user", userId).query(Accounts::member).optional().orElseThrow(Refusal::notFound);
    }

    /** @param password for a person who has no user yet; one who has keeps the own password */
    @Transactional
    public Member add(String email, String displayName, String password, Role role) {
        Caller caller = Caller.current();
        caller.mustBeAdmin();
        try {
            UUID user = database.sql("SELECT app.add_member(:account, :email, :name, :hash, :role)")
                    .param("account", caller.accountId()).param("email", email).param("name", displayName)
                    .param("hash", passwords.hash(password, "/password")).param("role", role.wireName())
                    .query(UUID.class).single();
            audit.success("member.add", "user", user, Map.of("role", role.wireName()));
            return member(user);
        } catch (DuplicateKeyException already) {
            throw Refusal.conflict("already_member", "/email", "This person is a member already.");
        }
    }

    /** @throws Refusal 409 when the account would be left without an admin */
    @Transactional
    public Member changeRole(UUID userId, Role role) {
        Caller.current().mustBeAdmin();
        Member before = member(userId);
        if (before.role() == Role.ADMIN && role != Role.ADMIN) keepOneAdmin();
        database.sql("UPDATE app.account_users SET role = :role WHERE account_id = :account AND user_id = :user")
                .param("role", role.wireName()).param("account", Caller.current().accountId()).param("user", userId).update();
        audit.success("member.change", "user", userId, Map.of("from", before.role().wireName(), "to", role.wireName()));
        return new Member(before.userId(), before.email(), before.displayName(), role, before.createdAt());
    }

    /**
     * The member's connections and the schedules that ran with the member's rights go to the admin who removes; the member's
     * tokens for this account end.
     *
     * @throws Refusal 409 for the caller's own membership: nobody would be left to take over and to answer for it
     */
    @Transactional
    public void remove(UUID userId) {
        Caller caller = Caller.current();
        caller.mustBeAdmin();
        if (userId.equals(caller.userId())) {
            throw Refusal.conflict("own_membership", null,
                    "Nobody leaves an account alone. Ask another admin of it to remove you.");
        }
        if (member(userId).role() == Role.ADMIN) keepOneAdmin();
        database.sql("UPDATE app.connections SET owner_id = app.uid() WHERE account_id = :account AND owner_id = :user")
                .param("account", caller.accountId()).param("user", userId).update();
        database.sql("DELETE FROM app.account_users WHERE account_id = :account AND user_id = :user")
                .param("account", caller.accountId()).param("user", userId).update();
        events.publishEvent(new MemberRemoved(userId));
        audit.success("member.remove", "user", userId, Map.of());
    }

    private void keepOneAdmin() {
        int admins = database.sql("""
                        SELECT user_id FROM app.account_users
                         WHERE account_id = :account AND role = 'admin' FOR UPDATE""")
                .param("account", Caller.current().accountId()).query(UUID.class).list().size();
        if (admins < 2) {
            throw Refusal.conflict("last_admin", null,
                    "The last admin of an account stays. Make someone else an admin first.");
        }
    }

    private static final String MEMBERS = """
            SELECT m.user_id, u.email, u.display_name, m.role, m.created_at
              FROM app.account_users m JOIN app.users u ON u.id = m.user_id
             WHERE m.account_id = :account""";

    private static Member member(ResultSet row, int n) throws SQLException {
        return new Member(row.getObject("user_id", UUID.class), row.getString("email"), row.getString("display_name"),
                Role.of(row.getString("role")), row.getTimestamp("created_at").toInstant());
    }
}
