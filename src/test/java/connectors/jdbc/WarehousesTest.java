package connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.databricks.jdbc.common.DatabricksJdbcUrlParams;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.Step;
import connectors.TestReport;
import egress.Egress;
import egress.EgressSettings;
import egress.KeepsPolicy;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oracle.jdbc.OracleConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import testing.HttpStandIn;
import testing.OracleListener;
import types.ConnectionType;
import types.ConnectionType.Driver;
import types.ConnectionType.Endpoint;
import types.ConnectionTypes;
import types.SettingsSchema;

/** Oracle, Snowflake and Databricks: their real drivers against listeners that answer as the vendors say. */
@ExtendWith(KeepsPolicy.class)
class WarehousesTest {
    private static final JsonMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final ConnectionTypes TYPES = new ConnectionTypes();
    private static final String SECRET = "sesame-7391";
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";

    private final Egress egress = new Egress(EgressSettings.DEFAULT);

    @Test
    void oraclesUrlHoldsHostPortAndServiceAlone() {
        assertThat(url("Oracle", oracle("db", 1521, "'service_name': 'sales.example.com'", "'enabled': false")))
                .isEqualTo("jdbc:oracle:thin:@tcp://db:1521/sales.example.com");
        assertThat(url("Oracle", oracle("db", 2484, "'service_name': 'sales.example.com'", "")))
                .isEqualTo("jdbc:oracle:thin:@tcps://db:2484/sales.example.com");
        assertThat(url("Oracle", oracle("db", 1521, "'sid': 'ORCL'", "'mode': 'native'"))).isEqualTo("jdbc:oracle:thin:@db:1521:ORCL");
    }

    @Test
    void oracleEncryptsAsItIsToldTo() {
        assertThat(given("Oracle", oracle("db", 1521, "'sid': 'ORCL'", "'mode': 'native'"))).containsEntry("oracle.net.encryption_client", "REQUIRED")
                .containsEntry("oracle.net.ssl_server_dn_match", "TRUE").containsEntry("oracle.net.allow_weak_crypto", "false");
        assertThat(given("Oracle", oracle("db", 2484, "'service_name': 'svc'", "'server_dn': 'CN=db'"))).containsEntry("oracle.net.ssl_server_cert_dn", "CN=db");
        assertThat(given("Oracle", oracle("db", 2484, "'service_name': 'svc'", ""))).doesNotContainKey("oracle.net.ssl_server_cert_dn")
                .containsEntry("user", "scott").containsEntry("password", SECRET);
    }

    @ParameterizedTest
    @CsvSource({"12514,NOT_FOUND,/service_name", "12505,NOT_FOUND,/sid", "12516,TRANSIENT,", "12528,TRANSIENT,", "12526,TRANSIENT,"})
    void whatOraclesListenerRefusesIsExplained(int code, FailureKind kind, String field) throws Exception {
        try (OracleListener listener = OracleListener.refusing(code)) {
            Problem problem = failure("Oracle", oracle("localhost", listener.port(), "'service_name': 'svc'", "'enabled': false"));
            assertThat(problem).extracting("kind", "code", "field").containsExactly(kind, Integer.toString(code), field);
        }
    }

    @Test
    void anOracleThatHangsUpOrIsSilentIsTheNetwork() throws Exception {
        try (OracleListener dropping = OracleListener.hangingUp(); OracleListener silent = OracleListener.silent()) {
            assertThat(failure("Oracle", oracle("localhost", dropping.port(), "'service_name': 'svc'", "'enabled': false")).kind()).isEqualTo(FailureKind.NETWORK);
            assertThat(failure("Oracle", oracle("localhost", silent.port(), "'service_name': 'svc'", "'enabled': false")))
                    .extracting("kind", "code").containsExactly(FailureKind.NETWORK, "18714");
        }
    }

    @ParameterizedTest
    @CsvSource({"1017,AUTH,/authentication/password", "28000,AUTH,/authentication/username", "28001,AUTH,/authentication/password",
            "1045,PERMISSION,/authentication/username", "12541,NETWORK,/port", "12170,NETWORK,/server", "12154,CONFIG,/service_name",
            "942,PERMISSION,/advanced/catalog_views", "1031,PERMISSION,/advanced/catalog_views", "1033,TRANSIENT,", "17002,NETWORK,/server"})
    void oraclesCodesHaveAKindAndAField(int code, FailureKind kind, String field) {
        JdbcSettings settings = oracle("db", 1521, "'service_name': 'svc'", "");
        Problem problem = new Explanation(TYPES.get("Oracle"), settings).of(new java.sql.SQLException("ORA-" + code + " " + SECRET, "72000", code));
        assertThat(problem).extracting("kind", "field").containsExactly(kind, field);
        assertThat(problem.toString()).doesNotContain(SECRET);
    }

