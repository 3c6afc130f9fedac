package api;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** What a path does. Throws a {@link problems.Refusal} or {@link problems.ProblemException} for what does not go. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Request request);
    }

    private final String base;
    private final String tag;
    private RestDefinition rest;
    @Autowired
    private Dispatcher dispatcher;

    Resource(String base, String tag) {
        this.base = base;
        this.tag = tag;
    }

    abstract void paths();

    @Override
    public void configure() {
        rest = rest().tag(tag);
        paths();
    }

    /** @param query names of the query parameters */
    final void get(String path, String id, String summary, Class<?> answer, Handler handler, String... query) {
        end(rest.get(base + path), path, id, summary, answer, handler, query);
    }

    final void post(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(withBody(rest.post(base + path), body), path, id, summary, answer, handler);
    }

    final void patch(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(withBody(rest.patch(base + path), body), path, id, summary, answer, handler);
    }

    final void put(String path, String id, String summary, Class<?> body, Class<?> answer, Handler handler) {
        end(withBody(rest.put(base + path), body), path, id, summary, answer, handler);
    }

    final void delete(String path, String id, String summary, Handler handler) {
        end(rest.delete(base + path), path, id, summary, null, handler);
    }

    private static RestDefinition withBody(RestDefinition verb, Class<?> body) {
        return body == null ? verb : verb.type(body);
    }

    private void end(RestDefinition verb, String path, String id, String summary, Class<?> answer, Handler handler, String... query) {
        verb.id(id).description(summary).produces(JSON);
        if (answer != null) verb.outType(answer);
        for (Matcher found = PATH_PARAMETER.matcher(base + path); found.find(); ) verb.param().name(found.group(1)).type(RestParamType.path).dataType("string").endParam();
        List<String> parameters = Arrays.asList(query);
        parameters.forEach(name -> verb.param().name(name).type(RestParamType.query).dataType("string").required(false).endParam());
        verb.to("direct:" + id);
        from("direct:" + id).routeId("api-" + id).process(exchange -> dispatcher.handle(exchange, handler));
    }
}
