package api;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * One resource of the REST front: every path of it on one screen. The {@link Dispatcher} calls a path's handler as the
 * caller and turns what goes wrong into a problem.
 */
abstract class Resource extends RouteBuilder {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    /** What a path does. Throws a {@link problems.Refusal} or {@link problems.ProblemException} for what does not go. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Request request);
    }

    /** What the contract says of an operation's shapes; null where there is no body. */
    record Described(String id, Class<?> body, Class<?> answer, boolean isList) { }

    private final String base;
    private final String tag;
    private RestDefinition rest;
    private Dispatcher dispatcher;

    Resource(String base, String tag) {
        this.base = base;
        this.tag = tag;
    }

    @Autowired
    final void dispatchBy(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    abstract void paths();

    @Override
    public void configure() {
        rest = rest().tag(tag);
        paths();
    }

    /** @param query names of the query parameters */
    final void get(String path, String id, String summary, Class<?> answer, Handler handler, String... query) {
        end(rest.get(base + path), path, new Described(id, null, answer, false), summary, handler, query);
    }

    /** A text for people; the handler says its charset. */
    final void text(String path, String id, String summary, Handler handler, String... query) {
        end(rest.get(base + path), path, new Described(id, null, String.class, false), summary, handler, query);
    }

    /** A page of items: {@code limit} and {@code cursor} come of themselves. */
    final void list(String path, String id, String summary, Class<?> item, Handler handler, String... query) {
        String[] all = Stream.concat(Arrays.stream(query), Stream.of("limit", "cursor")).toArray(String[]::new);
        end(rest.get(base + path), path, new Described(id, null, item, true), summary, handler, all);
    }

    final void post(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(rest.post(base + path), path, new Described(id, body, answer, false), summary, handler);
    }

    final void patch(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(rest.patch(base + path), path, new Described(id, body, answer, false), summary, handler);
    }

    final void put(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(rest.put(base + path), path, new Described(id, body, answer, false), summary, handler);
    }

    final void delete(String path, String id, String summary, Handler handler) {
        end(rest.delete(base + path), path, new Described(id, null, null, false), summary, handler);
    }

    private void end(RestDefinition verb, String path, Described described, String summary, Handler handler, String... query) {
        verb.id(described.id()).description(summary).produces(described.answer() == String.class ? TEXT : JSON);
        for (Matcher found = PATH_PARAMETER.matcher(base + path); found.find(); ) {
            verb.param().name(found.group(1)).type(RestParamType.path).dataType("string").endParam();
        }
        for (String name : query) {
            verb.param().name(name).type(RestParamType.query).dataType("string").required(false).endParam();
        }
        verb.to("direct:" + described.id());
        from("direct:" + described.id()).routeId("api-" + described.id())
                .process(exchange -> dispatcher.handle(exchange, handler));
        dispatcher.describe(described);
    }
}