    @Test
    void snowflakeLeadsToItsAccountsHost() {
        JdbcSettings settings = snowflake("password", "'username': 'u', 'password': '" + SECRET + "'");
        assertThat(url("Snowflake", settings)).isEqualTo("jdbc:snowflake://myorg-acc.snowflakecomputing.com:443/");
        assertThat(given("Snowflake", settings)).containsEntry("authenticator", "snowflake").containsEntry("password", SECRET).containsEntry("db", "SALES")
                .containsEntry("disablePlatformDetection", "true").containsEntry("enablePutGet", "false").containsEntry("JDBC_QUERY_RESULT_FORMAT", "JSON");
    }

    @Test
    void eachWayIntoSnowflakeGivesTheDriverItsOwnSecretAndNoOther() {
        Properties key = given("Snowflake", snowflake("key_pair", "'username': 'u', 'private_key': '" + KEY.replace("\n", "\\n") + "', 'private_key_passphrase': 'p'"));
        assertThat(key).containsEntry("authenticator", "snowflake_jwt").containsEntry("private_key_pwd", "p").doesNotContainKeys("password", "token");
        assertThat(new String(Base64.getDecoder().decode(key.getProperty("private_key_base64")))).isEqualTo(KEY);
        assertThat(given("Snowflake", snowflake("programmatic_access_token", "'username': 'u', 'token': 't'")))
                .containsEntry("authenticator", "programmatic_access_token").containsEntry("token", "t").doesNotContainKeys("password", "private_key_base64");
        assertThat(given("Snowflake", snowflake("oauth_token", "'token': 't'"))).containsEntry("authenticator", "oauth").doesNotContainKeys("user", "password");
    }

    @ParameterizedTest
    @CsvSource({"390100,AUTH,/authentication/password", "390422,CONFIG,/account", "390144,AUTH,/authentication/private_key", "390189,PERMISSION,/role"})
    void whatSnowflakeAnswersToASignInIsExplained(String code, FailureKind kind, String field) throws Exception {
        try (HttpStandIn server = HttpStandIn.answering(200, "{\"data\":{},\"code\":\"" + code + "\",\"message\":\"No.\",\"success\":false}")) {
            ConnectionType plain = plain("Snowflake", "jdbc:snowflake://http://localhost:" + server.port() + "/", server.port());
            Problem problem = failure(plain, snowflake("password", "'username': 'u', 'password': '" + SECRET + "'"));
            assertThat(problem).extracting("kind", "code", "field").containsExactly(kind, code, field);
            assertThat(server.requests()).isNotEmpty().allSatisfy(request -> assertThat(request).startsWith("POST /session/v1/login-request").doesNotContain(SECRET));
        }
    }

