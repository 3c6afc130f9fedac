package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.Discovered;
import catalog.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro files, written by the format's own library where it can. */
class AvroTest {
    private static final String ONE = "{'type':'record','name':'R','fields':[{'name':'id','type':'long'}]}";

    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    private static byte[] file(String schema, int records, CodecFactory codec) throws IOException {
        Schema parsed = new Schema.Parser().parse(schema.replace('\'', '"'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(parsed))) {
            writer.setCodec(codec).create(parsed, bytes);
            for (long i = 0; i < records; i++) {
                GenericRecord record = new GenericData.Record(parsed);
                record.put("id", i);
                writer.append(record);
            }
        }
        return bytes.toByteArray();
    }

    /** A header alone, with any text as its schema. */
    private static byte[] header(String schema, String codec) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {'O', 'b', 'j', 1});
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeMapStart();
        encoder.setItemCount(2);
        encoder.startItem();
        encoder.writeString("avro.schema");
        encoder.writeBytes(schema.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        encoder.startItem();
        encoder.writeString("avro.codec");
        encoder.writeBytes(codec.getBytes(StandardCharsets.UTF_8));
        encoder.writeMapEnd();
        bytes.write(new byte[16]);
        return bytes.toByteArray();
    }

    private Table read(String schema) throws IOException {
        sandbox.write("a.avro", header(schema, "null"));
        return sandbox.table("default", "a.avro");
    }

    @Test
    void recordsAreCountedByBlocks() throws IOException {
        sandbox.write("a.avro", file(ONE, 1_000, CodecFactory.nullCodec()));
        Table table = sandbox.table("default", "a.avro");
        assertThat(Sandbox.columns(table)).containsExactly("id BIGINT");
        assertThat(table.rowEstimate()).isEqualTo(1_000);
        assertThat(table.properties()).containsEntry("codec", "null").doesNotContainKey("sampled_rows");
        sandbox.write("b.avro", file(ONE, 100_000, CodecFactory.deflateCodec(6)));
        assertThat(sandbox.table("default", "b.avro").rowEstimate()).isBetween(80_000L, 120_000L);
        assertThat(sandbox.table("default", "b.avro").properties()).containsEntry("codec", "deflate");
        sandbox.write("c.avro.gz", Sandbox.gzip(file(ONE, 10, CodecFactory.nullCodec())));
        assertThat(Sandbox.columns(sandbox.table("default", "c.avro.gz"))).containsExactly("id BIGINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstandard", "xz", "bzip2", "one-of-tomorrow"})
    void anyCodecWillDo(String codec) throws IOException {
        sandbox.write("a.avro", header(ONE, codec));
        assertThat(sandbox.table("default", "a.avro").properties()).containsEntry("codec", codec);
    }

    @Test
    void typesAndTheirMeanings() throws IOException {
        Table table = read("""
                {'type':'record','name':'R','doc':'x','fields':[
                 {'name':'b','type':'boolean','doc':'Yes or no','default':true}, {'name':'i','type':['null','int'],'default':null},
                 {'name':'f','type':'float'}, {'name':'d','type':'double'}, {'name':'s','type':'string'}, {'name':'raw','type':'bytes'},
                 {'name':'h','type':{'type':'fixed','name':'H','size':8}}, {'name':'e','type':{'type':'enum','name':'E','symbols':['A','B']}},
                 {'name':'price','type':{'type':'bytes','logicalType':'decimal','precision':10,'scale':2}},
                 {'name':'day','type':{'type':'int','logicalType':'date'}}, {'name':'at','type':{'type':'long','logicalType':'timestamp-micros'}},
                 {'name':'local','type':{'type':'long','logicalType':'local-timestamp-millis'}}, {'name':'u','type':{'type':'string','logicalType':'uuid'}},
                 {'name':'odd','type':{'type':'long','logicalType':'of-tomorrow'}},
                 {'name':'l','type':{'type':'array','items':['null','string']}}, {'name':'m','type':{'type':'map','values':'long'}},
                 {'name':'o','type':['null',{'type':'record','name':'O','fields':[{'name':'x','type':'int'},{'name':'y','type':['null','E']}]}]},
                 {'name':'any','type':['null','string','long']}]}""");
        assertThat(Sandbox.columns(table)).containsExactly("b BOOLEAN", "i INTEGER?", "f REAL", "d DOUBLE", "s VARCHAR", "raw BINARY", "h BINARY", "e VARCHAR",
                "price DECIMAL", "day DATE", "at TIMESTAMP_TZ", "local TIMESTAMP", "u UUID", "odd BIGINT", "l ARRAY", "m MAP", "o STRUCT?", "any JSON?");
        assertThat(table.columns().get(0)).returns("Yes or no", Column::comment).returns("true", Column::defaultValue);
        assertThat(table.columns().get(8)).returns(10, Column::precision).returns(2, Column::scale);
        assertThat(Sandbox.nativeTypes(table)).containsEntry("price", "avro:bytes(decimal(10,2))").containsEntry("l", "avro:array<string?>")
                .containsEntry("m", "avro:map<string,long>").containsEntry("o", "avro:struct<x:int,y:enum<A,B>?>").containsEntry("any", "avro:union<string,long>");
    }

    @Test
    void aRecordThatHoldsItselfIsAReference() throws IOException {
        Table table = read("""
                {'type':'record','name':'n.Node','fields':[{'name':'next','type':['null','n.Node']},
                 {'name':'tree','type':{'type':'record','name':'n.Tree','fields':[{'name':'children','type':{'type':'array','items':'n.Tree'}}]}}]}""");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("next", "avro:reference<`n.Node`>")
                .containsEntry("tree", "avro:struct<children:array<reference<`n.Tree`>>>");
    }

    /** Each record has two fields of the one before: two kilobytes that stand for 2^26 leaves. */
    @Test
    void aSchemaThatUnfoldsWithoutEndStaysSmall() throws IOException {
        StringBuilder schema = new StringBuilder("{'type':'record','name':'L0','fields':[{'name':'x','type':'int'}]}");
        for (int i = 1; i <= 26; i++) {
            schema = new StringBuilder("{'type':'record','name':'L" + i + "','fields':[{'name':'a','type':" + schema + "},{'name':'b','type':'L" + (i - 1) + "'}]}");
        }
        Table table = read(schema.toString());
        assertThat(table.columns()).hasSize(2);
        assertThat(table.columns()).allSatisfy(column -> assertThat(column.nativeType().length()).isLessThan(5_000));
    }

    @Test
    void whatIsNoRecordIsOneColumn() throws IOException {
        assertThat(Sandbox.columns(read("{'type':'map','values':'int'}"))).containsExactly("value MAP");
    }

    @Test
    void brokenHeadersAreErrorsOfTheirFile() throws IOException {
        byte[] whole = header(ONE, "null");
        for (int i = 1; i < whole.length; i++) {
            sandbox.write("a.avro", Arrays.copyOf(whole, i));
            assertThat(sandbox.imported().get(0)).as("cut after " + i).isInstanceOf(Discovered.Unreadable.class);
        }
        sandbox.write("a.avro", header("{'type':'nothing'}", "null"));
        assertThat(sandbox.unreadable().message()).contains("schema");
        sandbox.write("a.avro", header("[".repeat(100_000), "null"));
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
        sandbox.write("a.avro", new byte[] {'O', 'b', 'j', 1, 2, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f});
        assertThat(sandbox.unreadable().code()).isEqualTo("too_large");
        sandbox.write("a.avro", "{}");
        assertThat(sandbox.unreadable().message()).contains("byte 0");
        sandbox.write("a.avro", "");
        assertThat(((Discovered.Readable) sandbox.imported().get(0)).table().columns()).isEmpty();
    }
}
