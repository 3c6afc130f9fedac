package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import testing.Serai;

/** The pages offer what the person may do, and refuse the rest even when it is asked for by hand. */
class RightsTest {
    private static final Serai SERAI = Serai.running();
    private static Visitor viewer;

    @BeforeAll
    static void addViewer() {
        Visitor.Page added = Visitor.signedIn().post("/settings/members", "email", "viewer@example.com", "display_name", "Vera", "password", "a-long-password", "role", "viewer");
        assertThat(added.html()).contains("Added viewer@example.com.");
        viewer = Visitor.signedIn("viewer@example.com", "a-long-password");
    }

    @Test
    void viewerMayTestButIsOfferedNothingElse() {
        assertThat(viewer.get("/connections").html()).contains("Sales database").contains(">Test<")
                .doesNotContain("Import metadata").doesNotContain(">Edit<").doesNotContain(">Delete<").doesNotContain("New connection");
    }

    @Test
    void viewerIsRefusedAndTheRefusalIsAudited() {
        String id = sales();
        assertThat(viewer.get("/connections/" + id + "/edit").status()).isEqualTo(403);
        assertThat(viewer.post("/connections/" + id + "/delete", "name", "Sales database", "version", "1").status()).isEqualTo(403);
        assertThat(viewer.post("/connections/" + id + "/imports").status()).isEqualTo(403);
        assertThat(viewer.get("/connections/new").status()).isEqualTo(403);
        assertThat(viewer.post("/settings/workspaces", "name", "Mine").status()).isEqualTo(403);

        assertThat(SERAI.admin().get("/api/audit").body()).contains("POST /connections/" + id + "/delete").contains("denied");
    }

    @Test
    void whoBelongsToNoAccountIsToldWhatToDo() {
        Serai.Client company = SERAI.newAccount("Left company");
        String email = "leaver-" + System.nanoTime() + "@example.com";
        String id = company.post("/api/members", testing.Bodies.object().put("email", email).put("password", "a-long-password").put("role", "editor"))
                .json().get("user_id").asText();
        company.delete("/api/members/" + id);
        Visitor nobody = Visitor.signedIn(email, "a-long-password");
        for (String path : new String[] {"/connections", "/datasets", "/imports", "/operations", "/audit", "/settings", "/search?q=x"}) {
            Visitor.Page page = nobody.get(path);
            assertThat(page.status()).as(path).isLessThan(500);
            assertThat(page.html()).as(path).contains("You do not belong to an account yet").doesNotContain("New connection");
        }
        Visitor.Page page = nobody.get("/connections/new");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.html()).contains("add you as a member");
    }

    @Test
    void unknownThingsAreNowhere() {
        for (String path : new String[] {"/connections/", "/datasets/", "/imports/"}) {
            assertThat(viewer.get(path + UUID.randomUUID()).status()).as(path).isEqualTo(404);
            assertThat(viewer.get(path + "no-id").status()).as(path).isEqualTo(404);
        }
        assertThat(viewer.get("/nowhere").html()).contains("There is nothing here").doesNotContain("Exception");
    }

    @Test
    void connectionsOfAnotherAccountAreNowhere() {
        Serai.Client other = SERAI.newAccount("Other company");
        var body = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("name", "Theirs").put("connection_type", "FileSystem").put("visibility", "public");
        body.putObject("configuration").put("type", "local").put("base_path", "/data");
        String id = other.post("/api/connections", body).json().path("id").asText();

        Visitor admin = Visitor.signedIn();
        assertThat(admin.get("/connections/" + id).status()).isEqualTo(404);
        assertThat(admin.post("/connections/" + id + "/test").status()).isEqualTo(404);
        assertThat(admin.get("/connections").html()).doesNotContain("Theirs");
    }

    private static String sales() {
        for (JsonNode connection : SERAI.admin().get("/api/connections").json().path("items")) if (connection.path("name").asText().equals("Sales database")) return connection.path("id").asText();
        throw new IllegalStateException("The sample is missing");
    }
}
