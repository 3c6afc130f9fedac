package egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import testing.OwnDatabase;
import testing.Serai;
import testing.Tenant;

/** A connection of a user does not lead back into Serai, nor to where a cloud keeps its keys. */
class OwnPortsTest {
    private static final Serai SERAI = Serai.running();
    private static final String SENTENCE = "This address is not allowed by the connection policy of this installation.";

    /** An account a test: each has its own allowance of tests of unsaved connections. */
    private final Serai.Client client = SERAI.newAccount("Ports");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]"})
    void ownFrontDoorIsRefused(String host) {
        assertRefused(tested(host, URI.create(SERAI.url()).getPort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "ip6-localhost"})
    void ownDatabaseIsRefused(String host) {
        JsonNode result = tested(host, new OwnDatabase(SERAI).port());

        assertThat(result.get("failure_kind").asText()).as(result.toString()).isIn("POLICY", "CONFIG", "NETWORK");
        if (!host.equals("ip6-localhost")) assertRefused(result);
    }

    @Test
    void ownPortsAreRefusedUnderEveryAddressOfThisMachine() throws Exception {
        List<String> addresses = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).filter(Inet4Address.class::isInstance).map(address -> address.getHostAddress()).filter(address -> !address.startsWith("127.")).toList();
        for (String address : addresses) {
            assertRefused(tested(address, URI.create(SERAI.url()).getPort()));
            assertRefused(tested(address, new OwnDatabase(SERAI).port()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.0.1", "0.0.0.0", "100.100.100.200", "192.0.0.192", "224.0.0.1", "255.255.255.255", "[fe80::1]", "[fd00:ec2::254]", "[::]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
            "metadata.google.internal"})
    void addressesOfMetadataAndOfNobodyAreRefused(String host) {
        JsonNode result = tested(host, 5432);

        if (host.equals("metadata.google.internal")) assertThat(result.get("status").asText()).isEqualTo("failed");
        else assertRefused(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.1", "017700000001", "0x7f.1", "127.0.0.1.", "1", "127.0.0.256"})
    void disguisedNumbersAreNoHosts(String host) {
        JsonNode result = tested(host, 5432);

        assertThat(result.path("status").asText()).as(result.toString()).isIn("failed", "422");
        assertThat(result.toString()).contains("host name").doesNotContain("Connection refused");
    }

    @Test
    void refusalLooksTheSameWhetherSomethingListensOrNot() {
        int open = URI.create(SERAI.url()).getPort();

        assertThat(withoutTimes(tested("169.254.169.254", 80))).isEqualTo(withoutTimes(tested("169.254.7.7", 1))).isEqualTo(withoutTimes(tested("127.1.2.3", open)));
    }

    @Test
    void sampleDatabaseIsAllowed() {
        JsonNode result = client.post("/api/connections/test", Tenant.b().sample("Sample")).json();

        assertThat(result.get("status").asText()).as(result.toString()).isIn("success", "degraded");
    }

    /** It lives in the same server as Serai's own data, but its login gets into nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"serai", "postgres", "template1"})
    void loginOfTheSampleGetsIntoNoOtherDatabase(String database) {
        ObjectNode body = Tenant.b().sample("Next door");
        body.withObject("/configuration").put("database", database);
        JsonNode result = client.post("/api/connections/test", body).json();

        assertThat(result.get("status").asText()).as(result.toString()).isEqualTo("failed");
    }

    private JsonNode tested(String host, int port) {
        ObjectNode body = Tenant.b().sample("Inward");
        body.withObject("/configuration").put("server", host).put("port", port);
        body.withObject("/configuration/authentication").put("username", "postgres").put("password", "x");
        return client.post("/api/connections/test", body).json();
    }

    private static void assertRefused(JsonNode result) {
        assertThat(result.get("status").asText()).as(result.toString()).isEqualTo("failed");
        assertThat(result.get("failure_kind").asText()).as(result.toString()).isEqualTo("POLICY");
        assertThat(result.get("message").asText()).isEqualTo(SENTENCE);
        assertThat(result.get("server").isNull()).isTrue();
    }

    private static List<String> withoutTimes(JsonNode result) {
        return List.of(result.get("message").asText(), result.get("failure_kind").asText(), String.join(",", result.get("steps").findValuesAsText("status")), String.join(",", result.get("steps").findValuesAsText("message").stream().map(text -> text.replaceAll("[0-9.]+", "#")).toList()));
    }
}
