package connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;

/** The vendor's own codes. */
final class OrgErrors {
    private OrgErrors() { }

    /** {@code errorCode} of the API, {@code error} of the token service, a bare word of the identity service; null for none. */
    static String code(HttpAnswer answer) {
        JsonNode said = answer.jsonOrNothing();
        String code = code(said);
        if (code != null) return code;
        return said.isMissingNode() && answer.body().length < 60 && answer.text().strip().matches("[A-Z][A-Za-z]*_[A-Za-z_]+")
                ? answer.text().strip() : null;
    }

    static String code(JsonNode said) {
        JsonNode first = said.isArray() ? said.path(0) : said;
        JsonNode code = first.has("errorCode") ? first.path("errorCode") : first.path("error");
        return code.isTextual() && !code.asText().isEmpty() ? code.asText() : null;
    }
}