    @Test
    void aKeyThatIsNoneIsASettingToChange() throws Exception {
        try (HttpStandIn server = HttpStandIn.answering(200, "{}")) {
            ConnectionType plain = plain("Snowflake", "jdbc:snowflake://http://localhost:" + server.port() + "/", server.port());
            Problem problem = failure(plain, snowflake("key_pair", "'username': 'u', 'private_key': '" + KEY.replace("\n", "\\n") + "'"));
            assertThat(problem).extracting("kind", "field").containsExactly(FailureKind.CONFIG, "/authentication/private_key");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void databricksIsReachedThroughItsWarehouse() {
        JdbcSettings settings = databricks("https://dbc-1.cloud.databricks.com/", "");
        assertThat(url("DatabricksSQL", settings)).isEqualTo("jdbc:databricks://dbc-1.cloud.databricks.com:443");
        assertThat(given("DatabricksSQL", settings)).containsEntry("httpPath", "/sql/1.0/warehouses/abc123").containsEntry("AuthMech", "3")
                .containsEntry("PWD", SECRET).containsEntry("ConnCatalog", "main").containsEntry("EnableQueryResultDownload", "0").containsEntry("EnableTelemetry", "0");
    }

    @ParameterizedTest
    @CsvSource({"401,AUTH,/authentication/type", "403,PERMISSION,/authentication/type", "404,NOT_FOUND,/compute/warehouse_id", "400,CONFIG,/compute/warehouse_id"})
    void whatDatabricksAnswersToASignInIsExplained(int status, FailureKind kind, String field) throws Exception {
        try (HttpStandIn server = HttpStandIn.answering(status, "{\"error_code\":\"" + status + "\",\"message\":\"No.\"}")) {
            ConnectionType plain = plain("DatabricksSQL", "jdbc:databricks://localhost:{port}", server.port());
            Problem problem = failure(plain, databricks("https://localhost:" + server.port(), ""));
            assertThat(problem).extracting("kind", "field").containsExactly(kind, field);
            assertThat(server.requests()).anyMatch(request -> request.contains("/sql/1.0/warehouses/abc123")).noneMatch(request -> request.contains(SECRET));
        }
    }

    @Test
    void aTestLeavesTheWarehouseOfDatabricksAsleep() throws Exception {
        try (HttpStandIn server = HttpStandIn.answering(200, "{}")) {
            ConnectionType plain = plain("DatabricksSQL", "jdbc:databricks://localhost:{port}", server.port());
            JdbcSettings settings = databricks("https://localhost:" + server.port(), "'connection_timeout': 1");
            TestReport report = ladder(plain, settings);
            assertThat(report.steps()).filteredOn(step -> step.id().equals("tls")).allMatch(step -> step.status() == Step.Status.FAILED);   // it speaks no TLS
            assertThat(server.requests()).noneMatch(request -> request.contains("/sql/"));
        }
    }

    @Test
    void aHostThatIsNotTheVendorsNeedsTheOperatorsWord() {
        JdbcSettings settings = databricks("https://evil.example.com", "");
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> Login.of(TYPES.get("DatabricksSQL"), settings, egress));
        assertThat(refused.problem()).extracting("kind", "field").containsExactly(FailureKind.POLICY, "/workspace_url");
        Egress allowing = new Egress(new EgressSettings(null, List.of("evil.example.com:443"), null, null));
        assertThat(Login.of(TYPES.get("DatabricksSQL"), settings, allowing).place().host()).isEqualTo("evil.example.com");
    }

    @Test
    void aDriverWithItsOwnSocketsIsHeldBackByTheConnectionPolicy() throws Exception {
        try (OracleListener listener = OracleListener.hangingUp()) {
            Egress strict = new Egress(new EgressSettings(EgressSettings.Mode.STRICT, null, null, null));
            JdbcSettings settings = oracle("localhost", listener.port(), "'service_name': 'svc'", "'enabled': false");
            Login login = Login.of(TYPES.get("Oracle"), settings, strict);
            Problem problem = new Explanation(TYPES.get("Oracle"), settings).of(catchThrowable(login::open));
            assertThat(problem).extracting("kind", "field").containsExactly(FailureKind.POLICY, "/server");
            assertThat(listener.callers()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Oracle     | {'server': 'db', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}, 'service_name': 'a)(HOST=evil'} | /service_name",
            "Oracle     | {'server': 'db)(x', 'service_name': 'svc', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}     | /server",
            "Oracle     | {'server': 'db', 'sid': 'A', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}}                    | /ssl",
            "Oracle     | {'server': 'db', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}} | /service_name",
            "Oracle     | {'server': 'db', 'sid': 'A', 'service_name': 'svc', 'authentication': {'type': 'password', 'username': 'u', 'password': 'p'}} | /s",
            "Snowflake  | {'account': 'evil.example.com/?x', 'database': 'd', 'authentication': {'type': 'oauth_token', 'token': 't'}}              | /account",
            "Snowflake  | {'account': 'acc', 'database': 'd', 'authentication': {'type': 'key_pair', 'username': 'u'}}                              | /authentication/private_key",
            "Snowflake  | {'account': 'acc', 'database': 'd', 'authentication': {'type': 'oauth_token', 'token': 't'}, 'advanced': {'proxyHost': 'x'}} | /advanced/proxyHost",
            "DatabricksSQL | {'workspace_url': 'http://x', 'authentication': {'type': 'pat', 'token': 't'}, 'compute': {'warehouse_id': 'a'}}          | /workspace_url",
            "DatabricksSQL | {'workspace_url': 'https://x;LogPath=y', 'authentication': {'type': 'pat', 'token': 't'}, 'compute': {'warehouse_id': 'a'}} | /workspace_url",
            "DatabricksSQL | {'workspace_url': 'https://x', 'authentication': {'type': 'pat', 'token': 't'}, 'compute': {'warehouse_id': '../x'}}      | /compute/warehouse_id",
            "DatabricksSQL | {'workspace_url': 'https://x', 'catalog': 'hive_metastore', 'authentication': {'type': 'pat', 'token': 't'}, 'compute': {'warehouse_id': 'a'}} | /catalog"})
    void badInputIsRefusedAtItsField(String type, String configuration, String field) throws Exception {
        SettingsSchema schema = TYPES.schema(TYPES.get(type));
        ObjectNode sent = (ObjectNode) JSON.readTree(configuration.replace('\'', '"').replace("=\"", "='"));
        assertThat(schema.check(schema.withDefaults(sent), "")).extracting("pointer").anyMatch(pointer -> pointer.toString().startsWith(field));
    }

    @Test
    void everyPropertyIsOneThatTheDriverKnows() throws Exception {
        assertThat(properties("Oracle")).isSubsetOf(oracleProperties());
        assertThat(properties("DatabricksSQL")).isSubsetOf(lower(Arrays.stream(DatabricksJdbcUrlParams.values()).map(DatabricksJdbcUrlParams::getParamName)));
        assertThat(properties("Snowflake")).isSubsetOf(snowflakeProperties());
    }

    @Test
    void aLongDefaultIsAnExpressionOfWhatTheColumnIs() {
        Row row = new Row(Map.of("schema_name", "S", "table_name", "T", "kind", "table"));
        Map<String, Object> column = Map.of("column_name", "C", "position", 1, "type_name", "number", "native_type", "NUMBER", "default_value", "\"A\"*2");
        TableAssembly assembly = new TableAssembly(TYPES.get("Oracle").nativeTypes());
        assertThat(assembly.table(row, List.of(with(column, "is_generated")), List.of(), List.of()).columns().get(0))
                .extracting("generated", "defaultValue").containsExactly("\"A\"*2", null);
        assertThat(assembly.table(row, List.of(with(column, "is_identity")), List.of(), List.of()).columns().get(0))
                .extracting("identity", "defaultValue").containsExactly(true, null);
    }

    @Test
    void anIndexOnAnExpressionShowsTheExpression() {
        Map<String, Object> index = Map.of("index_name", "I", "column_name", "SYS_NC00005$", "type", "BTREE");
        assertThat(Indexes.of(List.of(with(index, "expression", "UPPER(\"NAME\")"))).get(0).columns()).containsExactly("UPPER(\"NAME\")");
        assertThat(Indexes.of(List.of(with(index, "expression", "\"CREATED\""))).get(0).columns()).containsExactly("CREATED");
    }

    @Test
    void onlyWordsOfTheSchemaGetIntoTheSql() {
        assertThat(texts("'catalog_views': 'DBA'").get("tables.sql")).contains("DBA_ALL_TABLES").doesNotContain("{advanced");
        assertThat(texts("'catalog_views': 'x; DROP TABLE t --'").get("tables.sql")).contains("ALL_ALL_TABLES").doesNotContain("DROP");
    }

    private static Map<String, String> texts(String advanced) {
        JdbcSettings settings = bind("{'server': 'db', 'port': 1521, 'sid': 'A', 'authentication': {}, 'advanced': {" + advanced + "}}");
        return Texts.of(TYPES.get("Oracle"), settings);
    }

    private static Row with(Map<String, Object> row, String flag) {
        return with(row, flag, 1);
    }

    private static Row with(Map<String, Object> row, String name, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(row);
        more.put(name, value);
        return new Row(more);
    }

    private static Set<String> properties(String type) {
        Driver driver = TYPES.get(type).driver();
        Stream<String> ways = driver.authentication().values().stream().flatMap(way -> way.keySet().stream());
        Stream<String> modes = driver.tls().modes().values().stream().flatMap(mode -> mode.keySet().stream());
        return lower(Stream.of(TYPES.get(type).driverProperties().stream(), driver.forced().keySet().stream(), ways, modes).flatMap(one -> one));
    }

    private static Set<String> oracleProperties() {
        return lower(Arrays.stream(OracleConnection.class.getFields()).filter(field -> field.getName().startsWith("CONNECTION_PROPERTY_"))
                .map(WarehousesTest::constant));
    }

    /** The driver's own list, and two parameters of the session, which it hands on. */
    private static Set<String> snowflakeProperties() throws ReflectiveOperationException {
        Class<?> list = Class.forName("net.snowflake.client.internal.core.SFSessionProperty");
        Field key = list.getDeclaredField("propertyKey");
        Field aliases = list.getDeclaredField("aliases");
        key.setAccessible(true);
        aliases.setAccessible(true);
        Set<String> known = new TreeSet<>(Set.of("jdbc_query_result_format", "client_telemetry_enabled"));
        for (Object property : list.getEnumConstants()) {
            known.addAll(lower(Stream.concat(Stream.of((String) key.get(property)), Arrays.stream((String[]) aliases.get(property)))));
        }
        return known;
    }

    private static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Set<String> lower(Stream<String> names) {
        return names.map(name -> name.toLowerCase(java.util.Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }

    private String url(String type, JdbcSettings settings) {
        return Login.of(TYPES.get(type), settings, egress).driverUrl();
    }

    private static Properties given(String type, JdbcSettings settings) {
        return new DriverProperties(TYPES.get(type), settings, RootCertificate.NONE).build(null);
    }

    private Problem failure(String type, JdbcSettings settings) {
        return failure(TYPES.get(type), settings);
    }

    private Problem failure(ConnectionType type, JdbcSettings settings) {
        try (Login login = Login.of(type, settings, egress)) {
            return new Explanation(type, settings).of(catchThrowable(login::open));
        }
    }

    private TestReport ladder(ConnectionType type, JdbcSettings settings) {
        try (JdbcConnector connector = new JdbcConnector(egress); connectors.Source source = connector.open(type, settings)) {
            return ((JdbcLadder) source.beans().get("ladder")).test();
        }
    }

    /** The type as it is, except that it leads to this machine and does not encrypt. */
    private static ConnectionType plain(String id, String url, int port) {
        ConnectionType type = TYPES.get(id);
        Driver driver = type.driver();
        Map<String, String> forced = new java.util.HashMap<>(driver.forced());
        if (forced.containsKey("ssl")) forced.putAll(Map.of("ssl", "0", "TemporarilyUnavailableRetryTimeout", "1", "ApiRetryTimeout", "1"));
        if (id.equals("Snowflake")) forced.put("account", "acc");
        Driver unencrypted = new Driver(driver.implementation(), driver.isolation(), driver.streams(), driver.nameOrder(), driver.properties(),
                driver.authentication(), driver.tokens(), driver.needs(), forced, driver.readOnly(), driver.tls());
        Endpoint here = new Endpoint("localhost", port, null, type.endpoint().field());
        return new ConnectionType(type.id(), type.name(), type.family(), type.summary(), type.components(), url, null, here, type.settings(),
                type.driverProperties(), unencrypted, type.sqlOnRequest(), type.destination(), type.limits(), type.steps(), type.errors(), type.nativeTypes(),
                type.texts(), type.icon(), type.target(), type.authorize());
    }

    private static JdbcSettings oracle(String server, int port, String name, String ssl) {
        return bind("{'server': '" + server + "', 'port': " + port + ", " + name + ", 'ssl': {" + ssl + "}, 'authentication': "
                + "{'type': 'password', 'username': 'scott', 'password': '" + SECRET + "'}, 'advanced': {'connection_timeout': 2}}");
    }

    private static JdbcSettings snowflake(String way, String secrets) {
        return bind("{'account': 'myorg-acc', 'database': 'SALES', 'authentication': {'type': '" + way + "', " + secrets + "}, 'advanced': "
                + "{'connection_timeout': 5, 'domain': 'snowflakecomputing.com'}}");
    }

    private static JdbcSettings databricks(String workspace, String advanced) {
        return bind("{'workspace_url': '" + workspace + "', 'catalog': 'main', 'schema': 'default', 'compute': {'warehouse_id': 'abc123'}, "
                + "'authentication': {'type': 'pat', 'token': '" + SECRET + "'}, 'advanced': {" + advanced + "}}");
    }

    private static JdbcSettings bind(String json) {
        try {
            return JSON.readValue(json.replace('\'', '"'), JdbcSettings.class);
        } catch (java.io.IOException wrong) {
            throw new java.io.UncheckedIOException(wrong);
        }
    }
}
