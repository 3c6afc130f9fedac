package api;

import access.Caller;
import access.CallerAuthentication;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The one way from a path of the REST front to its handler and back. */
@Component
class Dispatcher extends RouteBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Map<String, Resource.Described> operations = new ConcurrentHashMap<>();
    private final StrictJson strictJson;
    private final ObjectMapper json;
    private final Problems problems;

    Dispatcher(StrictJson strictJson, ObjectMapper json, Problems problems) {
        this.strictJson = strictJson;
        this.json = json;
        this.problems = problems;
    }

    void describe(Resource.Described operation) {
        if (operations.put(operation.id(), operation) != null) {
            throw new IllegalStateException("Two paths have the id " + operation.id());
        }
    }

    Map<String, Resource.Described> operations() {
        return operations;
    }

    @Override
    public void configure() {
        restConfiguration().component("platform-http").skipBindingOnErrorCode(true);
    }

    void handle(Exchange exchange, Resource.Handler handler) {
        HttpServletRequest servlet = exchange.getMessage(PlatformHttpMessage.class).getRequest();
        Answer answer = caller().call(() ->
                answer(handler, new Request(servlet, strictJson, (byte[]) servlet.getAttribute(BodyLimit.BODY))));
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        if (answer.body() != null) message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.body() == null ? null : write(answer.body()));
    }

    private Answer answer(Resource.Handler handler, Request request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException failure) {
            return problems.answer(failure, request);
        }
    }

    /** Put there by the token filter, and carried here with the security context. */
    private static Caller caller() {
        return ((CallerAuthentication) SecurityContextHolder.getContext().getAuthentication()).caller();
    }

    private byte[] write(Object body) {
        if (body instanceof String text) return text.getBytes(StandardCharsets.UTF_8);
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException failure) {
            LOG.error("An answer could not be written", failure);
            throw new IllegalStateException(failure);
        }
    }
}
