package api;

import java.util.LinkedHashMap;
import java.util.Map;
import problems.ProblemBody;

/** @param body null for none; a text is sent as it is, all else is written as JSON */
record Answer(int status, Map<String, String> headers, Object body) {

    static Answer ok(Object body) {
        return new Answer(200, Map.of(), body);
    }

    static Answer text(String mediaType, String text) {
        return new Answer(200, Map.of("Content-Type", mediaType), text);
    }

    static Answer created(String location, Object body) {
        return new Answer(201, Map.of("Location", location), body);
    }

    static Answer accepted(String location, Object body) {
        return new Answer(202, Map.of("Location", location), body);
    }

    static Answer nothing() {
        return new Answer(204, Map.of(), null);
    }

    static Answer problem(ProblemBody problem) {
        Answer answer = new Answer(problem.status(), Map.of("Content-Type", ProblemBody.MEDIA_TYPE), problem);
        return problem.retryAfter() == null ? answer : answer.with("Retry-After", problem.retryAfter().toString());
    }

    Answer version(long version) {
        return with("ETag", "\"" + version + "\"");
    }

    private Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
