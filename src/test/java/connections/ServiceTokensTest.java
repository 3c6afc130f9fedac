package connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import access.Caller;
import access.Role;
import connectors.TokenKeeper;
import connectors.TokenKeeper.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import secrets.Envelope;
import secrets.Secret;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;

/** A token service whose refresh tokens are good for one use, and several replicas that need an access token at once. */
class ServiceTokensTest {
    private static final Serai SERAI = Serai.running();
    private static final Tenant TENANT = Tenant.a();
    private static final int REPLICAS = 3;

    private final String credentials = UUID.randomUUID().toString();
    private final Caller caller = new Caller(TENANT.adminUser, TENANT.account, Role.ADMIN, false, "test", null);
    private final OneUse service = new OneUse();

    /** Gives a token for the refresh token it gave last, and for no other. */
    private static final class OneUse implements UnaryOperator<Token> {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String good = "refresh-0";
        private volatile long seconds = 3600;

        @Override
        public Token apply(Token kept) {
            String shown = kept == null ? "refresh-0" : kept.refresh().reveal();
            if (!shown.equals(good)) throw new IllegalStateException("this refresh token was used before");
            int number = asked.incrementAndGet();
            good = "refresh-" + number;
            return new Token(new Secret("access-" + number), Instant.now().plusSeconds(seconds), new Secret(good), null);
        }
    }

    @Test
    void replicasThatNeedATokenAtOnceAskOnce() throws Exception {
        assertThat(all(replicas(), null)).containsOnly("access-1");
        assertThat(service.asked).hasValue(1);
    }

    @Test
    void aRefusedTokenIsReplacedOnceForAll() throws Exception {
        List<TokenKeeper> replicas = replicas();
        all(replicas, null);

        assertThat(all(replicas, new Secret("access-1"))).containsOnly("access-2");
        assertThat(service.asked).hasValue(2);
    }

    @Test
    void aTokenThatRunsOutIsReplacedBeforeItsEnd() {
        service.seconds = 30;
        TokenKeeper replica = replica();
        caller.call(() -> replica.current(null, service));

        assertThat(caller.call(() -> replica.current(null, service)).access().reveal()).isEqualTo("access-2");
    }

    @Test
    void aReplicaThatStartsLaterFindsWhatWasRotated() {
        caller.call(() -> replica().current(null, service));

        Token found = caller.call(() -> replica().current(new Secret("access-1"), service));

        assertThat(found.access().reveal()).isEqualTo("access-2");
    }

    @Test
    void aServiceThatRefusesLeavesWhatWasKept() {
        caller.call(() -> replica().current(null, service));

        assertThatThrownBy(() -> caller.call(() -> replica().current(new Secret("access-1"), kept -> {
            throw new IllegalStateException("busy");
        }))).hasMessage("busy");
        assertThat(caller.call(() -> replica().current(new Secret("access-1"), service)).access().reveal()).isEqualTo("access-2");
    }

    @Test
    void nothingIsKeptInPlainText() {
        caller.call(() -> replica().current(null, service));

        List<String> stored = new OwnDatabase(SERAI).ask("SELECT access_token || ' ' || refresh_token FROM app.service_tokens WHERE credentials = ?", credentials);
        assertThat(stored).hasSize(1).allMatch(text -> text.matches("encrypted:\\S+ encrypted:\\S+"));
    }

    @Test
    void anotherAccountHasTokensOfItsOwn() {
        caller.call(() -> replica().current(null, service));
        Tenant other = Tenant.b();
        Caller stranger = new Caller(other.adminUser, other.account, Role.ADMIN, false, "test", null);
        OneUse own = new OneUse();

        stranger.call(() -> keepers().of(other.account, credentials).current(null, own));

        assertThat(own.asked).hasValue(1);
        assertThatThrownBy(() -> stranger.call(() -> replica().current(null, own))).isInstanceOf(RuntimeException.class);
    }

    private List<TokenKeeper> replicas() {
        List<TokenKeeper> replicas = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) replicas.add(replica());
        return replicas;
    }

    private TokenKeeper replica() {
        return keepers().of(TENANT.account, credentials);
    }

    private static ServiceTokens keepers() {
        return new ServiceTokens(SERAI.bean(JdbcClient.class), SERAI.bean(PlatformTransactionManager.class), SERAI.bean(Envelope.class));
    }

    private List<String> all(List<TokenKeeper> replicas, Secret refused) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(replicas.size());
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (TokenKeeper replica : replicas) {
                answers.add(threads.submit(() -> caller.call(() -> replica.current(refused, service)).access().reveal()));
            }
            List<String> tokens = new ArrayList<>();
            for (Future<String> answer : answers) tokens.add(answer.get());
            return tokens;
        } finally {
            threads.shutdownNow();
        }
    }
}
