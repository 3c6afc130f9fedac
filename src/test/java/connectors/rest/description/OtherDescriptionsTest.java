package connectors.rest.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import catalog.Column;
import catalog.CommonType;
import catalog.Table;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import problems.FailureKind;
import problems.ProblemException;

/** OData metadata, GraphQL introspection, and samples of answers. */
class OtherDescriptionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Description odata(String xml) {
        return Descriptions.read(xml.getBytes(StandardCharsets.UTF_8), null, Elsewhere.NOWHERE);
    }

    private static Table table(Description description, String name) {
        return description.tables().stream().filter(table -> table.tableName().toString().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> columns(Table table) {
        return table.columns().stream().map(column -> column.name() + " " + column.type() + " " + column.nativeType() + (column.nullable() ? "?" : "")).toList();
    }

    private static List<String> edges(Table table) {
        return table.foreignKeys().stream().map(key -> key.name() + ": " + key.columns() + " → " + key.references().table() + key.references().columns()).toList();
    }

    private static final String ODATA4 = """
            <?xml version="1.0" encoding="utf-8"?>
            <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
             <Schema Namespace="Shop.Model" Alias="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
              <EnumType Name="State"><Member Name="Open" Value="0"/><Member Name="Closed" Value="1"/></EnumType>
              <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal"/>
              <ComplexType Name="Address"><Property Name="Street" Type="Edm.String"/><Property Name="Inner" Type="Collection(S.Address)"/></ComplexType>
              <EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int64" Nullable="false"/></EntityType>
              <EntityType Name="Order" BaseType="S.Base" OpenType="true">
               <Property Name="Name" Type="Edm.String" MaxLength="40"/><Property Name="Long" Type="Edm.String" MaxLength="max"/>
               <Property Name="Price" Type="Edm.Decimal" Precision="10" Scale="2"/><Property Name="Fee" Type="S.Money"/>
               <Property Name="At" Type="Edm.DateTimeOffset" Nullable="false"/><Property Name="State" Type="Shop.Model.State"/>
               <Property Name="Address" Type="S.Address"/><Property Name="Tags" Type="Collection(Edm.String)"/><Property Name="CustomerId" Type="Edm.Guid"/>
               <NavigationProperty Name="Customer" Type="S.Customer"><ReferentialConstraint Property="CustomerId" ReferencedProperty="Key"/></NavigationProperty>
               <NavigationProperty Name="Parts" Type="Collection(S.Order)"/>
              </EntityType>
              <EntityType Name="Customer"><Key><PropertyRef Name="Key"/></Key><Property Name="Key" Type="Edm.Guid" Nullable="false"/><Property Name="Where" Type="Edm.GeographyPoint"/></EntityType>
              <EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="S.Order"/><EntitySet Name="Customers" EntityType="Shop.Model.Customer"/><Singleton Name="Me" Type="S.Customer"/></EntityContainer>
             </Schema></edmx:DataServices></edmx:Edmx>
            """;

    @Test
    void entitySetsOfODataAreTables() {
        Description description = odata(ODATA4);
        assertThat(description.format()).isEqualTo("OData 4.0");
        assertThat(description.tables()).extracting(table -> table.tableName().toString()).containsExactly("Container.Customers", "Container.Me", "Container.Orders");
        Table orders = table(description, "Container.Orders");
        assertThat(columns(orders)).containsExactly("Id BIGINT Edm.Int64", "Name VARCHAR Edm.String?", "Long VARCHAR Edm.String?", "Price DECIMAL Edm.Decimal?", "Fee DECIMAL Shop.Model.Money?",
                "At TIMESTAMP_TZ Edm.DateTimeOffset", "State VARCHAR Shop.Model.State enum(Open, Closed)?",
                "Address STRUCT Shop.Model.Address<Street:Edm.String,Inner:array<Shop.Model.Address<Street:Edm.String,Inner:Collection(S.Address)>>>?",
                "Tags ARRAY array<Edm.String>?", "CustomerId UUID Edm.Guid?");
        assertThat(orders.columns()).extracting(Column::length).containsExactly(null, 40, null, null, null, null, null, null, null, null);
        assertThat(orders.columns().get(3)).satisfies(price -> assertThat(List.of(price.precision(), price.scale())).containsExactly(10, 2));
        assertThat(orders.primaryKey().columns()).containsExactly("Id");
        assertThat(edges(orders)).containsExactly("Customer: [CustomerId] → Customers[Key]");
        assertThat(orders.properties()).containsEntry("open_type", true).containsEntry("navigations", List.of("Customer", "Parts"));
    }

    @Test
    void associationsOfOData2AreForeignKeys() {
        Description description = odata("""
                <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices m:DataServiceVersion="2.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
                 <Schema Namespace="N" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
                  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="CategoryID" Type="Edm.Int32"/><Property Name="Made" Type="Edm.DateTime"/>
                   <NavigationProperty Name="Category" Relationship="N.FK_Product_Category" FromRole="Products" ToRole="Categories"/></EntityType>
                  <EntityType Name="Category"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
                   <NavigationProperty Name="Products" Relationship="N.FK_Product_Category" FromRole="Categories" ToRole="Products"/></EntityType>
                  <Association Name="FK_Product_Category"><End Role="Categories" Type="N.Category" Multiplicity="0..1"/><End Role="Products" Type="N.Product" Multiplicity="*"/>
                   <ReferentialConstraint><Principal Role="Categories"><PropertyRef Name="ID"/></Principal><Dependent Role="Products"><PropertyRef Name="CategoryID"/></Dependent></ReferentialConstraint></Association>
                  <EntityContainer Name="Entities"><EntitySet Name="Products" EntityType="N.Product"/><EntitySet Name="Categories" EntityType="N.Category"/>
                   <AssociationSet Name="X" Association="N.FK_Product_Category"><End Role="Categories" EntitySet="Categories"/><End Role="Products" EntitySet="Products"/></AssociationSet></EntityContainer>
                 </Schema></edmx:DataServices></edmx:Edmx>
                """);
        assertThat(description.format()).isEqualTo("OData 2.0");
        assertThat(edges(table(description, "Entities.Products"))).containsExactly("Category: [CategoryID] → Categories[ID]");
        assertThat(edges(table(description, "Entities.Categories"))).isEmpty();
        assertThat(table(description, "Entities.Products").columns().get(2).type()).isEqualTo(CommonType.TIMESTAMP);
        assertThat(table(description, "Entities.Products").primaryKey().columns()).containsExactly("ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<!DOCTYPE Edmx [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Edmx><Schema Namespace=\"&x;\"/></Edmx>",
        "<!DOCTYPE Edmx [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><Edmx>&b;</Edmx>",
        "<!DOCTYPE Edmx SYSTEM \"http://localhost:1/x.dtd\"><Edmx/>", "<Edmx>", "<other/>", "<Edmx><Schema Namespace=\"&x;\"/></Edmx>"})
    void whatIsNoODataMetadataIsRefused(String xml) {
        assertThatThrownBy(() -> odata(xml)).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().code()).isEqualTo("description_unreadable"));
    }

    @Test
    void typesOfODataThatAreMadeOfThemselvesEnd() {
        Description description = odata("""
                <Edmx Version="4.01"><DataServices><Schema Namespace="N"><Member Name="lost"/>
                 <EntityType Name="A" BaseType="N.B"><Property Name="x" Type="N.T"/><Property Name="y" Type="Lost.Type"/></EntityType>
                 <EntityType Name="B" BaseType="N.A"><Property Name="z" Type="N.C"/></EntityType>
                 <TypeDefinition Name="T" UnderlyingType="N.T"/><ComplexType Name="C" BaseType="N.C"><Property Name="c" Type="N.C"/></ComplexType>
                 <EntityContainer Name="E"><EntitySet Name="As" EntityType="N.A"/><EntitySet Name="Nones" EntityType="N.None"/><EntitySet Name="Nothing"/></EntityContainer>
                </Schema></DataServices></Edmx>
                """);
        assertThat(table(description, "E.As").columns()).extracting(Column::name).containsExactly("z", "x", "y");
        assertThat(table(description, "E.As").columns()).extracting(Column::type).containsExactly(CommonType.STRUCT, CommonType.UNKNOWN, CommonType.UNKNOWN);
        assertThat(table(description, "E.Nones").columns()).isEmpty();
    }

    private static String type(String kind, String name, String fields) {
        return "{\"kind\": \"" + kind + "\", \"name\": \"" + name + "\", \"fields\": [" + fields + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\": \"" + name + "\", \"args\": [], \"type\": " + type + "}";
    }

    private static String of(String kind, String name) {
        return "{\"kind\": \"" + kind + "\", \"name\": \"" + name + "\"}";
    }

    private static String required(String type) {
        return "{\"kind\": \"NON_NULL\", \"name\": null, \"ofType\": " + type + "}";
    }

    private static String list(String type) {
        return "{\"kind\": \"LIST\", \"name\": null, \"ofType\": " + type + "}";
    }

    private static Description graphql(String... types) throws IOException {
        return GraphQl.read(JSON.readTree("{\"data\": {\"__schema\": {\"queryType\": {\"name\": \"Root\"}, \"types\": [" + String.join(",", types) + "]}}}"));
    }

    @Test
    void listsOfGraphQlAreTablesAndTheirTypesAreEdges() throws IOException {
        Description description = graphql(
                type("OBJECT", "Root", field("orders", of("OBJECT", "OrderConnection")) + "," + field("users", required(list(required(of("OBJECT", "User"))))) + "," + field("version", of("SCALAR", "String"))),
                type("OBJECT", "OrderConnection", field("edges", list(of("OBJECT", "OrderEdge"))) + "," + field("pageInfo", of("OBJECT", "PageInfo"))),
                type("OBJECT", "OrderEdge", field("node", of("OBJECT", "Order"))),
                type("OBJECT", "Order", field("id", required(of("SCALAR", "ID"))) + "," + field("total", of("SCALAR", "Decimal")) + "," + field("state", of("ENUM", "State")) + ","
                        + field("buyer", required(of("OBJECT", "User"))) + "," + field("address", of("OBJECT", "Address")) + "," + field("odd", of("SCALAR", "Odd"))),
                type("OBJECT", "User", field("id", required(of("SCALAR", "ID"))) + "," + field("orders", of("OBJECT", "OrderConnection"))),
                type("OBJECT", "Address", field("street", of("SCALAR", "String")) + "," + field("owner", of("OBJECT", "User"))),
                "{\"kind\": \"ENUM\", \"name\": \"State\", \"enumValues\": [{\"name\": \"OPEN\"}, {\"name\": \"CLOSED\"}]}");
        assertThat(description.tables()).extracting(table -> table.tableName().toString()).containsExactly("Query.orders", "Query.users", "types.Address");
        Table orders = table(description, "Query.orders");
        assertThat(columns(orders)).containsExactly("id VARCHAR ID!", "total DECIMAL Decimal?", "state VARCHAR State enum(OPEN, CLOSED)?", "buyer STRUCT User!", "address STRUCT Address?", "odd UNKNOWN Odd?");
        assertThat(orders.primaryKey().columns()).containsExactly("id");
        assertThat(edges(orders)).containsExactly("address → Address: [address] → Address[]", "buyer → User: [buyer] → users[id]");
        assertThat(edges(table(description, "Query.users"))).containsExactly("orders → Order: [orders] → orders[id]");
        assertThat(table(description, "Query.users").columns().get(1).type()).isEqualTo(CommonType.ARRAY);
        assertThat(edges(table(description, "types.Address"))).containsExactly("owner → User: [owner] → users[id]");
    }

    @Test
    void whatDoesNotAnswerQuestionsAboutItsSchemaIsSaidSo() {
        assertThatThrownBy(() -> GraphQl.read(JSON.readTree("{\"errors\": [{\"message\": \"introspection is disabled, secret\"}]}")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(refused.problem().message()).doesNotContain("secret");
                });
        assertThatThrownBy(() -> GraphQl.read(JSON.readTree("{\"a\": 1}"))).isInstanceOfSatisfying(ProblemException.class, refused ->
                assertThat(refused.problem().field()).isEqualTo("/metadata/graphql_path"));
    }

    private static Table sample(String path, String... pages) throws IOException {
        Samples samples = new Samples();
        List<com.fasterxml.jackson.databind.JsonNode> trees = new java.util.ArrayList<>();
        for (String page : pages) trees.add(JSON.readTree(page));
        samples.add(path, trees);
        return samples.description(List.of()).tables().get(0);
    }

    @Test
    void samplesBecomeTheNarrowestTypesThatFitAll() throws IOException {
        Table table = sample("/v1/things", "{\"data\": [{\"id\": 1, \"at\": \"2026-01-02T03:04:05Z\", \"day\": \"2026-01-02\", \"n\": 1, \"big\": 9999999999, \"mix\": 1, \"inner\": {\"a\": true}, \"list\": [1, 2.5]}]}",
                "{\"data\": [{\"id\": 2, \"at\": null, \"day\": \"no day\", \"n\": 1.5, \"big\": 1, \"mix\": {\"a\": 1}, \"inner\": {\"b\": \"x\"}, \"list\": []}, {\"id\": 3, \"n\": 2, \"big\": 2, \"at\": \"2026-01-02T03:04:05+01:00\"}]}");
        assertThat(columns(table)).containsExactly("id INTEGER integer", "at TIMESTAMP_TZ timestamp_tz?", "day VARCHAR varchar?", "n DOUBLE double", "big BIGINT bigint",
                "mix JSON json?", "inner STRUCT struct<a:boolean,b:varchar>?", "list ARRAY array<double>?");
        assertThat(table.name()).isEqualTo("/v1/things");
        assertThat(table.properties()).containsEntry("envelope", "data").containsEntry("sampled_rows", 3L).containsEntry("answers", "list");
    }

    @Test
    void samplesOfOtherShapesHaveOneColumn() throws IOException {
        assertThat(columns(sample("/tags", "[\"a\", \"b\"]"))).containsExactly("value VARCHAR varchar");
        assertThat(columns(sample("/none", "[]"))).containsExactly("value JSON null");
        assertThat(columns(sample("/one", "{\"a\": 1}"))).containsExactly("a INTEGER integer");
        assertThat(columns(sample("/customers", "{\"Customers\": [{\"a\": 1}], \"count\": 1}"))).containsExactly("a INTEGER integer");
        assertThat(columns(sample("/x", "{\"_embedded\": {\"xs\": [{\"a\": 1}]}, \"_links\": {}}"))).containsExactly("a INTEGER integer");
        assertThat(columns(sample("/odd", "[null, {\"a\": 1}, 3]"))).containsExactly("value JSON json?");
    }
}
