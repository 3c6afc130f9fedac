package connectors.files.formats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * The end of a Parquet file, which tells its schema and its row groups; no page is read. Its structures are walked one at a
 * time, so
 * that a footer which claims millions of columns costs nothing.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the file format</a>
 */
final class ParquetFooter {
    /** Of Thrift: the field after the last. */
    private static final byte STOP = 0;
    private static final int TAIL = 8;
    private static final int LEAST = 12;
    private static final String PLAIN = "PAR1";
    private static final String ENCRYPTED = "PARE";
    private static final int CREATED_BY_CHARACTERS = 200;

    private final TProtocol thrift;
    private final List<SchemaElement> schema = new ArrayList<>();
    private final Set<String> codecs = new TreeSet<>();
    private long rows;
    private long rowsOfGroups;
    private long rowGroups;
    private String createdBy;
    private boolean encrypted;

    @FunctionalInterface
    private interface Field {
        /** @return false for a field to be skipped */
        boolean read(TField field) throws TException, IOException;
    }

    private ParquetFooter(byte[] footer) throws TException {
        thrift = new TCompactProtocol(new TIOStreamTransport(new ByteArrayInputStream(footer)), Limits.PARQUET_NAME_BYTES,
                footer.length);
    }

    /** @throws FileFailure where the file has no footer that can be read */
    static Sample of(FileType type, Content content, Look look) throws IOException {
        if (type.gzip()) {
            throw new FileFailure("unsupported_format", "Parquet files are compressed inside, and not read when they are compressed"
                    + " once more. Please unpack the file.");
        }
        byte[] bytes = bytes(content, look);
        try {
            ParquetFooter footer = new ParquetFooter(bytes);
            footer.read();
            return footer.sample();
        } catch (TException malformed) {
            throw FileFailure.malformed("The footer of the file, its last " + (bytes.length + TAIL) + " bytes, is damaged.");
        }
    }

    private static byte[] bytes(Content content, Look look) throws IOException {
        try (SeekableByteChannel channel = content.channel()) {
            long size = channel.size();
            if (size < LEAST) throw FileFailure.malformed("The file has " + size + " bytes, which are too few for a Parquet file.");
            ByteBuffer tail = ByteBuffer.wrap(read(channel, size - TAIL, TAIL, look)).order(ByteOrder.LITTLE_ENDIAN);
            int length = tail.getInt();
            mustBeParquet(new String(tail.array(), 4, 4, StandardCharsets.US_ASCII), size);
            if (length <= 0 || length > size - LEAST) {
                throw FileFailure.malformed("The footer is said to be " + Integer.toUnsignedString(length) + " bytes long, in a file of "
                        + size + ", at byte " + (size - TAIL) + ".");
            }
            if (length > Limits.PARQUET_FOOTER_BYTES) {
                throw new FileFailure("too_large", "The footer is " + length + " bytes long; at most " + Limits.PARQUET_FOOTER_BYTES
                        + " are read.");
            }
            return read(channel, size - TAIL - length, length, look);
        }
    }

    private static void mustBeParquet(String magic, long size) throws FileFailure {
        if (magic.equals(PLAIN)) return;
        if (magic.equals(ENCRYPTED)) {
            throw new FileFailure("encrypted", "The file's footer is encrypted: its schema cannot be read without the key.");
        }
        throw FileFailure.malformed("The file does not end as a Parquet file does, at byte " + (size - 4) + ".");
    }

    private static byte[] read(SeekableByteChannel channel, long from, int count, Look look) throws IOException {
        byte[] bytes = look.guarded(java.nio.channels.Channels.newInputStream(channel.position(from))).readNBytes(count);
        if (bytes.length == count) return bytes;
        throw FileFailure.malformed("The file ends early, at byte " + (from + bytes.length) + ".");
    }

    private void read() throws TException, IOException {
        fields(this::fileMetaData);
    }

    private boolean fileMetaData(TField field) throws TException, IOException {
        FileMetaData._Fields known = FileMetaData._Fields.findByThriftId(field.id);
        if (known == null) return false;
        switch (known) {
            case SCHEMA -> schema();
            case ROW_GROUPS -> rowGroups();
            case NUM_ROWS -> rows = thrift.readI64();
            case CREATED_BY -> createdBy = thrift.readString();
            default -> {
                encrypted |= known == FileMetaData._Fields.ENCRYPTION_ALGORITHM;
                return false;
            }
        }
        return true;
    }

    private void fields(Field reader) throws TException, IOException {
        thrift.readStructBegin();
        for (TField field = thrift.readFieldBegin(); field.type != STOP; field = thrift.readFieldBegin()) {
            if (!reader.read(field)) TProtocolUtil.skip(thrift, field.type, Limits.SCHEMA_DEPTH);
            thrift.readFieldEnd();
        }
        thrift.readStructEnd();
    }

    private void schema() throws TException, FileFailure {
        TList elements = thrift.readListBegin();
        if (elements.size > Limits.SHAPE_NODES) {
            throw new FileFailure("too_many_columns", "The file declares " + elements.size + " columns and fields; at most "
                    + Limits.SHAPE_NODES + " are read.");
        }
        for (int i = 0; i < elements.size; i++) {
            SchemaElement element = new SchemaElement();
            element.read(thrift);
            schema.add(element);
        }
        thrift.readListEnd();
    }

    private void rowGroups() throws TException, IOException {
        TList groups = thrift.readListBegin();
        rowGroups = groups.size;
        for (int i = 0; i < groups.size; i++) fields(this::rowGroup);
        thrift.readListEnd();
    }

    private boolean rowGroup(TField field) throws TException, IOException {
        if (field.id == RowGroup._Fields.NUM_ROWS.getThriftFieldId()) {
            rowsOfGroups += thrift.readI64();
            return true;
        }
        if (field.id != RowGroup._Fields.COLUMNS.getThriftFieldId()) return false;
        TList chunks = thrift.readListBegin();
        for (int i = 0; i < chunks.size; i++) fields(this::columnChunk);
        thrift.readListEnd();
        return true;
    }

    private boolean columnChunk(TField field) throws TException, IOException {
        if (field.id == ColumnChunk._Fields.CRYPTO_METADATA.getThriftFieldId()) encrypted = true;
        if (field.id != ColumnChunk._Fields.META_DATA.getThriftFieldId()) return false;
        fields(this::columnMetaData);
        return true;
    }

    private boolean columnMetaData(TField field) throws TException {
        if (field.id != ColumnMetaData._Fields.CODEC.getThriftFieldId()) return false;
        CompressionCodec codec = CompressionCodec.findByValue(thrift.readI32());
        codecs.add(codec == null ? "unknown" : codec.name().toLowerCase(java.util.Locale.ROOT));
        return true;
    }

    private Sample sample() throws FileFailure {
        if (rows < 0 || rowsOfGroups != rows) {
            throw FileFailure.malformed("The footer counts " + rows + " rows, and its " + rowGroups + " row groups have " + rowsOfGroups
                    + ".");
        }
        ParquetSchema columns = new ParquetSchema(schema);
        Map<String, Object> properties = new HashMap<>(columns.properties());
        properties.put("row_groups", rowGroups);
        if (!codecs.isEmpty()) properties.put("codec", String.join(", ", codecs));
        if (createdBy != null) properties.put("created_by", cut(createdBy));
        if (encrypted) properties.put("encrypted_columns", true);
        return new Sample(columns.columns(), 0, rows == 0, 0, rows, properties);
    }

    private static String cut(String text) {
        return text.length() <= CREATED_BY_CHARACTERS ? text : text.substring(0, CREATED_BY_CHARACTERS) + "…";
    }
}
