package connectors.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import catalog.Check;
import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.ForeignKey;
import catalog.Key;
import catalog.KnownTokens;
import catalog.Schema;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Budget;
import connectors.Budgets;
import connectors.TokenKeeper;
import egress.KeepsPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.workday.ServiceText;
import testing.workday.ServiceText.Field;
import testing.workday.WorkdayServer;

/** Browsing and importing: web services, reports, WQL. */
@ExtendWith(KeepsPolicy.class)
class CatalogTest {
    private final Bench bench = new Bench();

    CatalogTest() throws IOException { }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static List<TableName> names(List<Discovered> found) {
        return found.stream().map(Discovered::tableName).toList();
    }

    private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }

    @Test
    void aSchemaForEachServiceAndEachOtherSurface() throws IOException {
        assertThat(Bench.schemas(bench.open(Bench.OAUTH), false)).extracting(Schema::name)
                .containsExactly("Absence_Management", "Human_Resources", "reports", "wql");
        assertThat(Bench.schemas(bench.open(), false)).extracting(Schema::name).containsExactly("Absence_Management", "Human_Resources", "reports");
        assertThat(bench.server.asked()).as("they follow from the settings").isEmpty();
    }

    @Test
    void patternsChooseFromThePublicDirectory() throws IOException {
        assertThat(Bench.schemas(bench.open("{'services': ['Payroll*', 'Own_Service'], 'surfaces': ['wws']}"), false)).extracting(Schema::name)
                .containsExactly("Own_Service", "Payroll", "Payroll_CAN", "Payroll_FRA", "Payroll_GBR", "Payroll_Interface");
        assertThat(Bench.schemas(bench.open("{'services': ['*'], 'surfaces': ['wws']}"), false)).hasSizeGreaterThan(40);
    }

    @Test
    void typesOfDataAreTables() throws IOException {
        Table input = Bench.table(bench.open(), "Absence_Management", "Absence_Input_Data");
        assertThat(Bench.tables(bench.open(), "Absence_Management")).containsExactly("Absence_Entry_Data", "Absence_Input_Data");
        assertThat(input).extracting(Table::kind, Table::comment).containsExactly(TableKind.OBJECT, "Absence Input Data");
        assertThat(input.columns()).extracting(Column::name, Column::type, Column::nativeType, Column::nullable).containsExactly(
                tuple("Absence_Input_Reference", CommonType.STRUCT, "reference<Absence_Input>", true),
                tuple("Absence_Input_ID", CommonType.VARCHAR, "string(32)", false),
                tuple("Worker_Reference", CommonType.STRUCT, "reference<Worker>", false),
                tuple("Hours", CommonType.DECIMAL, "decimal(12,2)", true),
                tuple("Start_Date", CommonType.DATE, "date", true),
                tuple("Kind", CommonType.VARCHAR, "string", true),
                tuple("Parent_Reference", CommonType.STRUCT, "reference<Absence_Input>", true),
                tuple("Entry_Data", CommonType.ARRAY, "array<Absence_Entry_Data>", true));
        assertThat(input.columns().get(1)).extracting(Column::length, Column::comment).containsExactly(32, "The Absence Input ID");
        assertThat(input.columns().get(3)).extracting(Column::precision, Column::scale).containsExactly(12, 2);
    }

    @Test
    void whatTheDescriptionSaysBesidesIsKept() throws IOException {
        Table input = Bench.table(bench.open(), "Absence_Management", "Absence_Input_Data");
        assertThat(input.primaryKey()).isEqualTo(new Key("reference", List.of("Absence_Input_Reference")));
        assertThat(input.foreignKeys()).containsExactly(new ForeignKey("Parent_Reference → Absence_Input", List.of("Parent_Reference"),
                new ForeignKey.Reference("Absence_Management", "Absence_Input_Data", List.of("Absence_Input_Reference")), null, null));
        assertThat(input.checkConstraints()).containsExactly(new Check("Hours", "Hours >= 0"));
        assertThat(input.properties()).containsEntry("operations", List.of("Get_Absence_Inputs", "Put_Absence_Input"))
                .containsEntry("values", List.of("Kind: Accrual, Time_Off")).containsEntry("nested", List.of("Entry_Data: Absence_Entry_Data"));
        assertThat(input.properties().get("references").toString()).contains("Worker_Reference: Worker (WID, Worker_ID)");
        assertThat(input.toString()).as("the vendor's rules are no documentation").doesNotContain("Not for us");
    }

    @Test
    void aTypeThatHoldsItselfIsNormal() throws IOException {
        bench.server.service(new ServiceText("Circles").part("Loop", Field.of("Again_Data", "data Loop"), Field.of("Other", "wd:OtherType"))
                .with("<xsd:complexType name=\"OtherType\"><xsd:sequence><xsd:element name=\"More\" type=\"wd:OtherType\"/>"
                        + "<xsd:element name=\"Name\" type=\"xsd:string\"/></xsd:sequence></xsd:complexType>"));
        assertThat(Bench.table(bench.open("{'services': ['Circles']}"), "Circles", "Loop_Data").columns()).extracting(Column::nativeType)
                .containsExactly("Loop_Data", "struct<More:reference<More>,Name:string>");
    }

    @Test
    void reportsAreTablesAndTheirGroupsToo() throws IOException {
        WorkdaySource source = bench.open();
        assertThat(Bench.tables(source, "reports")).containsExactly("Headcount", "Headcount/Dependents_group", "Headcount/Dependents_group/Coverage_group");
        Table headcount = Bench.table(source, "reports", "Headcount");
        assertThat(headcount.kind()).isEqualTo(TableKind.REPORT);
        assertThat(headcount.columns()).extracting(Column::name, Column::type, Column::nullable).containsExactly(
                tuple("Worker", CommonType.STRUCT, true), tuple("Employee_ID", CommonType.VARCHAR, false), tuple("FTE", CommonType.DECIMAL, true),
                tuple("Hire_Date", CommonType.DATE, true), tuple("Notes", CommonType.VARCHAR, true));
        assertThat(headcount.properties()).containsEntry("owner", "ISU_Reports").containsEntry("groups", List.of("Headcount/Dependents_group"));
        assertThat(Bench.table(source, "reports", "Headcount/Dependents_group").properties()).containsEntry("parent", "Headcount").containsEntry("repeats", true);
        assertThat(bench.server.asked()).as("a report is never run").allSatisfy(one -> assertThat(one.target()).endsWith("?xsd"));
    }

    @Test
    void dataSourcesOfWqlAreTables() throws IOException {
        WorkdaySource source = bench.open(Bench.OAUTH);
        assertThat(Bench.tables(source, "wql")).containsExactly("allOrganizations", "allWorkers");
        Table workers = Bench.table(source, "wql", "allWorkers");
        assertThat(workers.columns()).extracting(Column::name, Column::type, Column::nativeType).containsExactly(
                tuple("workdayID", CommonType.VARCHAR, "Text"), tuple("fullName", CommonType.VARCHAR, "Text"),
                tuple("manager", CommonType.STRUCT, "Single Instance<Worker>"),
                tuple("organizations", CommonType.ARRAY, "Multi Instance<Organization>"), tuple("hireDate", CommonType.DATE, "Date"),
                tuple("pay", CommonType.DECIMAL, "Currency"), tuple("odd", CommonType.UNKNOWN, "Hologram"));
        assertThat(workers.primaryKey().columns()).containsExactly("workdayID");
        assertThat(workers.foreignKeys()).extracting(key -> key.references().table()).containsExactly("allWorkers", "allOrganizations");
        assertThat(workers.properties()).containsEntry("business_object", "Worker").containsEntry("references",
                List.of("manager: Worker", "organizations: Organization"));
    }

    @Test
    void listsAreReadToTheirTotal() throws IOException {
        IntStream.range(0, 25).forEach(i -> bench.server.dataSource("m" + i, "many" + i, "o9", "Thing", WorkdayServer.field("a", "Text", null, null)));
        ObjectNode[] fields = IntStream.range(0, 23).mapToObj(i -> WorkdayServer.field("f" + i, "Text", null, null)).toArray(ObjectNode[]::new);
        bench.server.dataSource("wide", "wide", "o8", "Wide", fields);
        WorkdaySource source = bench.open(Bench.OAUTH, "{'advanced': {'page_size': 10, 'requests_per_second': 20}}");
        assertThat(Bench.tables(source, "wql")).hasSize(28);
        assertThat(bench.asked("dataSources?limit=10")).isEqualTo(3);
        assertThat(Bench.table(source, "wql", "wide").columns()).hasSize(23);
    }

    @Test
    void wqlIsClosedToAnIntegrationSystemUserAndThatIsSaid() throws IOException {
        WorkdaySource source = bench.open();
        assertThat(((Remarks) source.beans().get("remarks")).all()).singleElement().asString().contains("WQL", "not read");
        assertThat(problem(() -> Bench.tables(source, "wql"))).extracting(Problem::kind, Problem::field)
                .containsExactly(FailureKind.NOT_FOUND, "/authentication/type");
        assertThat(((Remarks) bench.open(Bench.OAUTH).beans().get("remarks")).all()).isEmpty();
    }

    @Test
    void anImportAsksForEachDescriptionOnce() throws IOException {
        WorkdaySource source = bench.open(Bench.OAUTH);
        Bench.schemas(source, true);
        List<Discovered> found = Bench.read(source, KnownTokens.NONE);
        assertThat(names(found)).isSorted().hasSize(8).doesNotHaveDuplicates();
        assertThat(bench.asked("?wsdl")).isEqualTo(2);
        assertThat(bench.asked("?xsd")).isEqualTo(1);
        assertThat(bench.server.asked().size()).isLessThanOrEqualTo((int) source.calls(8).orElseThrow() + 1);
    }

    @Test
    void whatIsAsItWasIsNotReadAgain() throws IOException {
        Map<TableName, String> tokens = new HashMap<>();
        Bench.read(bench.open(Bench.OAUTH), KnownTokens.NONE)
                .forEach(one -> tokens.put(one.tableName(), ((Discovered.Readable) one).sourceToken()));
        assertThat(tokens.values()).doesNotContainNull();
        assertThat(Bench.read(bench.open(Bench.OAUTH), tokens::get)).allSatisfy(one -> assertThat(one).isInstanceOf(Discovered.Unchanged.class));
        bench.server.dataSource("ds2", "allOrganizations", "o2", "Organization", WorkdayServer.field("workdayID", "Numeric", null, null));
        assertThat(Bench.read(bench.open(Bench.OAUTH), tokens::get)).filteredOn(one -> one instanceof Discovered.Readable)
                .extracting(one -> one.tableName().name()).containsExactly("allOrganizations");
    }

    @Test
    void aServiceHasAnotherChangeTokenWhenItsDescriptionIsAnother() throws IOException {
        List<Schema> before = Bench.schemas(bench.open(), true);
        assertThat(Bench.schemas(bench.open(), true)).isEqualTo(before);
        bench.server.service(new ServiceText("Human_Resources").thing("Worker", Field.of("Worker_ID", "text(21)")));
        List<Schema> after = Bench.schemas(bench.open(), true);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1).changeToken()).isNotNull().isNotEqualTo(before.get(1).changeToken());
    }

    @Test
    void anImportIsPlannedByWhatIsThereNow() throws IOException {
        WorkdaySource source = bench.open();
        Bench.read(source, KnownTokens.NONE);
        bench.server.service(new ServiceText("Human_Resources").thing("Worker", Field.of("Worker_ID", "text(21)")));
        Bench.schemas(source, true);
        assertThat(Bench.table(source, "Human_Resources", "Worker_Data").columns()).hasSize(2);
    }

    @Test
    void aDescriptionWithAnEntityTagIsNotSentTwice() throws IOException {
        bench.server.tags();
        WorkdaySource source = bench.open();
        List<Schema> before = Bench.schemas(source, true);
        assertThat(Bench.schemas(source, true)).isEqualTo(before);
        assertThat(bench.server.asked()).filteredOn(one -> one.header("If-None-Match") != null).hasSize(2);
        assertThat(Bench.tables(source, "Absence_Management")).hasSize(2);
    }

    @Test
    void whatCannotBeReadIsReportedAndTheRestGoesOn() throws IOException {
        bench.server.report("ISU_Reports", "Matrix", "").deny("wql");
        WorkdaySource source = bench.open(Bench.OAUTH, "{'services': ['Absence_Management', 'Nothing'], 'reports': [{'owner': 'ISU_Reports', 'name':"
                + " 'Headcount'}, {'owner': 'ISU_Reports', 'name': 'Matrix'}]}");
        assertThat(Bench.schemas(source, true)).extracting(Schema::changeToken).filteredOn(token -> token != null).hasSize(1);
        List<Discovered> found = Bench.read(source, KnownTokens.NONE);
        assertThat(found).filteredOn(one -> one instanceof Discovered.Unreadable).extracting(Discovered::tableName)
                .containsExactly(new TableName("Nothing", "*"), new TableName("reports", "Matrix"), new TableName("wql", "*"));
        assertThat(found).hasSize(8);
    }

    @Test
    void reportsOfOneNameAreKeptApart() throws IOException {
        bench.server.report("other.owner", "Headcount", testing.workday.ReportText.HEADCOUNT);
        assertThat(Bench.tables(bench.open("{'reports': [{'owner': 'ISU_Reports', 'name': 'Headcount'}, {'owner': 'other.owner', 'name': 'Headcount'}]}"),
                "reports")).contains("Headcount (ISU_Reports)", "Headcount (other.owner)/Dependents_group");
    }

    @Test
    void anExpiredTokenIsRenewedInTheMiddleOfAnImport() throws IOException {
        bench.server.expireAfter(2);
        assertThat(Bench.read(bench.open(Bench.OAUTH), KnownTokens.NONE)).hasSize(8).noneMatch(one -> one instanceof Discovered.Unreadable);
        assertThat(bench.server.tokensGiven()).isGreaterThan(1);
    }

    @Test
    void aRefreshTokenForOneUseIsUsedOnceByThreeReplicas() throws Exception {
        bench.server.rotate();
        AtomicInteger kept = new AtomicInteger();
        TokenKeeper memory = TokenKeeper.inMemory();
        TokenKeeper counting = (refused, ask) -> memory.current(refused, before -> {
            kept.incrementAndGet();
            return ask.apply(before);
        });
        bench.with(counting);
        List<Thread> replicas = IntStream.range(0, 3).mapToObj(i -> new Thread(() -> {
            try {
                Bench.read(bench.open(Bench.OAUTH), KnownTokens.NONE);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        })).toList();
        replicas.forEach(Thread::start);
        for (Thread replica : replicas) replica.join();
        assertThat(bench.server.tokensGiven()).isEqualTo(1);
        assertThat(kept).hasValue(1);
        bench.server.expireAfter(0);
        bench.server.rotate().expireAfter(100);
        assertThat(Bench.read(bench.open(Bench.OAUTH), KnownTokens.NONE)).noneMatch(one -> one instanceof Discovered.Unreadable);
    }

    /** Counts, and hears what it is told. */
    private static final class Ear implements Budget {
        final AtomicInteger taken = new AtomicInteger();
        final List<Duration> rests = new CopyOnWriteArrayList<>();

        @Override
        public void take() {
            taken.incrementAndGet();
        }

        @Override
        public void rest(Duration wait) {
            rests.add(wait);
        }
    }

    @Test
    void aStormIsWaitedOutAndTheBudgetHearsOfIt() throws IOException {
        Ear ear = new Ear();
        List<String> organisations = new CopyOnWriteArrayList<>();
        Budgets counted = (organisation, own) -> {
            organisations.add(organisation + " " + own.perMinute());
            return ear;
        };
        bench.with(counted);
        bench.server.refuse(3, null);
        assertThat(Bench.tables(bench.open(), "Absence_Management")).hasSize(2);
        assertThat(organisations).containsExactly("localhost:" + bench.server.port() + "/company_impl 1200");
        assertThat(ear.rests).as("each longer than the one before").hasSize(3).isSorted();
        assertThat(ear.taken).hasValue(4);
        bench.server.refuse(1, "0");
        assertThat(Bench.tables(bench.open(), "Human_Resources")).hasSize(1);
        assertThat(ear.rests).contains(Duration.ZERO);
        bench.server.overload(1);
        Bench.tables(bench.open(), "Human_Resources");
        assertThat(ear.rests).hasSize(5);
    }

    @Test
    void aTenantThatAsksForMoreTimeThanCanBeWaitedIsAQuota() {
        bench.server.refuse(1, "600");
        Problem problem = problem(() -> Bench.tables(bench.open(), "Absence_Management"));
        assertThat(problem).extracting(Problem::kind, Problem::retryAfter).containsExactly(FailureKind.QUOTA, Duration.ofMinutes(10));
        assertThat(bench.server.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatIsTooSlowIsGivenUp() {
        bench.server.slow(1_500);
        WorkdaySource source = bench.open("{'advanced': {'timeout': 1}}");
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(() -> Bench.tables(source, "Absence_Management"));
        assertThat(source.explain(failure)).extracting(Problem::kind, Problem::code).containsExactly(FailureKind.TRANSIENT, "no_answer");
    }
}
