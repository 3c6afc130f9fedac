package api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.Bodies;
import testing.Serai;

/** Tests of what is not stored, which could be used to look for open ports. */
class DraftTestsTest {
    private static final int PER_MINUTE = 30;

    private final Serai.Client client = Serai.running().newAccount("Drafts");

    @Test
    void anAccountHasThirtyInAMinuteAndEachIsInTheAuditLog(@TempDir Path folder) {
        JsonNode draft = Bodies.files(folder);
        for (int i = 0; i < PER_MINUTE; i++) assertThat(client.post("/api/connections/test", draft).status()).isEqualTo(200);
        Serai.Answer refused = client.post("/api/connections/test", draft);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("code").asText()).isEqualTo("quota.too_many_tests");
        assertThat(refused.header("Retry-After")).isEqualTo("60");

        JsonNode log = client.get("/api/audit?limit=200").json().get("items");
        assertThat(StreamSupport.stream(log.spliterator(), false).filter(row -> row.get("action").asText().equals("connection.test_draft"))).hasSize(PER_MINUTE);
        assertThat(client.get("/api/audit/verify").json().get("intact").asBoolean()).isTrue();
        assertThat(Serai.running().newAccount("Others").post("/api/connections/test", draft).status()).as("another account").isEqualTo(200);
    }
}
