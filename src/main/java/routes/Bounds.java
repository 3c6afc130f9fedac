package routes;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import types.Limits;

/** What the operator of the installation allows at the most, whatever types and connections say. */
@Component
record Bounds(Limits limits) {

    @Autowired
    Bounds(@Value("${serai.limits.requests-per-minute:6000}") int requestsPerMinute,
           @Value("${serai.limits.concurrent:16}") int concurrent,
           @Value("${serai.limits.timeout:10m}") Duration timeout,
           @Value("${serai.limits.import-timeout:12h}") Duration importTimeout) {
        this(new Limits(requestsPerMinute, concurrent, timeout, importTimeout, null, null));
    }
}
