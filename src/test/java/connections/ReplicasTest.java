package connections;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import catalog.Discovered;
import connectors.Budgets;
import connectors.Keepers;
import connectors.salesforce.OrgBench;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import secrets.Envelope;
import testing.Serai;
import testing.Tenant;
import testing.salesforce.SalesforceServer;

/** Three replicas that import from one organization, whose refresh tokens are good for one use, when its session ends in between. */
class SalesforceReplicasTest {
    private static final Serai SERAI = Serai.running();
    private static final Tenant TENANT = Tenant.a();
    private static final int REPLICAS = 3;

    private final Caller caller = new Caller(TENANT.adminUser, TENANT.account, Role.ADMIN, false, "test", null);
    private final String credentials = UUID.randomUUID().toString();

    @Test
    void refreshOnceTogetherAndAllComplete() throws Exception {
        try (SalesforceServer org = SalesforceServer.start()) {
            org.objects().generate(144);
            org.rotateRefreshTokens();
            org.expireTokensAfter(10);
            assertThat(imports(org)).hasSize(REPLICAS).allSatisfy(found -> assertThat(found).hasSize(150).allMatch(Discovered.Readable.class::isInstance));
            assertThat(org.tokensGiven()).as("one to begin with, one refresh for all").isEqualTo(2);
            assertThat(org.calls()).isEqualTo(REPLICAS * 8);
        }
    }

    private List<List<Discovered>> imports(SalesforceServer org) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(REPLICAS);
        List<OrgBench> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < REPLICAS; i++) replicas.add(new OrgBench(OrgBench.settings(org.url()), new Keepers(tokens(), Budgets.NONE)));
            List<Future<List<Discovered>>> running = new ArrayList<>();
            for (OrgBench replica : replicas) running.add(threads.submit(() -> caller.call(replica::read)));
            List<List<Discovered>> found = new ArrayList<>();
            for (Future<List<Discovered>> one : running) found.add(one.get());
            return found;
        } finally {
            threads.shutdownNow();
            replicas.forEach(OrgBench::close);
        }
    }

    private connectors.TokenKeeper tokens() {
        return new ServiceTokens(SERAI.bean(JdbcClient.class), SERAI.bean(PlatformTransactionManager.class), SERAI.bean(Envelope.class)).of(TENANT.account, credentials);
    }
}
