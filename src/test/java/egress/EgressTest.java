package egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import egress.EgressSettings.Mode;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import problems.FailureKind;
import problems.ProblemException;

@ExtendWith(KeepsPolicy.class)
class EgressTest {
    private static final int PORT = 5432;
    private final Egress open = new Egress(new EgressSettings(Mode.OPEN, null, null, null));
    private final Egress privateOk = new Egress(EgressSettings.DEFAULT);
    private final Egress hosted = new Egress(new EgressSettings(Mode.PRIVATE_OK, null, null, false));
    private final Egress strict = new Egress(new EgressSettings(Mode.STRICT, null, null, null));

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "192.0.0.192", "100.100.100.200", "168.63.129.16",
            "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "fe80::1", "fec0::1", "ff02::1", "fd00:ec2::254", "fd20:ce::254",
            "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1", "2001:0:1::1"})
    void someAddressesAreRefusedInEveryMode(String address) throws Exception {
        for (Egress egress : List.of(open, privateOk, hosted, strict)) assertThat(allows(egress, address)).isFalse();
        Egress listed = new Egress(new EgressSettings(Mode.OPEN, List.of("0.0.0.0/0", "::/0"), null, null));
        assertThat(allows(listed, address)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,true,true,false,false", "127.9.9.9,true,true,false,false", "::1,true,true,false,false",
            "::127.0.0.1,true,true,false,false", "64:ff9b::7f00:1,true,true,false,false", "2002:7f00:1::,true,true,false,false",
            "10.1.2.3,true,true,true,false", "172.31.255.255,true,true,true,false", "192.168.0.1,true,true,true,false",
            "100.64.0.1,true,true,true,false", "fd12::1,true,true,true,false", "64:ff9b::a01:203,true,true,true,false",
            "172.32.0.1,true,true,true,true", "8.8.8.8,true,true,true,true", "2a00::1,true,true,true,true", "64:ff9b::808:808,true,true,true,true"})
    void theModeDecidesTheRest(String address, boolean inOpen, boolean inPrivateOk, boolean inHosted, boolean inStrict) throws Exception {
        assertThat(List.of(allows(open, address), allows(privateOk, address), allows(hosted, address), allows(strict, address)))
                .containsExactly(inOpen, inPrivateOk, inHosted, inStrict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.1", "0x7f.0.0.1", "127.0.0.0x1", "127.0.0.1.", "256.1.1.1",
            "1.2.3.4.5", "01.2.3.4", "db..example.com", "-db", "db-", "db example", "db/x", "db?x", "db&x", "db:1", "user@db", "db#x", "db%00", "ⓛocalhost",
            "127。0。0。1", "[::1", "::1", "[fe80::1%eth0]", "[1]", "[]", "", "{{env:PATH}}", "$simple{1}", "db\nx", "db\\x", "jdbc:postgresql://db"})
    void whatIsNoHostIsASettingToChange(String text) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> open.resolve(text));
        assertThat(refused.problem()).extracting("kind", "field").containsExactly(FailureKind.CONFIG, "/server");
        assertThat(refused.problem().message()).doesNotContain("127", "env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "LocalHost"})
    void hostsAreResolved(String text) throws Exception {
        assertThat(open.resolve(text)).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void longLabelsAndNamesAreRefused() {
        assertThatThrownBy(() -> new HostName("a".repeat(64) + ".com")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new HostName("a.".repeat(127) + "com")).isInstanceOf(ProblemException.class);
        assertThat(new HostName("DB_1.example-x.com").text()).isEqualTo("db_1.example-x.com");
    }

    @Test
    void anUnknownNameHasNoAddress() {
        assertThatThrownBy(() -> open.resolve("no-such-host.invalid")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void allAddressesOfAHostMustBeAllowed() throws Exception {
        InetAddress good = address("8.8.8.8");
        InetAddress bad = address("169.254.169.254");
        assertThatCode(() -> open.demand("db.example.com", List.of(good), PORT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> open.demand("db.example.com", List.of(good, bad), PORT))
                .hasMessage("This address is not allowed by the connection policy of this installation.");
        assertThatThrownBy(() -> open.demand("db.example.com", List.of(), PORT)).isInstanceOf(ProblemException.class);
    }

    @Test
    void allRefusalsReadAlike() throws Exception {
        privateOk.protect(PORT);
        assertThat(refusal(open, "169.254.169.254")).isEqualTo(refusal(strict, "10.0.0.1")).isEqualTo(refusal(privateOk, "127.0.0.1"))
                .isEqualTo(refusal(hosted, "127.0.0.1"));
    }

    @Test
    void metadataNamesAreRefusedWhereverTheyPoint() throws Exception {
        assertThat(open.allows("Metadata.google.internal", address("8.8.8.8"), PORT)).isFalse();
    }

    @Test
    void listsAddAndTakeAway() throws Exception {
        Egress egress = new Egress(new EgressSettings(Mode.STRICT, List.of("10.1.0.0/16", "db.internal:5432", "[::1]", "other.internal"), List.of("10.1.2.0/24", "8.8.8.8"), null));
        assertThat(allows(egress, "10.1.1.1")).isTrue();
        assertThat(allows(egress, "10.1.2.1")).isFalse();
        assertThat(allows(egress, "8.8.8.8")).isFalse();
        assertThat(egress.allows("db.internal", address("192.168.1.1"), 5432)).isTrue();
        assertThat(egress.allows("DB.internal", address("192.168.1.1"), 5433)).isFalse();
        assertThat(egress.allows("other.internal", address("192.168.1.1"), 1)).isTrue();
        assertThat(egress.allows("another.internal", address("192.168.1.1"), 1)).isFalse();
    }

    @Test
    void protectedPortsOfThisMachineAreRefusedUnlessPermitted() throws Exception {
        open.protect(8080);
        assertThat(open.allows("localhost", address("127.0.0.1"), 8080)).isFalse();
        assertThat(open.allows("x", address("::ffff:127.0.0.1"), 8080)).isFalse();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress own : Collections.list(network.getInetAddresses())) assertThat(open.allows("x", own, 8080)).isFalse();
        }
        assertThat(open.allows("localhost", address("127.0.0.1"), 8081)).isTrue();
        assertThat(open.allows("x", address("8.8.8.8"), 8080)).isTrue();
        open.permit("localhost", 8080);
        assertThat(open.allows("localhost", address("127.0.0.1"), 8080)).isTrue();
        assertThat(open.allows("127.0.0.1", address("127.0.0.1"), 8080)).isFalse();
    }

    @Test
    void settingsAreReadFromTheEnvironment() throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("serai.egress.mode", "strict",
                "serai.egress.allow", "10.0.0.0/8, db.internal:5432", "serai.egress.loopback-allowed", "false")));
        Egress egress = new Egress(environment);
        assertThat(allows(egress, "10.0.0.1")).isTrue();
        assertThat(allows(egress, "192.168.0.1")).isFalse();
        assertThat(allows(new Egress(new StandardEnvironment()), "127.0.0.1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "300.0.0.1", "10.0.0/8", "http://db", "db:port", "a b"})
    void anEntryThatIsNoneStopsTheStart(String entry) {
        assertThatThrownBy(() -> new Egress(new EgressSettings(null, List.of(entry), null, null)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("serai.egress.allow").hasMessageContaining(entry);
    }

    private static String refusal(Egress egress, String address) throws UnknownHostException {
        InetAddress one = address(address);
        return catchThrowableOfType(ProblemException.class, () -> egress.demand("db.example.com", List.of(one), PORT)).problem().toString();
    }

    private static boolean allows(Egress egress, String address) throws UnknownHostException {
        return egress.allows("db.example.com", address(address), PORT);
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @Test
    void withoutEncryptionOnlyPrivateAddressesAreCalled() throws Exception {
        Egress usual = new Egress(EgressSettings.DEFAULT);
        for (String address : List.of("127.0.0.1", "10.1.2.3", "::1", "fd00::1")) usual.demandPlain(address, List.of(InetAddress.getByName(address)), 80);
        assertThatThrownBy(() -> usual.demandPlain("host", List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("8.8.8.8")), 80))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().code()).isEqualTo("plain_http"));
        new Egress(new EgressSettings(null, List.of("old.example:80"), null, null)).demandPlain("old.example", List.of(InetAddress.getByName("8.8.8.8")), 80);
        new Egress(new EgressSettings(null, null, null, null, false, true)).demandPlain("any.example", List.of(InetAddress.getByName("8.8.8.8")), 80);
    }
}
