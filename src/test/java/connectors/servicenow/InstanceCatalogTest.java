package connectors.servicenow;

import static connectors.servicenow.ServiceNowHarness.names;
import static connectors.servicenow.ServiceNowHarness.table;
import static connectors.servicenow.ServiceNowHarness.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.ForeignKey;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import catalog.TableSummary;
import egress.KeepsPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import testing.servicenow.Instance;
import testing.servicenow.ServiceNowServer;

/** What is read of an instance, and in how many calls. */
@ExtendWith(KeepsPolicy.class)
class InstanceCatalogTest {
    private ServiceNowServer server;
    private ServiceNowHarness harness;

    @BeforeEach
    void start() throws Exception {
        server = ServiceNowServer.start();
        harness = ServiceNowHarness.of(server);
    }

    @AfterEach
    void stop() {
        harness.close();
        server.close();
    }

    private void settings(String... more) throws Exception {
        harness.close();
        harness = ServiceNowHarness.of(server, more);
    }

    private static Column column(Table table, String name) {
        return table.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void scopesAreSchemas() {
        assertThat(harness.schemas(false)).extracting(Schema::name, Schema::comment).containsExactly(org.assertj.core.groups.Tuple.tuple("global", "Global"),
                org.assertj.core.groups.Tuple.tuple("x_acme_fleet", "Acme Fleet"));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void tablesOfAScopeAreListedByName() {
        assertThat(harness.tables("global")).extracting(TableSummary::name)
                .containsExactly("cmdb", "cmdb_ci", "cmdb_ci_computer", "cmdb_ci_hardware", "incident", "sys_attachment", "sys_user", "task");
        assertThat(harness.tables("x_acme_fleet")).extracting(TableSummary::comment).containsExactly("Car");
        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"global^ORnameISNOTEMPTY", "global=x", "a\nb", "GLOBAL", "", "x^EQ"})
    void whatIsNoNameIsNotAskedFor(String text) {
        assertThat(harness.tables(text)).isEmpty();
        assertThat(harness.table("global", text)).isNull();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aTableHasWhatItInheritsAndTheNearestDefinitionCounts() {
        Table incident = table(harness.read(), "incident");
        assertThat(incident.schema()).isEqualTo("global");
        assertThat(incident.comment()).isEqualTo("Incident");
        assertThat(incident.columns()).extracting(Column::name).startsWith("sys_id", "assigned_to").contains("number", "caller_id").doesNotContain("old_thing").doesNotHaveDuplicates();
        assertThat(column(incident, "short_description")).extracting(Column::length, Column::comment).containsExactly(200, "What happened");
        assertThat(column(incident, "state")).extracting(Column::defaultValue, Column::nullable).as("overridden").containsExactly("2", false);
        assertThat(column(incident, "number").comment()).isEqualTo("Number: Given by the system");
        assertThat(column(incident, "sys_id")).extracting(Column::type, Column::length, Column::nullable).containsExactly(CommonType.CHAR, 32, false);
        assertThat(incident.primaryKey().columns()).containsExactly("sys_id");
        assertThat(incident.properties()).containsEntry("extends", "task").containsEntry("choices state", List.of("1 = New", "6 = Resolved"));
        Table task = table(harness.read(), "task");
        assertThat(column(task, "state")).extracting(Column::defaultValue, Column::nullable).as("not overridden").containsExactly("1", true);
        assertThat(task.properties()).containsEntry("choices state", List.of("1 = Open", "3 = Closed"));
    }

    @Test
    void severalLevelsAreInherited() {
        assertThat(table(harness.read(), "cmdb_ci_computer").columns()).extracting(Column::name)
                .containsExactly("sys_id", "asset_tag", "sys_class_name", "sys_updated_on", "name", "ram", "os");
    }

    @Test
    void referencesAreForeignKeysWithTheirRule() {
        List<ForeignKey> keys = table(harness.read(), "incident").foreignKeys();
        assertThat(keys).extracting(ForeignKey::name, ForeignKey::onDelete).contains(org.assertj.core.groups.Tuple.tuple("caller_id", "RESTRICT"),
                org.assertj.core.groups.Tuple.tuple("parent", "CASCADE"), org.assertj.core.groups.Tuple.tuple("assigned_to", null));
        assertThat(keys.get(0).references()).isEqualTo(new ForeignKey.Reference("global", "sys_user", List.of("sys_id")));
        assertThat(keys).extracting(ForeignKey::name).doesNotContain("watch_list");
    }

    @Test
    void listsAndReferencesByColumnArePropertiesAndUnknownTypesStay() {
        List<Discovered> all = harness.read();
        assertThat(column(table(all, "task"), "watch_list").type()).isEqualTo(CommonType.ARRAY);
        assertThat(table(all, "task").properties()).containsEntry("lists_of_references", List.of("watch_list -> sys_user"));
        assertThat(table(all, "sys_attachment").properties()).containsEntry("references_by_column", List.of("table_sys_id -> the table that table_name names"));
        Table car = table(all, "x_acme_fleet_car");
        assertThat(car.properties()).containsEntry("references_to_hidden_tables", List.of("gone_table -> x_not_there"));
        assertThat(column(car, "strange")).extracting(Column::type, Column::nativeType).containsExactly(CommonType.UNKNOWN, "x_acme_own_type");
        assertThat(car.uniqueConstraints()).extracting(key -> key.columns().get(0)).containsExactly("plate");
    }

    @Test
    void allIsInOrderAndNothingIsMissing() {
        List<Discovered> all = harness.read();
        assertThat(unreadable(all)).isEmpty();
        assertThat(names(all)).hasSize(9).isSorted();
    }

    @Test
    void aCircleOfTablesEnds() {
        server.instance().change("sys_db_object", row -> row.get("name").equals("cmdb"), "super_class", Instance.id("table cmdb_ci_computer"));
        assertThat(names(harness.read())).hasSize(9);
        assertThat(harness.table("global", "cmdb_ci")).isNotNull();
    }

    @Test
    void oneTableIsReadInAFewCallsAndAsTheImportReadsIt() {
        assertThat(harness.table("global", "incident")).isEqualTo(table(harness.read(), "incident"));
        server.instance().generated(300, 4_000);
        int before = server.asked().size();
        assertThat(harness.table("global", "cmdb_ci_computer").columns()).hasSize(7);
        assertThat(server.asked().subList(before, server.asked().size())).hasSize(6).noneMatch(asked -> asked.target().contains("u_generated"));
        assertThat(harness.table("x_acme_fleet", "incident")).as("in another scope").isNull();
        assertThat(harness.table("global", "nothing")).isNull();
    }

    @Test
    void fewChosenTablesAreAskedForByName() {
        server.instance().generated(300, 4_000);
        List<Discovered> found = harness.read(new Selection(null, List.of(new TableName("global", "incident")), null, null, true));
        assertThat(names(found)).containsExactly(new TableName("global", "incident"));
        assertThat(server.asked("sys_dictionary")).singleElement().satisfies(asked -> assertThat(asked.target()).contains("nameINincident%2Ctask"));
    }

    @Test
    void nothingChosenAsksForNoColumns() {
        assertThat(harness.read(new Selection(List.of("no_such_scope"), null, null, null, true))).isEmpty();
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void settingsLeaveOutScopesAndTables() throws Exception {
        settings("{'scopes_include': ['glob*'], 'tables_exclude': ['cmdb*']}");
        assertThat(names(harness.read())).extracting(TableName::name).containsExactly("incident", "sys_attachment", "sys_user", "task");
        assertThat(harness.schemas(false)).extracting(Schema::name).containsExactly("global");
        assertThat(harness.tables("x_acme_fleet")).isEmpty();
        assertThat(harness.table("global", "cmdb")).isNull();
    }

    @Test
    void choicesAndHintsAreLeftOutOnRequest() throws Exception {
        settings("{'advanced': {'choices': false, 'hints': false}}");
        Table incident = table(harness.read(), "incident");
        assertThat(incident.properties()).doesNotContainKey("choices state");
        assertThat(server.asked("sys_choice")).isEmpty();
        assertThat(server.asked("sys_documentation")).isEmpty();
    }

    @Test
    void aDictionaryThatIsHiddenEndsTheImportAndRemovesNothing() {
        server.hide("sys_dictionary", row -> true);
        assertThatThrownBy(() -> harness.read()).isInstanceOfSatisfying(ServiceNowHarness.Failed.class, failed -> {
            assertThat(failed.problem.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failed.problem.fix()).contains("personalize_dictionary");
        });
    }

    @Test
    void hiddenTablesAreCountedAndMayBeAnywhere() {
        server.hide("sys_db_object", row -> row.get("name").startsWith("cmdb") && !row.get("name").equals("cmdb"));
        List<Discovered> found = harness.read();
        assertThat(names(found)).extracting(TableName::name).containsExactly("cmdb", "incident", "sys_attachment", "sys_user", "task");
        assertThat(unreadable(found)).filteredOn(one -> one.code().equals("parent_hidden")).extracting(one -> one.tableName().name())
                .as("what it inherits is hidden, so it is left as it is known").containsExactly("x_acme_fleet_car");
        assertThat(unreadable(found)).filteredOn(one -> one.code().equals("rows_hidden")).singleElement().satisfies(gap -> {
            assertThat(gap.message()).contains("3 tables are hidden", "personalize_dictionary");
            assertThat(gap.mayHide(new TableName("any", "thing"))).isTrue();
        });
        assertThatThrownBy(() -> harness.table("x_acme_fleet", "x_acme_fleet_car")).hasMessageContaining("hidden");
    }

    @Test
    void aTableWhoseColumnsAreHiddenIsNotAnEmptyTable() {
        server.hide("sys_dictionary", row -> row.get("name").equals("sys_user"));
        List<Discovered> found = harness.read();
        assertThat(names(found)).extracting(TableName::name).doesNotContain("sys_user").contains("task");
        assertThat(unreadable(found)).extracting(Discovered.Unreadable::code).containsExactly("columns_hidden", "columns_hidden");
        assertThat(unreadable(found)).last().satisfies(gap -> assertThat(gap.message()).contains("7 rows of the dictionary are hidden"));
    }

    @Test
    void whatIsOptionalAndForbiddenIsSaidAndTheRestIsRead() {
        server.forbid("sys_choice");
        List<Discovered> found = harness.read();
        assertThat(names(found)).hasSize(9);
        assertThat(unreadable(found)).singleElement().satisfies(gap -> assertThat(gap.message()).contains("sys_choice"));
    }

    @Test
    void aTokenChangesWithEveryTableThatIsRead() {
        String first = token();
        assertThat(first).isNotNull().isEqualTo(token());
        server.instance().change("sys_db_object", row -> row.get("name").equals("task"), "label", "Work");
        String second = token();
        server.instance().change("sys_dictionary", row -> row.get("element").equals("ram"), "max_length", "50");
        String third = token();
        server.instance().change("sys_choice", row -> true, "label", "Other");
        String fourth = token();
        server.instance().rows().remove("sys_dictionary_override", row -> true);
        assertThat(List.of(first, second, third, fourth, token())).doesNotHaveDuplicates();
    }

    private String token() {
        List<Schema> schemas = harness.schemas(true);
        assertThat(schemas).extracting(Schema::changeToken).containsOnly(schemas.get(0).changeToken());
        return schemas.get(0).changeToken();
    }

    @Test
    void aChangeInThisVerySecondOrAHiddenRowLeavesNoToken() {
        server.instance().rows().all("sys_dictionary").get(0).put("sys_updated_on", java.time.LocalDateTime.now(java.time.ZoneOffset.UTC)
                .format(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")));
        assertThat(token()).isNull();
        server.instance().rows().all("sys_dictionary").get(0).put("sys_updated_on", "2024-03-01 10:00:00");
        server.hide("sys_dictionary", row -> true);
        assertThat(token()).as("which row is the newest is not shown").isNull();
    }
}
