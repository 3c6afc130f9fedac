package connectors.files.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;

/** Folds JSON values into shapes, as they stream by. */
final class JsonReading {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.JSON_DEPTH)
                    .maxStringLength(Limits.JSON_STRING_CHARACTERS)
                    .maxNumberLength(Limits.JSON_NUMBER_CHARACTERS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // names come from strangers: they shall not fill the JVM's table of strings
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Levels from the root at which an array of rows may stand. */
    private static final int ROW_LEVELS = 3;

    private final JsonParser parser;
    private final int rows;
    private boolean enough;
    private int openArrays;

    /** @param rows after how many elements an array near the root is known well enough */
    JsonReading(InputStream in, int rows) throws IOException {
        this.parser = JSON.createParser(in);
        this.rows = rows;
    }

    /** @return null at the end of the content */
    JsonToken next() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException malformed) {
            throw explain(malformed);
        }
    }

    /** Folds the value that begins at the current token. */
    void fold(Shape shape) throws IOException {
        fold(shape, 0);
    }

    /** Whether an array of rows was left early, because enough of it was seen. */
    boolean enough() {
        return enough;
    }

    long line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Bytes of content up to here; negative where the parser does not count bytes. */
    long bytes() {
        return parser.currentLocation().getByteOffset();
    }

    private void fold(Shape shape, int level) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> foldObject(shape, level);
            case START_ARRAY -> foldArray(shape, level);
            case VALUE_STRING -> shape.plain().string(text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shape.plain().number(text());
            case VALUE_TRUE, VALUE_FALSE -> shape.plain().bool();
            default -> shape.nothing();
        }
    }

    private void foldObject(Shape shape, int level) throws IOException {
        if (level > Limits.SHAPE_DEPTH) {
            shape.opaque();
            skip();
            return;
        }
        shape.object();
        while (!enough && next() != JsonToken.END_OBJECT) {
            Shape field = shape.field(parser.currentName());
            next();
            if (field == null) {
                skip();
                continue;
            }
            field.held();
            fold(field, level + 1);
        }
    }

    private void foldArray(Shape shape, int level) throws IOException {
        if (level > Limits.SHAPE_DEPTH) {
            shape.opaque();
            skip();
            return;
        }
        shape.array();
        openArrays++;
        int elements = 0;
        while (!enough && next() != JsonToken.END_ARRAY) {
            fold(shape.element(), level + 1);
            elements++;
            if (openArrays == 1 && level <= ROW_LEVELS && elements >= rows && shape.isArrayOfObjects()) enough = true;
        }
        openArrays--;
    }

    private String text() throws IOException {
        try {
            return parser.getText();
        } catch (JsonProcessingException malformed) {
            throw explain(malformed);
        }
    }

    private void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JsonProcessingException malformed) {
            throw explain(malformed);
        }
    }

    /** Only the place: the parser's own words quote the file. */
    private IOException explain(JsonProcessingException failure) throws IOException {
        Causes.rethrowInput(failure);
        var location = failure.getLocation() == null ? parser.currentLocation() : failure.getLocation();
        String place = "line " + location.getLineNr() + ", column " + location.getColumnNr();
        if (failure instanceof StreamConstraintsException) {
            return new FileFailure("too_deep", "The JSON is nested deeper than " + Limits.JSON_DEPTH
                    + " levels, or has a value that is too long, at " + place + ".");
        }
        return FileFailure.malformed("The JSON is malformed, or names a field twice, at " + place + ".");
    }
}
