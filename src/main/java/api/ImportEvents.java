package api;

import access.Caller;
import access.CallerAuthentication;
import access.ProblemAnswers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import metadata.Import;
import metadata.Imports;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import problems.Refusal;

/**
 * The progress of an import as server-sent events: {@code progress} whenever it moves, {@code end} once, then the stream
 * closes. The one path that is not in the REST DSL: an answer that goes on is no route's business.
 */
@RestController
class ImportEvents {
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int LOOK_EVERY_MS = 500;

    private final Imports imports;
    private final ProblemAnswers problems;
    private final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "serai-import-events");
        thread.setDaemon(true);
        return thread;
    });

    ImportEvents(Imports imports, ProblemAnswers problems) {
        this.imports = imports;
        this.problems = problems;
    }

    @GetMapping(path = "/api/imports/{id}/events")
    SseEmitter events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = ((CallerAuthentication) SecurityContextHolder.getContext().getAuthentication()).caller();
        try {
            UUID importId = caller.call(() -> imports.find(uuid(id)).id());
            return follow(importId, caller);
        } catch (Refusal refusal) {
            problems.write(refusal, request, response);
            return null;
        }
    }

    private SseEmitter follow(UUID importId, Caller caller) {
        SseEmitter stream = new SseEmitter(LONGEST.toMillis());
        AtomicReference<Long> seen = new AtomicReference<>(-1L);
        ScheduledFuture<?> looking = watch.scheduleWithFixedDelay(() -> look(stream, importId, caller, seen), 0,
                LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        Runnable stop = () -> {
            looking.cancel(false);
            open.remove(stream);
        };
        open.add(stream);
        stream.onCompletion(stop);
        stream.onTimeout(stop);
        stream.onError(failure -> stop.run());
        return stream;
    }

    /** Else the server, which lets requests end before it stops, would wait for imports that go on for hours. */
    @EventListener(ContextClosedEvent.class)
    void endAll() {
        open.forEach(SseEmitter::complete);
    }

    private void look(SseEmitter stream, UUID importId, Caller caller, AtomicReference<Long> seen) {
        try {
            Import now = caller.call(() -> imports.find(importId));
            if (!now.isOver() && seen.getAndSet(now.tablesDone()) == now.tablesDone()) return;
            stream.send(SseEmitter.event().name(now.isOver() ? "end" : "progress").data(now, MediaType.APPLICATION_JSON));
            if (now.isOver()) stream.complete();
        } catch (IOException | RuntimeException goneOrRefused) {
            stream.completeWithError(goneOrRefused);
        }
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.notFound();
        }
    }
}
