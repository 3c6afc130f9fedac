package connections;

import static org.assertj.core.api.Assertions.assertThat;

import access.Caller;
import access.Role;
import catalog.Discovered;
import connectors.Budgets;
import connectors.Keepers;
import connectors.TokenKeeper;
import connectors.salesforce.OrgBench;
import connectors.servicenow.ServiceNowHarness;
import connectors.workday.Bench;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import secrets.Envelope;
import testing.Serai;
import testing.Tenant;
import testing.salesforce.SalesforceServer;
import testing.servicenow.ServiceNowServer;

/** Three replicas that import from one organization, whose refresh tokens are good for one use, when its session ends in between. */
class ReplicasTest {
    private static final Serai SERAI = Serai.running();
    private static final Tenant TENANT = Tenant.a();
    private static final int REPLICAS = 3;

    private final Caller caller = new Caller(TENANT.adminUser, TENANT.account, Role.ADMIN, false, "test", null);
    private final String credentials = UUID.randomUUID().toString();

    /** The server of a vendor, and what imports from it. */
    private interface Organization extends AutoCloseable {
        /** Of another replica each time. */
        Callable<List<Discovered>> replica(TokenKeeper tokens) throws Exception;

        int tokensGiven();

        @Override
        void close();
    }

    /** The vendors, with servers whose sessions end in the middle of what three imports ask. */
    enum Vendor {
        SALESFORCE(150) {
            @Override
            Organization open() throws Exception {
                return salesforce();
            }
        },
        SERVICENOW(70) {
            @Override
            Organization open() throws Exception {
                return serviceNow();
            }
        },
        WORKDAY(8) {
            @Override
            Organization open() throws Exception {
                return workday();
            }
        };

        private final int tables;

        Vendor(int tables) {
            this.tables = tables;
        }

        abstract Organization open() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void refreshOnceTogetherAndAllComplete(Vendor vendor) throws Exception {
        try (Organization organization = vendor.open()) {
            assertThat(imports(organization)).hasSize(REPLICAS)
                    .allSatisfy(found -> assertThat(found).hasSize(vendor.tables).allMatch(Discovered.Readable.class::isInstance));
            assertThat(organization.tokensGiven()).as("one to begin with, one refresh for all").isEqualTo(2);
        }
    }

    @Test
    void whatARefreshCostsIsNoFurtherCall() throws Exception {
        try (SalesforceServer server = server(); Organization organization = salesforce(server)) {
            imports(organization);
            assertThat(server.calls()).isEqualTo(REPLICAS * 8);
        }
    }

    private List<List<Discovered>> imports(Organization organization) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(REPLICAS);
        try {
            List<Callable<List<Discovered>>> replicas = new ArrayList<>();
            for (int i = 0; i < REPLICAS; i++) replicas.add(organization.replica(tokens()));
            List<Future<List<Discovered>>> running = new ArrayList<>();
            for (Callable<List<Discovered>> replica : replicas) running.add(threads.submit(() -> called(replica)));
            List<List<Discovered>> found = new ArrayList<>();
            for (Future<List<Discovered>> one : running) found.add(one.get());
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Discovered> called(Callable<List<Discovered>> replica) {
        return caller.call(() -> {
            try {
                return replica.call();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private TokenKeeper tokens() {
        return new ServiceTokens(SERAI.bean(JdbcClient.class), SERAI.bean(PlatformTransactionManager.class), SERAI.bean(Envelope.class)).of(TENANT.account, credentials);
    }

    private static SalesforceServer server() throws Exception {
        SalesforceServer server = SalesforceServer.start();
        server.objects().generate(144);
        server.rotateRefreshTokens();
        server.expireTokensAfter(10);
        return server;
    }

    private static Organization salesforce() throws Exception {
        return salesforce(server());
    }

    private static Organization salesforce(SalesforceServer server) {
        List<OrgBench> replicas = new ArrayList<>();
        return new Organization() {
            @Override
            public Callable<List<Discovered>> replica(TokenKeeper tokens) throws Exception {
                OrgBench replica = new OrgBench(OrgBench.settings(server.url()), new Keepers(tokens, Budgets.NONE));
                replicas.add(replica);
                return replica::read;
            }

            @Override
            public int tokensGiven() {
                return server.tokensGiven();
            }

            @Override
            public void close() {
                replicas.forEach(OrgBench::close);
                server.close();
            }
        };
    }

    private static Organization serviceNow() throws Exception {
        ServiceNowServer server = ServiceNowServer.start();
        server.instance().generated(61, 400);
        server.rotate();
        server.expireAfter(9);
        return new Organization() {
            @Override
            public Callable<List<Discovered>> replica(TokenKeeper tokens) {
                return ServiceNowHarness.replica(server, tokens);
            }

            @Override
            public int tokensGiven() {
                return server.askedForTokens().size();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    private static Organization workday() throws Exception {
        Bench bench = new Bench();
        return new Organization() {
            @Override
            public Callable<List<Discovered>> replica(TokenKeeper tokens) {
                return bench.replica(tokens, 8);
            }

            @Override
            public int tokensGiven() {
                return bench.tokensGiven();
            }

            @Override
            public void close() {
                bench.close();
            }
        };
    }
}
