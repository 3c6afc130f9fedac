package api;

import access.Caller;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** Figures of this replica, of all accounts together, for whoever runs it. */
@Component
class MetricsResource extends Resource {
    private static final String OURS = "serai.";

    /**
     * One figure.
     *
     * @param tags   by name
     * @param values by what is measured, such as {@code count} or {@code total_time} in seconds; null where there is none now
     */
    record Metric(String name, String description, Map<String, String> tags, Map<String, Double> values) {
        static Metric of(Meter meter) {
            Map<String, String> tags = meter.getId().getTags().stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue));
            Map<String, Double> values = new TreeMap<>();
            for (Measurement one : StreamSupport.stream(meter.measure().spliterator(), false).toList()) {
                values.put(one.getStatistic().name().toLowerCase(Locale.ROOT), finite(one.getValue()));
            }
            return new Metric(meter.getId().getName(), meter.getId().getDescription(), new TreeMap<>(tags), values);
        }

        private static Double finite(double value) {
            return Double.isFinite(value) ? (Double) value : null;
        }

        String key() {
            return name + " " + tags;
        }
    }

    private final MeterRegistry registry;

    MetricsResource(MeterRegistry registry) {
        super("/api/metrics", "Operations");
        this.registry = registry;
    }

    @Override
    void paths() {
        list("", "listMetrics", "Figures of this replica; none for who does not administer the installation", Metric.class,
                this::list);
    }

    private Answer list(Request request) {
        return Answer.ok(InMemoryPage.of(visible(), request.page(), Metric::key));
    }

    /** Who runs an account only is not told what others do. */
    private List<Metric> visible() {
        if (!Caller.current().installer()) return List.of();
        return registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith(OURS))
                .map(Metric::of).sorted(Comparator.comparing(Metric::key)).toList();
    }
}
