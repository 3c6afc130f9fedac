package api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;
import problems.Refusal;

/** Reads requests as strictly as RFC 8259 allows, and says what is wrong in terms of the body, never of our classes. */
@Component
class StrictJson {
    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(200).maxNumberLength(1000).maxStringLength(1 << 20).build();
    private static final List<CoercionInputShape> NUMBERS =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

    private final JsonFactory parsers = JsonFactory.builder()
            .streamReadConstraints(LIMITS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private final ObjectMapper json = JsonMapper.builder(parsers)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // a number is no text, and an empty text is nothing else
            .withCoercionConfig(LogicalType.Textual,
                    text -> NUMBERS.forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .withCoercionConfigDefaults(any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .addModule(new JavaTimeModule())
            .build();

    JsonNode parse(byte[] body, String contentType) {
        if (contentType == null || !isJson(contentType)) {
            throw Refusal.of(415, "unsupported_media_type", "Please send JSON, with Content-Type: application/json.");
        }
        try {
            JsonNode tree = json.readTree(utf8(body));
            if (tree == null || tree.isMissingNode()) throw Refusal.malformed("The body is empty. Please send a JSON object.");
            Storable.demand(tree, JsonPointer.empty());
            return tree;
        } catch (CharacterCodingException otherEncoding) {
            throw Refusal.malformed("The body is not UTF-8.");
        } catch (JsonProcessingException wrong) {
            throw Refusal.malformed("The body is not proper JSON" + place(wrong.getLocation()) + ".");
        } catch (IOException never) {
            throw new IllegalStateException(never);
        }
    }

    <T> T bind(JsonNode tree, Class<T> form) {
        if (!tree.isObject()) throw Refusal.malformed("Please send a JSON object.");
        try {
            return json.treeToValue(tree, form);
        } catch (UnrecognizedPropertyException unknown) {
            throw Refusal.invalid(pointer(unknown), "There is no field of this name.");
        } catch (JsonMappingException misfit) {
            if (misfit.getCause() instanceof Refusal refusal) throw refusal;
            throw Refusal.invalid(pointer(misfit), "The value has the wrong kind or form.");
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    /** RFC 8259 knows no other encoding; the parser alone would guess. */
    private static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase("application/json") || type.equalsIgnoreCase("application/merge-patch+json");
    }

    private static String place(JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String pointer(JsonMappingException wrong) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            String field = step.getFieldName();
            pointer = field == null ? pointer.appendIndex(step.getIndex()) : pointer.appendProperty(field);
        }
        return pointer.toString();
    }
}
