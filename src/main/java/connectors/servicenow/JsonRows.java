package connectors.servicenow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import problems.FailureKind;
import problems.Problem;

/** Reads the rows of an answer of the Table API one by one, without making a tree of it. */
final class JsonRows {
    private static final int DEEPEST = 50;
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST).build()).disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private final JsonParser parser;
    private final Consumer<Map<String, String>> each;
    private final Map<String, String> row = new HashMap<>();
    private boolean hasRows;
    private boolean hasError;

    private JsonRows(JsonParser parser, Consumer<Map<String, String>> each) {
        this.parser = parser;
        this.each = each;
    }

    /**
     * @param each is given every row that is whole, also of an answer that is not; the map is used again
     * @throws CutOff when the answer ends early, or says after some rows that it had to end
     * @throws problems.ProblemException of kind CONFIG when it has no rows at all
     */
    static void read(byte[] body, Consumer<Map<String, String>> each) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            new JsonRows(parser, each).read();
        } catch (JsonProcessingException wrong) {
            // its words quote the body
            throw new CutOff(null);
        }
    }

    private void read() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) throw notRows();
        while (parser.nextToken() == JsonToken.FIELD_NAME) member(parser.currentName());
        if (hasError) throw new CutOff(null);
        if (!hasRows) throw notRows();
    }

    private void member(String name) throws IOException {
        boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
        if (name.equals("error")) hasError = true;
        if (!name.equals("result") || !isList) {
            parser.skipChildren();
            return;
        }
        hasRows = true;
        while (parser.nextToken() == JsonToken.START_OBJECT) row();
    }

    private void row() throws IOException {
        row.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            row.put(name, value(parser.nextToken()));
        }
        each.accept(row);
    }

    /** A reference is an object when somebody has not asked for the value alone. */
    private String value(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) return referred();
        if (token == JsonToken.START_ARRAY) parser.skipChildren();
        return token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getText() : "";
    }

    private String referred() throws IOException {
        String value = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isValue = parser.currentName().equals("value");
            JsonToken token = parser.nextToken();
            if (isValue && token.isScalarValue()) value = parser.getText();
            parser.skipChildren();
        }
        return value;
    }

    private static RuntimeException notRows() {
        return Problem.of(FailureKind.CONFIG, "not_rows", "The answer is not one of ServiceNow's Table API.").at(Address.FIELD)
                .fix("Check the address and the version of the API.").asException();
    }
}
