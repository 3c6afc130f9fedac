package connectors.workday;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import testing.workday.ServiceText;
import testing.workday.ServiceText.Field;

/**
 * How long the description of a large web service takes and what it holds, in JVMs of their own with smaller and smaller heaps; for
 * docs/performance.md. {@code -Dserai.benchmark.wsdl=} measures another one.
 */
@Tag("benchmark")
class ServiceFiguresTest {
    private static final List<Integer> HEAPS_MB = List.of(512, 192, 160, 144, 128, 112, 96);
    private static final int THINGS = 1_500;
    private static final int FIELDS = 20;
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    @Test
    void aLargeServiceInSmallerAndSmallerHeaps() throws Exception {
        Path wsdl = wsdl();
        System.out.printf("FIGURES %.1f MB of text%n", Files.size(wsdl) / 1e6);
        for (int heap : HEAPS_MB) {
            boolean did = read(wsdl, heap);
            System.out.printf("FIGURES heap of %d MB: %s%n", heap, did ? "did" : "did not");
            if (heap == HEAPS_MB.get(0)) assertThat(did).isTrue();
        }
    }

    private Path wsdl() throws IOException {
        String own = System.getProperty("serai.benchmark.wsdl");
        if (own != null) return Path.of(own);
        Field[] fields = IntStream.range(0, FIELDS).mapToObj(i -> Field.of("Field_" + i, "text(40)")).toArray(Field[]::new);
        ServiceText service = new ServiceText("Large");
        IntStream.range(0, THINGS).forEach(i -> service.thing("Thing_" + i, fields));
        return Files.writeString(folder.resolve("Large.wsdl"), service.text("https://localhost/Large"));
    }

    private static boolean read(Path wsdl, int heapMb) throws Exception {
        Process reading = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heapMb + "m",
                "-cp", System.getProperty("java.class.path"), Reading.class.getName(), wsdl.toString())
                .redirectErrorStream(true).start();
        try {
            reading.getInputStream().transferTo(System.out);
            return reading.waitFor(2, TimeUnit.MINUTES) && reading.exitValue() == 0;
        } finally {
            reading.destroyForcibly();
        }
    }

    /** The work, in a JVM of its own. */
    static final class Reading {
        private Reading() { }

        public static void main(String... file) throws IOException {
            for (int i = 0; i < ROUNDS; i++) round(Path.of(file[0]));
        }

        private static void round(Path file) throws IOException {
            byte[] text = Files.readAllBytes(file);
            long start = System.nanoTime();
            Wsdl wsdl = Wsdl.of(text, "/Large", (namespace, location, base) -> null);
            ServiceTables tables = new ServiceTables("Large", wsdl);
            double parsed = since(start);
            start = System.nanoTime();
            int columns = tables.names().stream().mapToInt(name -> tables.table(name).orElseThrow().columns().size()).sum();
            double made = since(start);
            System.gc();
            long live = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            System.out.printf("FIGURES %d tables, %d columns: parse %.2f s, tables %.2f s, live %d MB%n", tables.names().size(),
                    columns, parsed, made, live >> 20);
            Reference.reachabilityFence(text);
        }

        private static double since(long start) {
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
