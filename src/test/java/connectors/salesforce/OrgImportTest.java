package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Selection;
import catalog.TableName;
import connectors.Budget;
import connectors.Keepers;
import connectors.TokenKeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import problems.FailureKind;
import testing.salesforce.SalesforceServer;

/** An organization is read in the fewest calls that its limits allow. */
class OrgImportTest {
    private final SalesforceServer org;

    OrgImportTest() throws IOException {
        org = SalesforceServer.start();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void twoThousandObjectsAreReadInEightyTwoCallsAndReadAgainInEightyOne() throws Exception {
        org.objects().generate(1_994);
        try (OrgBench bench = OrgBench.of(org)) {
            List<Discovered> first = bench.read();
            assertThat(first).hasSize(2_000).allMatch(Discovered.Readable.class::isInstance).isSortedAccordingTo((a, b) -> a.tableName().compareTo(b.tableName()));
            assertThat(org.calls()).as("1 list + 80 times 25 descriptions + 1 for record counts").isEqualTo(82);
            assertThat(bench.source.calls(2_000)).hasValue(82);

            List<Discovered> again = bench.read(Selection.EVERYTHING, OrgBench.tokens(first));
            assertThat(again).hasSize(2_000).allMatch(Discovered.Unchanged.class::isInstance);
            assertThat(org.calls() - 82).as("1 list + 80 times 25 answers of 304").isEqualTo(81);
        }
    }

    @Test
    void onlyWhatWasModifiedIsReadAgain() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            KnownTokens known = OrgBench.tokens(bench.read());
            org.objects().touch("Contact");
            assertThat(names(bench.read(Selection.EVERYTHING, known), Discovered.Readable.class)).containsExactly("Contact");
        }
    }

    @Test
    void whereSubrequestsSayNoTimeTheServersClockStandsInForIt() throws Exception {
        org.hideModification();
        try (OrgBench bench = OrgBench.of(org)) {
            KnownTokens known = OrgBench.tokens(bench.read());
            assertThat(names(bench.read(Selection.EVERYTHING, known), Discovered.Unchanged.class)).contains("Account", "User").hasSize(6);
        }
    }

    @Test
    void whatThisImportHasStoredBeforeItWasInterruptedIsNotAskedForAgain() throws Exception {
        org.objects().generate(94);
        Set<String> stored = Set.of("Account", "Contact", "Custom_0003__c", "Lead");
        KnownTokens known = new KnownTokens() {
            @Override
            public String of(TableName name) {
                return null;
            }

            @Override
            public boolean seen(TableName name) {
                return stored.contains(name.name());
            }
        };
        try (OrgBench bench = OrgBench.of(org)) {
            List<Discovered> found = bench.read(Selection.EVERYTHING, known);
            assertThat(found).hasSize(100).isSortedAccordingTo((a, b) -> a.tableName().compareTo(b.tableName()));
            assertThat(names(found, Discovered.Unchanged.class)).containsExactlyInAnyOrderElementsOf(stored);
            assertThat(org.asked().stream().map(asked -> asked.body()).collect(Collectors.joining())).contains("/User/").doesNotContain("/Account/", "/Lead/");
        }
    }

    @Test
    void anObjectThatMayNotBeReadStaysAloneWithIt() throws Exception {
        org.objects().forbid("Contact");
        try (OrgBench bench = OrgBench.of(org)) {
            List<Discovered> found = bench.read();
            assertThat(names(found, Discovered.Unreadable.class)).containsExactly("Contact");
            assertThat(names(found, Discovered.Readable.class)).hasSize(5);
            assertThat(org.calls()).isEqualTo(3);
        }
    }

    @Test
    void aCompositeThatFailsAsAWholeIsDoneInHalvesAndThenOneByOne() throws Exception {
        org.breakComposite(500);
        try (OrgBench bench = OrgBench.of(org)) {
            assertThat(names(bench.read(), Discovered.Readable.class)).containsExactly("Account", "Contact", "Lead", "Opportunity", "Task", "User");
        }
    }

    @Test
    void answersThatAreTooLargeTogetherAreAskedForInHalves() throws Exception {
        org.objects().generate(4);
        org.pad(8_000_000);
        try (OrgBench bench = OrgBench.of(org)) {
            assertThat(names(bench.read(), Discovered.Readable.class)).hasSize(10);
            assertThat(org.calls()).as("list, one of ten, two of five, counts").isEqualTo(5);
        }
    }

    @Test
    void recordCountsAreLeftOutWithoutThePermission() throws Exception {
        org.countNothing();
        try (OrgBench bench = OrgBench.of(org)) {
            assertThat(bench.read()).allMatch(found -> ((Discovered.Readable) found).table().rowEstimate() == null);
            assertThat(org.calls()).isEqualTo(3);
        }
    }

    @Test
    void aSessionThatEndsInMidImportIsRenewedOnce() throws Exception {
        org.objects().generate(294);
        org.rotateRefreshTokens();
        try (OrgBench bench = OrgBench.of(org)) {
            org.expireTokensAfter(6);
            assertThat(names(bench.read(), Discovered.Readable.class)).hasSize(300);
            assertThat(org.tokensGiven()).as("one to begin with, one refresh").isEqualTo(2);
            assertThat(org.calls()).isEqualTo(14);
        }
    }

    @Test
    void aServerThatIsBusyForAWhileIsAskedAgain() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            org.turnAway(2, 503, null);
            assertThat(names(bench.read(), Discovered.Readable.class)).hasSize(6);
        }
    }

    @Test
    void aLimitThatIsUsedUpIsAStateWithAnEndAndNoRetry() throws Exception {
        Noting budget = new Noting();
        org.limit(20, 15_000);
        try (OrgBench bench = new OrgBench(OrgBench.settings(org.url()), new Keepers(TokenKeeper.inMemory(), (organisation, own) -> budget.of(organisation, own.perDay())))) {
            bench.tables();
            assertThat(budget.key).as("host, limit of the connection a day").isEqualTo("localhost:" + org.port() + " 100000");
            assertThat(budget.taken).hasValue(1);
            assertThat(budget.learned).containsExactly(new Budget.Allowance(15_000, 21, null));
            org.refuse("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
            OrgBench.Failed failed = catchThrowableOfType(OrgBench.Failed.class, bench::read);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.QUOTA);
            assertThat(failed.problem.retryAfter()).isEqualTo(Duration.ofHours(1));
            assertThat(budget.rested).containsExactly(Duration.ofHours(1));
            assertThat(org.calls()).isEqualTo(2);
        }
    }

    @Test
    void aLimitOfCallsAtTheSameTimeIsOverSoon() throws Exception {
        org.refuse("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        try (OrgBench bench = OrgBench.of(org)) {
            OrgBench.Failed failed = catchThrowableOfType(OrgBench.Failed.class, bench::tables);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.QUOTA);
            assertThat(failed.problem.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void aFieldThatIsHiddenFromTheUserIsGoneWithTheNextImport() throws Exception {
        try (OrgBench bench = OrgBench.of(org)) {
            KnownTokens known = OrgBench.tokens(bench.read());
            org.objects().hideField("Account", "AnnualRevenue");
            List<Discovered> again = bench.read(Selection.EVERYTHING, known);
            assertThat(names(again, Discovered.Readable.class)).containsExactly("Account");
            assertThat(((Discovered.Readable) again.get(0)).table().columns()).extracting(column -> column.name()).contains("Industry").doesNotContain("AnnualRevenue");
        }
    }

    @Test
    void anOrganizationThatDoesNotAnswerIsGivenUpAtTheDeadline() throws Exception {
        try (OrgBench bench = OrgBench.of(org, "{'advanced': {'timeout': 1}}")) {
            org.hold();
            OrgBench.Failed failed = catchThrowableOfType(OrgBench.Failed.class, bench::tables);
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failed.problem.code()).isEqualTo("no_answer");
        }
    }

    @Test
    void patternsAndTheSwitchDecideWhatIsListed() throws Exception {
        org.objects().generate(3);
        try (OrgBench all = OrgBench.of(org, "{'hide_system': false}"); OrgBench some = OrgBench.of(org, "{'include_patterns': ['*__c', 'Lea?']}")) {
            assertThat(all.tables()).extracting(table -> table.name()).contains("AccountHistory", "AccountShare", "AccountFeed", "AccountChangeEvent").hasSize(13);
            assertThat(some.tables()).extracting(table -> table.name()).containsExactly("Custom_0001__c", "Custom_0002__c", "Custom_0003__c", "Lead");
            assertThat(some.call("tables", java.util.Map.of("schema", "other"), null)).isEqualTo(List.of());
        }
    }

    private static List<String> names(List<Discovered> found, Class<? extends Discovered> kind) {
        return found.stream().filter(kind::isInstance).map(one -> one.tableName().name()).toList();
    }

    /** A budget that notes what it is told. */
    private static final class Noting implements Budget {
        private final AtomicInteger taken = new AtomicInteger();
        private final List<Allowance> learned = new CopyOnWriteArrayList<>();
        private final List<Duration> rested = new CopyOnWriteArrayList<>();
        private String key;

        Budget of(String organisation, Integer perDay) {
            key = organisation + " " + perDay;
            return this;
        }

        @Override
        public void take() {
            taken.incrementAndGet();
        }

        @Override
        public void learn(Allowance allowance) {
            learned.add(allowance);
        }

        @Override
        public void rest(Duration wait) {
            rested.add(wait);
        }
    }
}
