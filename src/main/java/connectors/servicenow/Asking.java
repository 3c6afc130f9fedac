package connectors.servicenow;

import connectors.Causes;
import connectors.TestReport;
import connectors.http.HttpAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.servicenow.ServiceNowConstants;
import org.apache.camel.component.servicenow.ServiceNowParams;
import org.apache.camel.spi.Policy;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;

/**
 * Climbs a ladder whose questions are asked by the steps inside it, once for each: by Camel's component. Its questions are ours,
 * word for word; nothing that a person or an instance wrote gets into a header.
 */
final class Asking implements Policy {
    private final OwnConduits conduits;
    private final Function<Ask, TestReport> climb;

    /** @param climb is given the way to ask, and makes the report */
    Asking(OwnConduits conduits, Function<Ask, TestReport> climb) {
        this.conduits = conduits;
        this.climb = climb;
    }

    /** Makes one call. */
    @FunctionalInterface
    interface Ask {
        /** @throws problems.ProblemException for an answer that is not what was asked for */
        Shown rows(String table, String query, List<String> fields, int limit) throws Exception;
    }

    /**
     * What is shown.
     *
     * @param total how many rows there are, hidden ones included; null where the instance does not say
     */
    record Shown(List<Map<String, Object>> rows, Long total, HttpAnswer answer) {
        boolean hasHidden() {
            return total != null && total > 0;
        }

        /** Of the first row; empty where there is none. */
        String first(String field) {
            return rows.isEmpty() ? "" : String.valueOf(rows.get(0).getOrDefault(field, ""));
        }
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) { }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            TestReport report = climb.apply((table, query, fields, limit) -> ask(steps, exchange, table, query, fields, limit));
            exchange.getMessage().setBody(report);
        };
    }

    private Shown ask(Processor steps, Exchange exchange, String table, String query, List<String> fields, int limit)
            throws Exception {
        Exchange call = exchange.copy();
        Message message = call.getMessage();
        message.setBody(null);
        message.setHeaders(headers(table, query, fields, limit));
        steps.process(call);
        HttpAnswer answer = conduits.heard();
        if (call.getException() != null) throw cause(call.getException());
        if (answer == null) throw new IOException("The component has made no call");
        return new Shown(rows(call.getMessage().getBody()), TableApi.count(answer), answer);
    }

    /** CXF wraps what our conduits say. */
    private static Exception cause(Exception failed) {
        return Causes.of(failed).stream().filter(ProblemException.class::isInstance).map(ProblemException.class::cast)
                .<Exception>map(known -> known).findFirst().orElse(failed);
    }

    private static Map<String, Object> headers(String table, String query, List<String> fields, int limit) {
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(ServiceNowConstants.RESOURCE, ServiceNowConstants.RESOURCE_TABLE);
        headers.put(ServiceNowConstants.ACTION, ServiceNowConstants.ACTION_RETRIEVE);
        headers.put(ServiceNowParams.PARAM_TABLE_NAME.getHeader(), table);
        headers.put(ServiceNowParams.SYSPARM_QUERY.getHeader(), query);
        headers.put(ServiceNowParams.SYSPARM_FIELDS.getHeader(), String.join(",", fields));
        headers.put(ServiceNowParams.SYSPARM_LIMIT.getHeader(), limit);
        headers.put(ServiceNowParams.SYSPARM_EXCLUDE_REFERENCE_LINK.getHeader(), true);
        return headers;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Object body) {
        boolean areRows = body instanceof List<?> rows && rows.stream().allMatch(Map.class::isInstance);
        if (areRows) return (List<Map<String, Object>>) body;
        throw Problem.of(FailureKind.CONFIG, "not_rows", "The answer is not one of ServiceNow's Table API.").at(Address.FIELD)
                .fix("Check the address and the version of the API.").asException();
    }
}
