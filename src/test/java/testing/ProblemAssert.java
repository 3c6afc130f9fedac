package testing;

import static org.assertj.core.api.Assertions.assertThat;

import testing.Serai.Answer;

/** What every refusal of the REST front has to look like. */
public final class ProblemAssert {
    private ProblemAssert() { }

    public static Answer problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return problem(answer);
    }

    public static Answer problem(Answer answer, int status, String code) {
        problem(answer, status);
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        return answer;
    }

    /** @param pointer of the one field that is to change */
    public static Answer invalid(Answer answer, String pointer) {
        problem(answer, 422);
        assertThat(answer.json().at("/errors").findValuesAsText("pointer")).as(answer.body()).contains(pointer);
        return answer;
    }

    public static Answer problem(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().hasNonNull("type") && answer.json().hasNonNull("title") && answer.json().hasNonNull("detail") && answer.json().hasNonNull("code")).as(answer.body()).isTrue();
        assertThat(answer.json().get("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "org.springframework", "java.lang", "com.fasterxml", "org.postgresql", "SELECT ", "app.connections");
        return answer;
    }
}
