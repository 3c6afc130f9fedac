package connectors.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import catalog.Column;
import catalog.CommonType;
import catalog.Discovered;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Schema;
import catalog.Selection;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import egress.KeepsPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import problems.FailureKind;
import problems.Problem;

/** Browsing and importing by BigQuery's REST API. */
@ExtendWith(KeepsPolicy.class)
class CatalogTest {
    private static final String ORDERS = """
            "description": "What was ordered", "numRows": "42", "numBytes": "4200", "location": "EU", "creationTime": "1700000000000",
            "lastModifiedTime": "1700000001000", "labels": {"team": "sales"},
            "timePartitioning": {"type": "DAY", "field": "day", "expirationMs": "86400000"}, "requirePartitionFilter": true,
            "clustering": {"fields": ["id", "country"]},
            "tableConstraints": {"primaryKey": {"columns": ["id"]}, "foreignKeys": [{"name": "of_customer",
              "referencedTable": {"projectId": "shop-project-1", "datasetId": "crm", "tableId": "customers"},
              "columnReferences": [{"referencingColumn": "customer", "referencedColumn": "id"}]}]},
            "schema": {"fields": [
              {"name": "id", "type": "INTEGER", "mode": "REQUIRED", "description": "Number"},
              {"name": "country", "type": "STRING", "maxLength": "2", "collation": "und:ci", "defaultValueExpression": "'DE'"},
              {"name": "total", "type": "NUMERIC", "precision": "10", "scale": "2"},
              {"name": "exact", "type": "BIGNUMERIC"},
              {"name": "day", "type": "DATE"}, {"name": "at", "type": "TIMESTAMP"}, {"name": "local", "type": "DATETIME"},
              {"name": "span", "type": "INTERVAL"}, {"name": "valid", "type": "RANGE", "rangeElementType": {"type": "DATE"}},
              {"name": "place", "type": "GEOGRAPHY"}, {"name": "more", "type": "JSON"}, {"name": "raw", "type": "BYTES"},
              {"name": "odd", "type": "TOMORROW"},
              {"name": "lines", "type": "RECORD", "mode": "REPEATED", "fields": [
                {"name": "sku", "type": "STRING", "mode": "REQUIRED", "policyTags": {"names": ["projects/p/taxonomies/1/policyTags/2"]}},
                {"name": "odd name", "type": "RECORD", "fields": [{"name": "parts", "type": "FLOAT", "mode": "REPEATED"}]}]}]}""";

    private final Bench bench = new Bench();

