package access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import problems.ProblemBody;
import problems.Refusal;

/** Writes a refusal as problem+json where no route has begun yet: filters, sign-in, error pages of the container. */
@Component
public class ProblemAnswers {
    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    public void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(refusal.status());
        response.setContentType(ProblemBody.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == 401) response.setHeader("WWW-Authenticate", "Bearer");
        json.writeValue(response.getOutputStream(), ProblemBody.of(refusal, (String) request.getAttribute(Callers.REQUEST_ID)));
    }
}
