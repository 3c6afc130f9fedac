package connectors.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import java.io.IOException;
import java.util.List;

/**
 * What is asked of an organization: by the component where it carries, and by calls of ours where an answer's status or headers
 * matter.
 */
final class Org {
    private final OrgCalls calls;
    private final Operations component;
    private final String version;

    Org(OrgCalls calls, Operations component, String version) {
        this.calls = calls;
        this.component = component;
        this.version = version;
    }

    /**
     * A description that is wanted.
     *
     * @param since the time of what is known; null for nothing
     */
    record Wanted(Listed object, String since) { }

    Operations component() {
        return component;
    }

    /** The user behind the token. Counts nothing. */
    HttpAnswer whoAmI() throws IOException {
        return calls.uncounted(HttpRequest.get("services", "oauth2", "userinfo"), true);
    }

    /** Up to 25 descriptions in one call: REST API Developer Guide, "Composite Request Body". */
    byte[] describe(List<Wanted> wanted) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("allOrNone", false);
        ArrayNode requests = body.putArray("compositeRequest");
        for (int i = 0; i < wanted.size(); i++) {
            ObjectNode request = requests.addObject().put("method", "GET").put("referenceId", "d" + i)
                    .put("url", "/services/data/" + version + "/sobjects/" + wanted.get(i).object().name() + "/describe");
            if (wanted.get(i).since() != null) request.putObject("httpHeaders").put("If-Modified-Since", wanted.get(i).since());
        }
        return component.composite(Answers.bytes(body));
    }

    /** Whatever is answered. */
    HttpAnswer describe(Wanted wanted) throws IOException {
        return calls.whatever(HttpRequest.get("services", "data", version, "sobjects", wanted.object().name(), "describe")
                .atMost(OrgCalls.MOST).header("If-Modified-Since", wanted.since()));
    }

    /** Of all objects, whatever is answered. */
    HttpAnswer recordCounts() throws IOException {
        return calls.whatever(HttpRequest.get("services", "data", version, "limits", "recordCount").atMost(OrgCalls.MOST));
    }

    /** @throws problems.ProblemException for what was not asked for */
    HttpAnswer demand(HttpAnswer answer) {
        return calls.demand(answer);
    }

    /** What the server's clock showed before now; null where it never said. */
    String serverTime() {
        return calls.serverTime();
    }
}
