package ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import testing.PageVisitor;
import testing.Serai;

/** The page of figures shows whatever the benchmarks have written. */
class FiguresPageTest {

    @Test
    void everyFigureIsShown() throws IOException {
        PageVisitor visitor = new PageVisitor();
        visitor.signIn(Serai.ADMIN, Serai.PASSWORD);

        HttpResponse<String> page = visitor.get("/figures");

        assertThat(page.statusCode()).isEqualTo(200);
        JsonNode written = new ObjectMapper().readTree(new ClassPathResource("figures/imports.json").getInputStream());
        assertThat(written).isNotEmpty();
        written.fieldNames().forEachRemaining(title -> assertThat(page.body()).contains(title));
    }
}
