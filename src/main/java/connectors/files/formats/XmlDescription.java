package connectors.files.formats;

import catalog.Column;
import connectors.xml.SafeXml;
import connectors.xml.XmlRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * The XSD beside an XML file, of its own name or of the name that the document gives. Only files of the same folder are read,
 * by plain
 * name, and none with a document type: nothing is ever fetched.
 */
final class XmlDescription {
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\:?#%\\p{Cntrl}]{1,200}\\.[xX][sS][dD]");

    private final Content document;
    private final Look look;
    private int read;

    XmlDescription(Content document, Look look) {
        this.document = document;
        this.look = look;
    }

    /** Unreadable or foreign descriptions cost a warning, not the table. */
    private static final class Unusable extends RuntimeException {
        private Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param sample   of the document itself
     * @param claimed  the file that the document names; null for none
     * @param fileName the document's
     * @return the sample with the types and nullability that the description declares, if there is one
     */
    Sample of(Sample sample, String claimed, String fileName) throws IOException {
        String name = claimed != null && PLAIN_NAME.matcher(claimed).matches() ? claimed : ownName(fileName);
        Optional<Content> file = document.beside(name);
        if (file.isEmpty() && !name.equals(ownName(fileName))) file = document.beside(name = ownName(fileName));
        if (file.isEmpty()) return sample;
        try {
            return described(sample, name, bytes(file.get()));
        } catch (Unusable unusable) {
            return warned(sample, "The schema file " + name + " was not used: " + unusable.getMessage());
        } catch (FileFailure failure) {
            return warned(sample, "The schema file " + name + " was not used: " + failure.getMessage());
        } catch (RuntimeException | StackOverflowError odd) {
            // the library's words may quote the file
            return warned(sample, "The schema file " + name + " was not used: it cannot be understood.");
        }
    }

    private static String ownName(String fileName) {
        String plain = fileName.toLowerCase(java.util.Locale.ROOT).endsWith(".gz") ? fileName.substring(0, fileName.length() - 3) : fileName;
        return plain.substring(0, plain.lastIndexOf('.')) + ".xsd";
    }

    private byte[] bytes(Content file) throws IOException {
        if (++read > Limits.XSD_FILES) throw new Unusable("it refers to more than " + Limits.XSD_FILES + " files.");
        try (InputStream in = file.stream()) {
            byte[] bytes = look.guarded(in).readNBytes(Limits.XSD_BYTES + 1);
            if (bytes.length > Limits.XSD_BYTES) throw new Unusable("it is larger than " + Limits.XSD_BYTES + " bytes.");
            return bytes;
        }
    }

    private Sample described(Sample sample, String name, byte[] schema) {
        XmlSchemaCollection schemas = new XmlSchemaCollection();
        schemas.setSchemaResolver((namespace, location, base) -> neighbour(namespace, location));
        schemas.read(parse(schema), name);
        List<Column> declared = new XsdColumns(schemas).of(String.valueOf(sample.properties().get("row_path")));
        if (declared == null) return warned(sample, "The schema file " + name + " does not declare the elements of the document.");
        Map<String, Object> properties = new HashMap<>(sample.properties());
        properties.put("schema_file", name);
        return new Sample(merged(declared, sample.columns()), sample.rows(), sample.complete(), sample.bytes(), properties);
    }

    /** What another file of the folder declares; what is elsewhere counts as empty. */
    private InputSource neighbour(String namespace, String location) {
        byte[] bytes = empty(namespace);
        try {
            boolean plain = location != null && PLAIN_NAME.matcher(location).matches();
            Optional<Content> file = plain ? document.beside(location) : Optional.empty();
            if (file.isPresent()) {
                bytes = bytes(file.get());
                // the library parses it once more, by a parser of its own that knows less fear
                parse(bytes);
            }
        } catch (IOException unreadable) {
            throw new Unusable("the file that it refers to cannot be read.");
        }
        InputSource source = new InputSource(new ByteArrayInputStream(bytes));
        source.setSystemId(location == null ? namespace : location);
        return source;
    }

    private static byte[] empty(String namespace) {
        String target = namespace == null || namespace.isEmpty() ? "" : " targetNamespace='" + namespace.replace("&", "&amp;")
                .replace("<", "&lt;").replace("'", "&apos;") + "'";
        return ("<schema xmlns='" + XMLConstants.W3C_XML_SCHEMA_NS_URI + "'" + target + "/>")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Document parse(byte[] schema) {
        try {
            return SafeXml.document(new ByteArrayInputStream(schema), Limits.XSD_NODES, element -> false);
        } catch (XmlRefused refused) {
            throw new Unusable(refused.getMessage());
        } catch (IOException malformed) {
            throw new Unusable("its characters cannot be read.");
        }
    }

    /** Columns that only the document has come last, as it has them. */
    private static List<Column> merged(List<Column> declared, List<Column> sampled) {
        Map<String, String> names = new HashMap<>();
        sampled.forEach(column -> names.put(local(column.name()), column.name()));
        List<Column> all = new ArrayList<>();
        for (Column column : declared) all.add(at(column, names.getOrDefault(column.name(), column.name()), all.size() + 1));
        List<String> known = declared.stream().map(Column::name).toList();
        sampled.stream().filter(column -> !known.contains(local(column.name())))
                .forEach(column -> all.add(at(column, column.name(), all.size() + 1)));
        return all;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static Column at(Column c, String name, int position) {
        return new Column(name, position, c.type(), c.nativeType(), c.length(), c.precision(), c.scale(), c.nullable(), c.defaultValue(),
                c.identity(), c.generated(), c.comment());
    }

    private static Sample warned(Sample sample, String warning) {
        List<Object> warnings = new ArrayList<>();
        if (sample.properties().get("warnings") instanceof List<?> before) warnings.addAll(before);
        warnings.add(warning);
        Map<String, Object> properties = new HashMap<>(sample.properties());
        properties.put("warnings", List.copyOf(warnings));
        return new Sample(sample.columns(), sample.rows(), sample.complete(), sample.bytes(), properties);
    }
}
