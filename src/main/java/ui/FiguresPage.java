package ui;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How fast imports are, as the benchmark of this version has measured it: {@code mvn -Pbenchmark verify} writes the file. */
@Controller
class FiguresPage {
    private static final ObjectMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    /**
     * @param columns null where they were not counted, as the other numbers
     * @param runs    one entry a way of doing it
     * @param ratios  one entry a figure to reach
     */
    public record Setting(int tables, Integer columns, Integer schemas, Integer folders, String measuredOn, int cores, String java, List<Run> runs,
                          List<Ratio> ratios) { }

    /** @param seconds the middle one of the rounds; @param peakHeapMb with what the program holds anyway */
    public record Run(String what, double seconds, int rounds, long peakHeapMb) { }

    /**
     * @param target in words; null for none
     * @param unit   of both; null for times as much
     */
    public record Ratio(String what, double ratio, String target, String unit) {
        public Ratio {
            unit = unit == null ? "×" : unit;
        }
    }

    @GetMapping("/figures")
    String figures(Model model) {
        model.addAttribute("settings", read());
        return "figures";
    }

    private static Map<String, Setting> read() {
        try (InputStream file = new ClassPathResource("figures/imports.json").getInputStream()) {
            return JSON.readValue(file, new TypeReference<>() { });
        } catch (IOException failure) {
            throw new UncheckedIOException("The figures of this version cannot be read", failure);
        }
    }
}
