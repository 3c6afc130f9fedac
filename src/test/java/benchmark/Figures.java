package benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured, round by round; printed, and written to the file that the page shows. */
final class Figures {
    /** One way of doing it, once. @param heapMb the most that the heap held, in megabytes; with what the program holds anyway */
    private record Run(double seconds, long heapMb) { }

    interface Work {
        void run() throws Exception;
    }

    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    void measure(String what, Work work) throws Exception {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        work.run();
        Run run = new Run((System.nanoTime() - start) / 1e9, heapMb());
        runs.computeIfAbsent(what, first -> new ArrayList<>()).add(run);
        System.out.printf("FIGURES %s: %.2f s, heap %d MB%n", what, run.seconds, run.heapMb);
    }

    private static long heapMb() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
    }

    /** The middle one of the rounds. */
    double seconds(String what) {
        List<Double> sorted = runs.get(what).stream().map(Run::seconds).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    double ratio(String what, String to) {
        return seconds(what) / seconds(to);
    }

    /** Under a title, beside what other runs of the benchmark have written there. @param ratios name to the value, its target, and its unit unless it is a ratio */
    void write(String title, Map<String, Object> setting, Map<String, List<Object>> ratios) {
        Map<String, Object> entry = new LinkedHashMap<>(setting);
        entry.put("measured_on", LocalDate.now().toString());
        entry.put("cores", Runtime.getRuntime().availableProcessors());
        entry.put("java", System.getProperty("java.version"));
        entry.put("runs", runs.entrySet().stream().map(run -> Map.of("what", run.getKey(), "seconds", rounded(seconds(run.getKey())), "rounds", run.getValue().size(),
                "peak_heap_mb", run.getValue().stream().mapToLong(Run::heapMb).max().orElse(0))).toList());
        entry.put("ratios", ratios.entrySet().stream().map(ratio -> figure(ratio.getKey(), ratio.getValue())).toList());
        System.out.println("FIGURES " + title + " " + entry);
        merge(title, entry);
    }

    private static Map<String, Object> figure(String what, List<Object> value) {
        Map<String, Object> figure = new LinkedHashMap<>(Map.of("what", what, "ratio", value.get(0)));
        if (value.size() > 1) figure.put("target", value.get(1));
        if (value.size() > 2) figure.put("unit", value.get(2));
        return figure;
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void merge(String title, Map<String, Object> entry) {
        Path file = Path.of("src/main/resources/figures/imports.json");
        ObjectMapper json = new ObjectMapper();
        try {
            Map<String, Object> all = new TreeMap<>();
            if (Files.exists(file)) json.readTree(file.toFile()).fields().forEachRemaining(old -> all.put(old.getKey(), old.getValue()));
            all.put(title, entry);
            Files.createDirectories(file.getParent());
            json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
