package connectors.files.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * The header of an Avro file, which holds its schema. No record is read, so that every codec will do, and no class is ever made
 * of a
 * schema. How many records the first block holds, and in how many bytes, gives an estimate of all.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">object container files</a>
 */
final class AvroSampler implements Sampler {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    private static final int CODEC_CHARACTERS = 50;

    private Counted counted;
    private BinaryDecoder decoder;
    private long read;

    @Override
    public Sample sample(InputStream in, int rows) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (magic.length == 0) return Sample.empty();
        if (!Arrays.equals(magic, MAGIC)) throw FileFailure.malformed("The file does not begin as an Avro file does, at byte 0.");
        counted = new Counted(in);
        decoder = DecoderFactory.get().directBinaryDecoder(counted, null);
        try {
            return sample(header());
        } catch (EOFException early) {
            throw FileFailure.malformed("The file's header ends early, after byte " + read + ".");
        }
    }

    private Map<String, byte[]> header() throws IOException {
        Map<String, byte[]> header = new HashMap<>();
        for (long count = decoder.readMapStart(); count != 0; count = decoder.mapNext()) {
            for (long i = 0; i < count; i++) {
                String key = new String(bytes(), StandardCharsets.UTF_8);
                header.put(key, bytes());
                if (header.size() > Limits.AVRO_HEADER_ENTRIES) throw FileFailure.malformed("The file's header has too many entries.");
            }
        }
        decoder.readFixed(new byte[SYNC_BYTES]);
        return header;
    }

    private byte[] bytes() throws IOException {
        long length = decoder.readLong();
        if (length < 0 || length > Limits.AVRO_SCHEMA_BYTES || (read += length) > 2L * Limits.AVRO_SCHEMA_BYTES) {
            throw new FileFailure("too_large", "The file's header has an entry of " + length + " bytes after byte " + read + "; at most "
                    + Limits.AVRO_SCHEMA_BYTES + " are read.");
        }
        byte[] bytes = new byte[(int) length];
        decoder.readFixed(bytes);
        return bytes;
    }

    private Sample sample(Map<String, byte[]> header) throws IOException {
        byte[] schema = header.get("avro.schema");
        if (schema == null) throw FileFailure.malformed("The file's header holds no schema.");
        AvroSchema columns = new AvroSchema(parse(new String(schema, StandardCharsets.UTF_8)));
        Map<String, Object> properties = new HashMap<>(columns.properties());
        byte[] codec = header.get("avro.codec");
        properties.put("codec", codec == null ? "null" : cut(new String(codec, StandardCharsets.UTF_8)));
        return firstBlock(columns, properties);
    }

    private static Schema parse(String text) throws FileFailure {
        try {
            return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(text);
        } catch (AvroRuntimeException malformed) {
            throw FileFailure.malformed("The schema in the file's header is malformed.");
        }
    }

    private static String cut(String text) {
        return text.length() <= CODEC_CHARACTERS ? text : text.substring(0, CODEC_CHARACTERS);
    }

    private Sample firstBlock(AvroSchema columns, Map<String, Object> properties) throws IOException {
        try {
            long records = decoder.readLong();
            long bytes = decoder.readLong();
            boolean plausible = records > 0 && bytes > 0;
            return new Sample(columns.columns(), plausible ? records : 0, false,
                    plausible ? MAGIC.length + counted.count + bytes + SYNC_BYTES : 0, properties);
        } catch (EOFException noBlock) {
            return new Sample(columns.columns(), 0, true, 0, properties);
        }
    }
}
