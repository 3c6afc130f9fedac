package api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import problems.ProblemBody;

/**
 * What the server refuses before any filter of ours sees it, such as a broken path: a problem as well, and no page of the
 * server's own.
 */
@Component
class ContainerRefusals implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private final ObjectMapper json;

    ContainerRefusals(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> context.getParent().getPipeline().addValve(new Valve()));
    }

    /** After Spring Boot's own: the valve that is added last reports first. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private final class Valve extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) return;
            String id = UUID.randomUUID().toString();
            response.setHeader("X-Request-Id", id);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentType(ProblemBody.MEDIA_TYPE);
            try {
                response.getOutputStream().write(body(response.getStatus(), id).getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException gone) {
                // nobody is there to read it
            }
        }
    }

    private String body(int status, String requestId) throws JsonProcessingException {
        return json.writeValueAsString(ProblemBody.of(ErrorAnswers.refusal(status), requestId));
    }
}
