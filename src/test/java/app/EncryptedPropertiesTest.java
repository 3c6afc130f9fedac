package app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jasypt.JasyptPropertiesParser;
import org.apache.camel.component.properties.PropertiesParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.ChildSerai;
import testing.Serai;

/** ENC(…) in an operator's file, with the commands of the README, in a JVM that has the master password or has not. */
class EncryptedPropertiesTest {
    private static final String MASTER = "open sesame";
    private static final String TOKEN = "serai-token-that-was-encrypted";
    private static final String ALGORITHM = "PBEWITHHMACSHA512ANDAES_256";

    @TempDir
    Path folder;

    @Test
    void encryptedPropertyIsDecrypted() throws Exception {
        try (ChildSerai serai = started(encrypted(TOKEN), Map.of("SERAI_MASTER_PASSWORD", MASTER))) {
            assertThat(serai.get("/api/me", TOKEN).statusCode()).as(serai.console()).isEqualTo(200);
            assertThat(serai.console()).doesNotContain(TOKEN).doesNotContain(MASTER);
        }
    }

    @Test
    void missingMasterPasswordIsSaidPlainly() throws Exception {
        try (ChildSerai serai = started(encrypted(TOKEN), Map.of())) {
            assertThat(serai.awaitExit()).isNotZero();
            assertThat(serai.console()).contains("The property serai.admin.token is encrypted, but the environment variable SERAI_MASTER_PASSWORD is not set.").doesNotContain("NullPointerException").doesNotContain("\tat ");
        }
    }

    @Test
    void wrongMasterPasswordIsSaidPlainly() throws Exception {
        try (ChildSerai serai = started(encrypted(TOKEN), Map.of("SERAI_MASTER_PASSWORD", "wrong one"))) {
            assertThat(serai.awaitExit()).isNotZero();
            assertThat(serai.console()).contains("The property serai.admin.token cannot be decrypted.").doesNotContain("wrong one").doesNotContain("\tat ");
        }
    }

    @Test
    void encryptedVariableIsNotTakenForAValue() throws Exception {
        try (ChildSerai serai = ChildSerai.start(Map.of("SERAI_ADMIN_TOKEN", encrypted(TOKEN), "SERAI_MASTER_PASSWORD", MASTER, "OF_ANOTHER_PROGRAM", "ENC(x)"))) {
            assertThat(serai.awaitExit()).isNotZero();
            assertThat(serai.console()).contains("only configuration files are decrypted");
        }
    }

    @Test
    void placeholdersOfCamelStayOutOfIt() {
        CamelContext camel = Serai.running().bean(CamelContext.class);

        assertThat(Serai.running().bean(PropertiesParser.class)).isNotInstanceOf(JasyptPropertiesParser.class);
        for (String placeholder : new String[] {"{{env:PATH}}", "{{sys:user.home}}", "{{PATH}}", "{{serai.admin.token}}", "{{encryption.key}}", "{{bean:dataSource.password}}", "{{service:x}}", "{{serai.database.password}}"}) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> camel.resolvePropertyPlaceholders(placeholder))).as(placeholder).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private ChildSerai started(String value, Map<String, String> variables) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), "serai.admin.token: " + value + "\n");
        Map<String, String> withoutToken = new HashMap<>(variables);
        withoutToken.put("SERAI_ADMIN_TOKEN", "");   // a variable wins over a file
        return ChildSerai.start(withoutToken, "--spring.config.additional-location=file:" + folder + "/");
    }

    /** The tool that the README names. */
    private static String encrypted(String plain) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            org.apache.camel.component.jasypt.Main.main(new String[] {"-c", "encrypt", "-a", ALGORITHM, "-riga", "SHA1PRNG", "-p", MASTER, "-i", plain});
        } finally {
            System.setOut(before);
        }
        return "ENC(" + said.toString(StandardCharsets.UTF_8).replaceAll("(?s).*Encrypted text: *(\\S+).*", "$1") + ")";
    }
}
