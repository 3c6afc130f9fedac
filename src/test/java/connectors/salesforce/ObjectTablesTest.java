package connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.CommonType;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an object's description. */
class ObjectTablesTest {
    private static Table table(String json) throws Exception {
        JsonNode object = new ObjectMapper().readTree(json.replace('\'', '"'));
        return new ObjectTables(OrgBench.TYPE).of(new Listed(object.path("name").asText("Thing__c"), null), object, 7L);
    }

    private static Column only(String field) throws Exception {
        return table("{'name': 'Thing__c', 'fields': [" + field + "]}").columns().get(0);
    }

    @Test
    void anObjectIsATableOfItsOwnKindWithIdForItsKey() throws Exception {
        Table table = table("{'name': 'acme__Thing__c', 'label': 'Thing', 'custom': true, 'queryable': true, 'keyPrefix': 'a00', 'fields': [{'name': 'Id', 'type': 'id', 'length': 18, 'nillable': false}]}");
        assertThat(table.tableName().toString()).isEqualTo("salesforce.acme__Thing__c");
        assertThat(table.kind()).isEqualTo(TableKind.OBJECT);
        assertThat(table.primaryKey()).isEqualTo(new Key("Id", List.of("Id")));
        assertThat(table.comment()).isEqualTo("Thing");
        assertThat(table.rowEstimate()).isEqualTo(7);
        assertThat(table.properties()).containsEntry("namespace", "acme").containsEntry("kind", "custom object").containsEntry("queryable", true).containsEntry("key_prefix", "a00");
    }

    @Test
    void aNumberWithoutDecimalsStaysADecimal() throws Exception {
        Column amount = only("{'name': 'Amount', 'type': 'double', 'precision': 18, 'scale': 0, 'length': 0}");
        assertThat(List.<Object>of(amount.type(), amount.nativeType(), amount.precision(), amount.scale())).containsExactly(CommonType.DECIMAL, "double", 18, 0);
        assertThat(amount.length()).isNull();
    }

    @Test
    void textsHaveTheirLengthAndWhatTheyMean() throws Exception {
        Column name = only("{'name': 'Code__c', 'label': 'Code', 'inlineHelpText': 'Three letters', 'type': 'string', 'length': 3, 'nillable': false, 'defaultValueFormula': '\\\"ABC\\\"', 'defaultValue': 'x'}");
        assertThat(name).isEqualTo(new Column("Code__c", 1, CommonType.VARCHAR, "string", 3, null, null, false, "\"ABC\"", false, null, "Code: Three letters"));
    }

    @Test
    void formulasAndNumbersThatSalesforceGivesAreSaid() throws Exception {
        assertThat(only("{'name': 'F', 'type': 'currency', 'calculated': true, 'calculatedFormula': 'A * B', 'precision': 18, 'scale': 2}").generated()).isEqualTo("A * B");
        assertThat(only("{'name': 'Rollup', 'type': 'double', 'calculated': true, 'precision': 18, 'scale': 2}").generated()).isEqualTo("calculated by Salesforce");
        assertThat(only("{'name': 'N', 'type': 'string', 'autoNumber': true, 'length': 30}").identity()).isTrue();
    }

    @Test
    void aReferenceToSeveralObjectsIsAnEdgeToEach() throws Exception {
        Table task = table("{'name': 'Task', 'fields': [{'name': 'WhoId', 'type': 'reference', 'referenceTo': ['Contact', 'Lead']}, {'name': 'ParentId', 'type': 'reference', 'referenceTo': ['Task'], 'cascadeDelete': true}]}");
        assertThat(task.foreignKeys()).containsExactly(
                new ForeignKey("WhoId.Contact", List.of("WhoId"), new ForeignKey.Reference("salesforce", "Contact", List.of("Id")), null, null),
                new ForeignKey("WhoId.Lead", List.of("WhoId"), new ForeignKey.Reference("salesforce", "Lead", List.of("Id")), null, null),
                new ForeignKey("ParentId", List.of("ParentId"), new ForeignKey.Reference("salesforce", "Task", List.of("Id")), "CASCADE", null));
        assertThat(task.properties()).containsEntry("polymorphic", List.of("WhoId"));
    }

    @Test
    void externalIdsPicklistsAndChildrenAreProperties() throws Exception {
        Table table = table("""
                {'name': 'Thing__c', 'fields': [
                  {'name': 'Key__c', 'type': 'string', 'externalId': true, 'unique': true}, {'name': 'Secret__c', 'type': 'encryptedstring'},
                  {'name': 'Stage__c', 'type': 'picklist', 'restrictedPicklist': true, 'picklistValues': [{'value': 'Open', 'active': true}, {'value': 'Old', 'active': false}]}],
                 'childRelationships': [{'childSObject': 'Part__c', 'field': 'Thing__c'}, {'childSObject': 'Note', 'field': 'ParentId'}]}""");
        assertThat(table.uniqueConstraints()).containsExactly(new Key("Key__c", List.of("Key__c")));
        assertThat(table.properties()).containsEntry("external_ids", List.of("Key__c")).containsEntry("encrypted", List.of("Secret__c")).containsEntry("values.Stage__c", List.of("Open"))
                .containsEntry("restricted_picklists", List.of("Stage__c")).containsEntry("children", List.of("Note.ParentId", "Part__c.Thing__c"));
        assertThat(table.primaryKey()).isNull();
    }

    @Test
    void whatAServerMakesUpIsBounded() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 10_050; i++) fields.append(i == 0 ? "" : ",").append("{'name': 'F").append(i).append("', 'type': 'nonsense'}");
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 300; i++) values.append(i == 0 ? "" : ",").append("{'value': 'v").append(i).append("'}");
        Table many = table("{'name': 'T', 'fields': [" + fields + "]}");
        assertThat(many.columns()).hasSize(10_000).allMatch(column -> column.type() == CommonType.UNKNOWN && column.nativeType().equals("nonsense"));
        assertThat(many.properties()).containsEntry("truncated", true);
        Table odd = table("{'name': 'T', 'fields': [{'name': 'P', 'type': 'picklist', 'picklistValues': [" + values + "]}, {'name': 'P', 'type': 'string'}, {'type': 'string'}, {'name': 'R', 'type': 'reference', 'referenceTo': ['../evil', 7]}]}");
        assertThat((List<?>) odd.properties().get("values.P")).hasSize(201);
        assertThat(odd.columns()).extracting(Column::name).containsExactly("P", "R");
        assertThat(odd.foreignKeys()).isEmpty();
    }
}
