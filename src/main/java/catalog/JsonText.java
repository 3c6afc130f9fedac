package catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Our own stored JSON, without checked exceptions: what we wrote we can read. */
public final class JsonText {
    private final ObjectMapper json;

    /** @param json decides on names, order and times; the same one writes and reads */
    public JsonText(ObjectMapper json) {
        this.json = json;
    }

    /** @return the value as one line of JSON */
    public String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    /** @throws IllegalStateException when the text is none of ours */
    public <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("What is stored is not the JSON of a " + type.getSimpleName(), never);
        }
    }

    /** @throws IllegalStateException when the text is none of ours */
    public <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("What is stored is not the JSON of a " + type.getType().getTypeName(), never);
        }
    }
}