    CatalogTest() {
        bench.google.dataset("shop", "EU").dataset("crm", "US").dataset("Zoo", "EU")
                .table("shop", "orders", "TABLE", ORDERS)
                .table("shop", "best", "VIEW", "\"view\": {\"query\": \"SELECT s3cret\", \"useLegacySql\": false}, \"numRows\": \"0\"")
                .table("shop", "outside", "EXTERNAL", "\"externalDataConfiguration\": {\"sourceFormat\": \"CSV\", \"sourceUris\": [\"gs://b/x\"]}")
                .table("Zoo", "brain", "MODEL", "")       // no table, and not listed as one
                .table("crm", "customers", "TABLE", "\"schema\": {\"fields\": [{\"name\": \"id\", \"type\": \"INT64\"}]}");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void datasetsAreSchemasByName() throws IOException {
        assertThat(Bench.catalog(bench.open(Bench.settings())).schemas()).extracting(Schema::name).containsExactly("Zoo", "crm", "shop");
        assertThat(Bench.catalog(bench.open(Bench.settings(null, "eu", null, null))).schemas()).extracting(Schema::name).containsExactly("Zoo", "shop");
        assertThat(Bench.catalog(bench.open(Bench.settings(null, null, List.of("s*", "crm"), List.of("c?m")))).schemas())
                .extracting(Schema::name).containsExactly("shop");
    }

    @Test
    void listsAreReadToTheirEndAlthoughAPageIsEmpty() throws IOException {
        bench.google.dataset("many", "EU");
        IntStream.range(0, 25).forEach(i -> bench.google.table("many", "t" + i, "TABLE", ""));
        assertThat(bench.tables(Bench.settings(Bench.pagesOf(10), null, null, null), "many")).hasSize(25).isSorted();
        assertThat(bench.google.server().asked(GoogleStandIn.path("datasets", "many", "tables"))).hasSize(4);
    }

    @Test
    void columnsHaveTheirTypesWithAllThatIsInside() throws IOException {
        Table orders = bench.table(Bench.settings(), "shop", "orders");
        assertThat(orders.columns()).extracting(Column::name, Column::nativeType, Column::type).containsExactly(
                tuple("id", "INT64", CommonType.BIGINT),
                tuple("country", "STRING(2)", CommonType.VARCHAR),
                tuple("total", "NUMERIC(10, 2)", CommonType.DECIMAL),
                tuple("exact", "BIGNUMERIC", CommonType.DECIMAL),
                tuple("day", "DATE", CommonType.DATE),
                tuple("at", "TIMESTAMP", CommonType.TIMESTAMP_TZ),
                tuple("local", "DATETIME", CommonType.TIMESTAMP),
                tuple("span", "INTERVAL", CommonType.INTERVAL),
                tuple("valid", "RANGE<DATE>", CommonType.STRUCT),
                tuple("place", "GEOGRAPHY", CommonType.GEOMETRY),
                tuple("more", "JSON", CommonType.JSON),
                tuple("raw", "BYTES", CommonType.BINARY),
                tuple("odd", "TOMORROW", CommonType.UNKNOWN),
                tuple("lines", "ARRAY<STRUCT<sku STRING NOT NULL, `odd name` STRUCT<parts ARRAY<FLOAT64>>>>",
                        CommonType.ARRAY));
        assertThat(orders.columns().get(0)).extracting(Column::nullable, Column::comment, Column::position).containsExactly(false, "Number", 1);
        assertThat(orders.columns().get(1)).extracting(Column::length, Column::defaultValue).containsExactly(2, "'DE'");
        assertThat(orders.columns().subList(2, 4)).extracting(Column::precision, Column::scale)
                .containsExactly(tuple(10, 2), tuple(76, 38));
    }

    @Test
    void whatBigQueryKnowsBesidesIsKept() throws IOException {
        Table orders = bench.table(Bench.settings(), "shop", "orders");
        assertThat(orders).extracting(Table::kind, Table::comment, Table::rowEstimate).containsExactly(TableKind.TABLE, "What was ordered", 42L);
        assertThat(orders.primaryKey()).isEqualTo(new Key("primary_key", List.of("id")));
        assertThat(orders.foreignKeys()).containsExactly(new ForeignKey("of_customer", List.of("customer"),
                new ForeignKey.Reference("crm", "customers", List.of("id")), null, null));
        assertThat(orders.properties()).containsAllEntriesOf(Map.of("constraints_enforced", false, "partition_type", "DAY",
                "partition_column", "day", "partition_expiration_ms", 86_400_000L, "require_partition_filter", true,
                "clustering_columns", List.of("id", "country"), "label team", "sales", "size_bytes", 4200L,
                "policy_tags", List.of("lines.sku: projects/p/taxonomies/1/policyTags/2"), "collations", List.of("country: und:ci")))
                .containsEntry("modified_at", "2023-11-14T22:13:21Z");
    }

    @Test
    void aViewIsKnownByItsTextWithoutShowingIt() throws IOException {
        Table view = bench.table(Bench.settings(), "shop", "best");
        assertThat(view).extracting(Table::kind, Table::rowEstimate).containsExactly(TableKind.VIEW, null);
        assertThat(view.properties().get("view_definition_digest").toString()).matches("[0-9a-f]{32}");
        assertThat(view.toString()).doesNotContain("s3cret");
        assertThat(bench.table(Bench.settings(), "shop", "outside").properties()).containsEntry("source_format", "CSV");
    }

    @Test
    void whatIsNotThereIsNothing() throws IOException {
        assertThat(bench.table(Bench.settings(), "shop", "nothing")).isNull();
        assertThat(bench.table(Bench.settings(), "shop", "nothing_*")).isNull();
        assertThat(bench.table(Bench.settings(null, null, null, List.of("shop")), "shop", "orders")).isNull();
    }

    @Test
    void tablesCutByDayAreOneTable() throws IOException {
        bench.google.dataset("web", "EU").table("web", "events_20240102", "TABLE", fields("a", "b")).table("web", "events_20240131", "TABLE",
                        "\"numRows\": \"7\", \"expirationTime\": \"1800000000000\", " + fields("a", "b", "c"))
                .table("web", "events_20231230", "TABLE", fields("a")).table("web", "events_20241331", "TABLE", fields("no_day"))
                .table("web", "events_20240101x", "TABLE", "").table("web", "view_20240101", "VIEW", "").table("web", "events", "TABLE", "");
        assertThat(bench.tables(Bench.settings(), "web")).containsExactly("events", "events_*", "events_20240101x", "events_20241331", "view_20240101");
        Table events = bench.table(Bench.settings(), "web", "events_*");
        assertThat(events.name()).isEqualTo("events_*");
        assertThat(events.columns()).as("of the last day").extracting(Column::name).containsExactly("a", "b", "c");
        assertThat(events.rowEstimate()).as("one day's rows are not the table's").isNull();
        assertThat(events.properties()).containsEntry("shard_count", 3).containsEntry("first_shard", "events_20231230")
                .containsEntry("last_shard", "events_20240131").doesNotContainKeys("expires_at", "size_bytes", "modified_at");
        assertThat(bench.read(Bench.settings(), new Selection(List.of("web"), null, List.of("web.events_[*]", "web.events_*"), null, true)))
                .extracting(found -> found.tableName().name()).containsExactly("events_*", "events_20240101x", "events_20241331");
    }

    private static String fields(String... names) {
        return "\"schema\": {\"fields\": [" + String.join(",", java.util.Arrays.stream(names)
                .map(name -> "{\"name\": \"" + name + "\", \"type\": \"STRING\"}").toList()) + "]}";
    }

    @Test
    void anImportReadsInOrderAFewAtATime() throws IOException {
        bench.google.dataset("many", "EU");
        IntStream.range(0, 60).forEach(i -> bench.google.table("many", "t" + i, "TABLE", fields("a")));
        List<Discovered> found = bench.read(Bench.settings(), Selection.EVERYTHING);
        assertThat(found).hasSize(64).allMatch(Discovered.Readable.class::isInstance);
        assertThat(found).extracting(Discovered::tableName).isSorted();
        assertThat(bench.google.mostAtATime()).isBetween(1, 6);
        assertThat(bench.google.server().asked("/token")).as("one token serves all calls").hasSize(1);
    }

    @Test
    void whatHasTheKnownTagIsNotReadAgain() throws IOException {
        bench.google.dataset("web", "EU").table("web", "e_20240101", "TABLE", fields("a")).table("web", "f_20240101", "TABLE", fields("a"));
        Map<TableName, String> tokens = new HashMap<>();
        for (Discovered found : bench.read(Bench.settings(), Selection.EVERYTHING)) {
            tokens.put(found.tableName(), ((Discovered.Readable) found).sourceToken());
        }
        bench.google.table("shop", "best", "VIEW", "").table("web", "f_20231231", "TABLE", "");
        List<Discovered> again = bench.read(Bench.settings(), Selection.EVERYTHING, tokens::get);
        assertThat(again).filteredOn(Discovered.Unchanged.class::isInstance).extracting(found -> found.tableName().toString())
                .containsExactly("crm.customers", "shop.orders", "shop.outside", "web.e_*");
        assertThat(again).filteredOn(Discovered.Readable.class::isInstance).extracting(found -> found.tableName().toString())
                .as("another definition, and another day").containsExactly("shop.best", "web.f_*");
    }

    @Test
    void aTableThatFailsDoesNotEndTheImport() throws IOException {
        bench.google.drop("shop", "best");
        bench.google.failNext(GoogleStandIn.path("datasets", "shop", "tables", "orders"), 1, 403, "accessDenied");
        bench.google.failNext(GoogleStandIn.path("datasets", "crm", "tables"), 1, 403, "accessDenied");
        List<Discovered> found = bench.read(Bench.settings(), Selection.EVERYTHING);
        assertThat(found).extracting(one -> one.tableName() + " " + (one instanceof Discovered.Unreadable no ? no.code() : "read"))
                .containsExactly("crm.* accessDenied", "shop.best gone", "shop.orders accessDenied", "shop.outside read");
    }

    @Test
    void aProjectThatFailsEndsTheImport() {
        bench.google.failNext(GoogleStandIn.path("datasets", "shop", "tables", "orders"), 1, 403, "quotaExceeded");
        Problem problem = problem(() -> bench.read(Bench.settings(), Selection.EVERYTHING));
        assertThat(problem).extracting(Problem::kind, Problem::code).containsExactly(FailureKind.QUOTA, "quotaExceeded");
    }

    @Test
    void aRateLimitIsWaitedOutAndAQuotaIsNot() throws IOException {
        String path = GoogleStandIn.path("datasets");
        bench.google.failNext(path, 4, 403, "rateLimitExceeded");
        assertThat(Bench.catalog(bench.open(Bench.settings())).schemas()).hasSize(3);
        assertThat(bench.google.server().asked(path)).hasSize(5);
        bench.google.failNext(path, 5, 403, "rateLimitExceeded");
        Problem rate = problem(() -> Bench.catalog(bench.open(Bench.settings())).schemas());
        assertThat(bench.google.server().asked(path)).hasSize(10);
        bench.google.failNext(path, 1, 403, "quotaExceeded");
        Problem quota = problem(() -> Bench.catalog(bench.open(Bench.settings())).schemas());
        assertThat(bench.google.server().asked(path)).as("asked once").hasSize(11);
        assertThat(List.of(rate, quota)).extracting(Problem::kind).containsOnly(FailureKind.QUOTA);
        assertThat(List.of(rate, quota)).extracting(Problem::retryAfter).containsExactly(Duration.ofSeconds(10), Duration.ofHours(1));
    }

    @Test
    void aTokenThatRanOutIsRenewed() throws IOException {
        BigQuerySource source = bench.open(Bench.settings());
        Bench.catalog(source).schemas();
        bench.google.revokeTokens();
        assertThat(Bench.catalog(source).schemas()).hasSize(3);
        assertThat(bench.google.server().asked("/token")).hasSize(2);
    }

    @Test
    void anAnswerThatIsTooSlowIsGivenUp() {
        bench.google.server().on(GoogleStandIn.path("datasets"), (exchange, asked) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });
        Problem problem = problem(() -> Bench.catalog(bench.open(Bench.settings(new BigQuerySettings.Advanced(1, null, null), null, null, null))).schemas());
        assertThat(problem).extracting(Problem::kind, Problem::code).containsExactly(FailureKind.TRANSIENT, "no_answer");
    }

