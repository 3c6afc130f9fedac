package connectors.files.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON document: an array of rows, an object that holds such an array, one row, or several documents in a row. */
final class JsonSampler implements Sampler {
    private static final int ROW_LEVELS = 3;

    private final Shape root = new Shape(new Shape.Budget());
    private int documents;
    private boolean complete = true;
    private boolean capped;

    /** @param path from the root, in the spelling of JSONPath */
    private record RowArray(String path, Shape array) { }

    @Override
    public Sample sample(InputStream in, int rows) throws IOException {
        JsonReading json = new JsonReading(in, rows);
        try {
            read(json, rows);
        } catch (CapReached cap) {
            complete = false;
            capped = true;
        }
        if (documents == 0 && !capped) return Sample.empty();
        return result(json.bytes());
    }

    private void read(JsonReading json, int rows) throws IOException {
        while (json.next() != null) {
            documents++;
            json.fold(root);
            complete = !json.enough() && documents < rows;
            if (!complete) return;
        }
    }

    private Sample result(long bytes) throws IOException {
        RowArray found = documents == 1 ? rowArray() : null;
        Shape row = found == null ? root : found.array().element();
        // one document that was cut off is not even one row
        if (capped && (row.seen() == 0 || found == null && documents == 1)) throw new CapReached();
        Rows rows = new Rows(row, "json:", "value", found == null ? "$" : found.path());
        return new Sample(rows.columns(), found == null ? documents : row.seen(), complete, bytes, rows.properties());
    }

    /** The array whose elements are rows: the root, or an array of objects at the highest level that has one. */
    private RowArray rowArray() {
        if (root.isArray()) return new RowArray("$[*]", root);
        return root.isObject() ? below(Map.of("$", root), 0) : null;
    }

    private RowArray below(Map<String, Shape> level, int depth) {
        Map<String, Shape> objects = new LinkedHashMap<>();
        List<RowArray> arrays = new ArrayList<>();
        level.forEach((path, shape) -> shape.fields().forEach((field, child) -> {
            String place = path + "." + field;
            if (child.isArrayOfObjects()) arrays.add(new RowArray(place + "[*]", child));
            else if (child.isObject()) objects.put(place, child);
        }));
        if (arrays.isEmpty()) return objects.isEmpty() || depth >= ROW_LEVELS ? null : below(objects, depth + 1);
        return choose(arrays);
    }

    /** Several arrays belong to one row, unless one of them is so long that reading ended in it. */
    private RowArray choose(List<RowArray> arrays) {
        if (arrays.size() > 1 && complete) return null;
        return Collections.max(arrays, Comparator.comparingLong(found -> found.array().element().seen()));
    }
}
