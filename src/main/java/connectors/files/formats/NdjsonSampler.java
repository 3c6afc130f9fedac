package connectors.files.formats;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** One JSON object a line. */
final class NdjsonSampler implements Sampler {
    private final Shape row = new Shape(new Shape.Budget());
    private int rows;
    private boolean complete = true;

    @Override
    public Sample sample(InputStream in, int most) throws IOException {
        JsonReading json = new JsonReading(in, Integer.MAX_VALUE);
        try {
            read(json, most);
        } catch (CapReached cap) {
            if (rows == 0) throw cap;
            complete = false;
        }
        if (rows == 0) return Sample.empty();
        Rows found = new Rows(row, "json:", "value", "$");
        return new Sample(found.columns(), rows, complete, json.bytes(), found.properties());
    }

    private void read(JsonReading json, int most) throws IOException {
        JsonToken token;
        while ((token = json.next()) != null) {
            if (token != JsonToken.START_OBJECT) throw FileFailure.malformed("Line " + json.line() + " is not a JSON object.");
            json.fold(row);
            rows++;
            complete = rows < most;
            if (!complete) return;
        }
    }
}