    @Test
    void aListThatRepeatsItselfIsGivenUp() {
        bench.google.server().json(GoogleStandIn.path("datasets"), "{\"datasets\": [], \"nextPageToken\": \"again\"}");
        assertThat(problem(() -> Bench.catalog(bench.open(Bench.settings())).schemas()).code()).isEqualTo("endless_list");
    }

    @Test
    void schemasOfHostileDepthAndSizeAreCut() throws IOException {
        String deep = "{\"name\": \"x\", \"type\": \"STRING\"}";
        for (int i = 0; i < 200; i++) deep = "{\"name\": \"x\", \"type\": \"RECORD\", \"fields\": [" + deep + "]}";
        String wide = String.join(",", IntStream.range(0, 10_050).mapToObj(i -> "{\"name\": \"c" + i + "\", \"type\": \"STRING\"}").toList());
        bench.google.table("shop", "deep", "TABLE", "\"schema\": {\"fields\": [" + deep + "]}")
                .table("shop", "wide", "TABLE", "\"schema\": {\"fields\": [" + wide + "]}")
                .table("shop", "long", "TABLE", "\"schema\": {\"fields\": [{\"name\": \"r\", \"type\": \"RECORD\", \"fields\": [" + wide + "]}]}");
        assertThat(bench.table(Bench.settings(), "shop", "deep").columns().get(0).nativeType()).contains("STRUCT<…>").hasSizeLessThan(1_000);
        assertThat(bench.table(Bench.settings(), "shop", "wide")).satisfies(table -> {
            assertThat(table.columns()).hasSize(10_000);
            assertThat(table.properties()).containsEntry("truncated", true);
        });
        assertThat(bench.table(Bench.settings(), "shop", "long").columns().get(0).nativeType()).isEqualTo("STRUCT<…>");
    }

    @Test
    void namesOfKeysAreAskedBySqlOnlyWhereThatIsWanted() throws IOException {
        bench.google.rows("{\"f\": [{\"v\": \"other\"}, {\"v\": \"pk_other\"}]}", "{\"f\": [{\"v\": \"orders\"}, {\"v\": \"orders.pk$\"}]}");
        bench.read(Bench.settings(), Selection.EVERYTHING);
        assertThat(bench.google.server().asked(GoogleStandIn.path("queries"))).isEmpty();
        BigQuerySettings asking = Bench.settings(new BigQuerySettings.Advanced(null, null, true), null, List.of("shop"), null);
        List<Discovered> found = bench.read(asking, Selection.EVERYTHING);
        assertThat(found).filteredOn(one -> one.tableName().name().equals("orders")).singleElement()
                .satisfies(one -> assertThat(((Discovered.Readable) one).table().primaryKey().name()).isEqualTo("orders.pk$"));
        assertThat(bench.google.server().asked(GoogleStandIn.path("queries"))).as("one query a dataset").singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("`shop-project-1.shop`.INFORMATION_SCHEMA", "maximumBytesBilled"));
    }

    private Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isNotNull();
        return bench.open(Bench.settings()).explain(failure);
    }
}
