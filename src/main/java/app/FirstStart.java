package app;

import access.Accounts;
import access.Tokens;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import problems.CannotStart;
import secrets.KeyCheck;

/** What must be right before the first request is served: the key fits the database, and there is someone who can sign in. */
@Component
class FirstStart implements SmartInitializingSingleton {
    static final String ADMIN = "admin@localhost";
    static final String CREDENTIALS = "first-sign-in.txt";
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    private final KeyCheck keys;
    private final Accounts accounts;
    private final JdbcClient database;
    private final DatabaseServer server;
    private final Home home;
    private final String password;
    private final String token;

    FirstStart(KeyCheck keys, Accounts accounts, JdbcClient database, DatabaseServer server, Home home, Environment environment) {
        this.keys = keys;
        this.accounts = accounts;
        this.database = database;
        this.server = server;
        this.home = home;
        this.password = environment.getProperty("serai.admin.password", "");
        this.token = environment.getProperty("serai.admin.token", "");
    }

    @Override
    public void afterSingletonsInstantiated() {
        keys.verify();
        if (server.embedded()) takeBackJobs();
        if (accounts.isEmptyInstallation()) createAdmin();
    }

    private void createAdmin() {
        String firstPassword = password.isBlank() ? Passphrase.random() : password;
        String firstToken = token.isBlank() ? Tokens.fresh() : token;
        if (firstToken.length() < 12) {
            throw new CannotStart("SERAI_ADMIN_TOKEN is too short: it needs 12 characters at least, better 32.");
        }
        if (accounts.createFirst("My company", ADMIN, firstPassword, firstToken).isEmpty()) return;
        if (password.isBlank() || token.isBlank()) {
            Path file = home.path(CREDENTIALS);
            home.writePrivate(file, "email: " + ADMIN + "\n"
                    + (password.isBlank() ? "password: " + firstPassword + "\n" : "")
                    + (token.isBlank() ? "token: " + firstToken + "\n" : ""));
            LOG.info("The first administrator's credentials are in {}", file);
        }
    }

    /** This process alone uses the embedded database, so whatever is marked as running was left by a killed one. */
    private void takeBackJobs() {
        database.sql("""
                        UPDATE app.scheduled_tasks
                           SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
                         WHERE picked""").update();
    }
}
