package budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import access.Caller;
import access.Role;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Budget;
import connectors.Budget.Allowance;
import connectors.Budget.Outcome;
import connectors.Budgets.Own;
import connectors.Urgency;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.Bodies;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;

/** Budgets over a real database, which three replicas share. */
class SharedBudgetTest {
    private static final Serai SERAI = Serai.running();
    private static final OwnDatabase OWN = new OwnDatabase(SERAI);
    private static final Tenant TENANT = Tenant.a();
    private static final Duration AT_ONCE = Duration.ZERO;

    private final String organisation = "acme-" + UUID.randomUUID() + ".example.com";
    private final Caller caller = caller(TENANT);

    @Test
    void replicasTogetherTakeNoMoreThanImportsMay() throws Exception {
        List<Budget> replicas = List.of(budget(), budget(), budget());
        caller.run(() -> replicas.get(0).learn(new Allowance(100, 0, Instant.now().plusSeconds(600))));

        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 120; i++) calls.add(taking(replicas.get(i % 3), Urgency.IMPORT));

        assertThat(all(calls)).filteredOn(taken -> taken).hasSize(90);
        assertThat(used()).isEqualTo(90);
        assertThat(taking(budget(), Urgency.BROWSING).call()).isTrue();
    }

    @Test
    void aRefusalSaysWhoAndWhenItGoesOn() {
        Budget budget = budget();
        Problem problem = caller.call(() -> {
            budget.learn(new Allowance(1_000, 980, Instant.now().plusSeconds(3_600)));
            return refusal(budget, Urgency.BROWSING);
        });

        assertThat(problem.kind()).isEqualTo(FailureKind.QUOTA);
        assertThat(problem.code()).isEqualTo("budget_used_up");
        assertThat(problem.message()).contains("Acme CRM").contains(organisation);
        assertThat(problem.fix()).contains("UTC");
        assertThat(problem.retryAfter()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    @Test
    void whenOneReplicaIsAskedForRestAllOfThemRest() {
        caller.run(() -> {
            Budget one = budget();
            one.take();
            one.rest(Duration.ofMinutes(5));

            Problem problem = refusal(budget(), Urgency.HEALTH);
            assertThat(problem.code()).isEqualTo("budget_resting");
            assertThat(problem.message()).contains("Acme CRM").contains(organisation);
            assertThat(problem.retryAfter()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
        });
    }

    @Test
    void afterARestOneGoesFirstAndTheOthersFollowWhenItWasServed() {
        caller.run(() -> {
            Budget one = budget();
            Budget other = budget();
            one.learn(new Allowance(1_000, 1, null));
            one.rest(Duration.ofMillis(1));
            one.take();
            assertThat(refusal(other, Urgency.HEALTH).code()).isEqualTo("budget_resting");
            one.ended(Outcome.SERVED);
            other.take();
        });
    }

    @Test
    void aConnectionsOwnBoundsAreItsOwn() {
        UUID first = Bodies.create(TENANT.admin, Bodies.postgres(1, "first"));
        UUID second = Bodies.create(TENANT.admin, Bodies.postgres(1, "second"));
        caller.run(() -> {
            Own two = new Own(null, 2, null);
            Budget bound = governor(AT_ONCE).of(TENANT.account, first, 1, "Acme CRM").of(organisation, two);
            bound.take();
            bound.take();
            Problem refused = refusal(governor(AT_ONCE).of(TENANT.account, first, 1, "Acme CRM").of(organisation, two), Urgency.BROWSING);
            assertThat(refused.code()).isEqualTo("budget_used_up");
            assertThat(refused.message()).contains("2 times an hour");
            governor(AT_ONCE).of(TENANT.account, second, 1, "Acme CRM").of(organisation, two).take();

            Organisation seen = organisations().find(first).get(0);
            assertThat(seen.used()).isEqualTo(3);
            assertThat(seen.connections()).containsExactlyInAnyOrder(first, second);
        });
        TENANT.admin.delete("/api/connections/" + first);
        caller.run(() -> assertThat(organisations().find(second).get(0).connections()).containsExactly(second));
        TENANT.admin.delete("/api/connections/" + second);
    }

    @Test
    void aConnectionThatLeadsElsewhereLeavesTheOrganisationAtOnceAndForGood() {
        UUID id = Bodies.create(TENANT.admin, Bodies.postgres(1, "moves"));
        Budget before = governor(AT_ONCE).of(TENANT.account, id, 1, "Acme CRM").of(organisation, Own.ANY);
        caller.run(before::take);
        assertThat(TENANT.admin.patch("/api/connections/" + id, Bodies.object().put("name", "Renamed " + id)).status()).isEqualTo(200);
        caller.run(() -> assertThat(organisations().find(id)).as("a new name leads nowhere else").hasSize(1));

        ObjectNode elsewhere = Bodies.object();
        elsewhere.putObject("configuration").put("port", 2).putObject("authentication").put("password", "again");
        assertThat(TENANT.admin.patch("/api/connections/" + id, elsewhere).status()).isEqualTo(200);
        caller.run(() -> {
            assertThat(organisations().find(id)).isEmpty();
            before.take();
            assertThat(organisations().find(id)).as("whoever still has the old settings open does not bring it back").isEmpty();
            governor(AT_ONCE).of(TENANT.account, id, 3, "Acme CRM").of(organisation, Own.ANY).take();
            assertThat(organisations().find(id)).hasSize(1);
        });
        TENANT.admin.delete("/api/connections/" + id);
    }

    @Test
    void whoWaitsIsInterruptedAtOnce() throws Exception {
        Budget patient = governor(Duration.ofMinutes(5)).of(TENANT.account, UUID.randomUUID(), 1, "Acme CRM").of(organisation, Own.ANY);
        caller.run(() -> patient.rest(Duration.ofMinutes(1)));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Problem> waiting = thread.submit(() -> caller.call(() -> refusal(patient, Urgency.IMPORT)));

        thread.shutdownNow();

        assertThat(waiting.get().code()).isEqualTo("interrupted");
    }

    @Test
    void closingEndsTheWaitingAndNothingIsTakenAfterwards() throws Exception {
        Budget patient = governor(Duration.ofMinutes(5)).of(TENANT.account, UUID.randomUUID(), 1, "Acme CRM").of(organisation, Own.ANY);
        caller.run(() -> patient.rest(Duration.ofMinutes(1)));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<Thread> waits = new AtomicReference<>();
            Future<Problem> waiting = thread.submit(() -> caller.call(() -> {
                waits.set(Thread.currentThread());
                return refusal(patient, Urgency.IMPORT);
            }));
            await().until(() -> waits.get() != null && waits.get().getState() == Thread.State.TIMED_WAITING);
            patient.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS).code()).isEqualTo("interrupted");
        } finally {
            thread.shutdownNow();
        }
        caller.run(() -> assertThat(refusal(patient, Urgency.HEALTH).code()).isEqualTo("interrupted"));
    }

    @Test
    void anotherAccountSeesAndChangesNothing() throws SQLException {
        Budget budget = budget();
        caller.run(budget::take);
        Tenant other = Tenant.b();

        for (String table : List.of("budgets", "budget_connections")) {
            assertThat(OWN.counted(other.adminUser, "SELECT count(*) FROM app." + table + " WHERE account_id = ?", TENANT.account)).isZero();
        }
        assertThat(OWN.changedBy(other.adminUser, "UPDATE app.budgets SET used = 0, resting_until = NULL WHERE organisation = ?", organisation)).isZero();
        assertThat(OWN.changedBy(other.adminUser, "DELETE FROM app.budgets WHERE organisation = ?", organisation)).isZero();
        assertThat(OWN.refusal(other.adminUser, c -> OwnDatabase.run(c, "INSERT INTO app.budgets (account_id, organisation, product) VALUES (?, 'x', 'x')", TENANT.account)))
                .isEqualTo("42501");
        assertThatThrownBy(() -> caller(other).run(budget::take)).isInstanceOf(ProblemException.class);
        caller(other).run(() -> assertThat(organisations().list()).noneMatch(one -> one.name().equals(organisation)));
    }

    @Test
    void whatOnlyADraftHasAskedIsCountedAndShownToNobody() {
        caller.run(() -> {
            budget().take();
            assertThat(organisations().list()).noneMatch(one -> one.name().equals(organisation));
        });
        assertThat(OWN.ask("SELECT day[2] FROM app.budgets WHERE organisation = ?", organisation)).containsExactly("1");
    }

    private long used() {
        return Long.parseLong(OWN.ask("SELECT used FROM app.budgets WHERE organisation = ?", organisation).get(0));
    }

    /** Of another replica each time. */
    private Budget budget() {
        return governor(AT_ONCE).of(TENANT.account, UUID.randomUUID(), 1, "Acme CRM").of(organisation, Own.ANY);
    }

    private static Governor governor(Duration patience) {
        Rules rules = new Rules(90, 97, patience, patience, 2, Duration.ofDays(7));
        return new Governor(new BudgetRows(SERAI.bean(JdbcClient.class), rules), rules, SERAI.bean(PlatformTransactionManager.class));
    }

    private static Organisations organisations() {
        return SERAI.bean(Organisations.class);
    }

    private static Caller caller(Tenant tenant) {
        return new Caller(tenant.adminUser, tenant.account, Role.ADMIN, false, "test", null);
    }

    private Callable<Boolean> taking(Budget budget, Urgency urgency) {
        return () -> caller.call(() -> urgency.call(() -> {
            try {
                budget.take();
                return true;
            } catch (ProblemException refused) {
                return false;
            }
        }));
    }

    private static Problem refusal(Budget budget, Urgency urgency) {
        try {
            urgency.call(() -> {
                budget.take();
                return null;
            });
        } catch (ProblemException refused) {
            return refused.problem();
        }
        throw new AssertionError("The call went through.");
    }

    private static <T> List<T> all(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(work)) answers.add(answer.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
