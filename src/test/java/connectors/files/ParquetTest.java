package connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.Discovered;
import catalog.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files whose footers are written by the format's own library. */
class ParquetTest {
    private static final FieldRepetitionType REQUIRED = FieldRepetitionType.REQUIRED;
    private static final FieldRepetitionType OPTIONAL = FieldRepetitionType.OPTIONAL;
    private static final FieldRepetitionType REPEATED = FieldRepetitionType.REPEATED;

    @TempDir
    Path folder;
    Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(folder);
    }

    static SchemaElement leaf(String name, Type type, FieldRepetitionType repetition) {
        return new SchemaElement(name).setType(type).setRepetition_type(repetition);
    }

    static SchemaElement group(String name, FieldRepetitionType repetition, int children) {
        SchemaElement group = new SchemaElement(name).setNum_children(children);
        if (repetition != null) group.setRepetition_type(repetition);
        return group;
    }

    private static FileMetaData footer(long rows, SchemaElement... schema) {
        ColumnMetaData column = new ColumnMetaData(Type.INT32, List.of(Encoding.PLAIN), List.of("a"), CompressionCodec.ZSTD, rows, 10, 10, 4);
        RowGroup rowGroup = new RowGroup(List.of(new ColumnChunk(4).setMeta_data(column)), 10, rows);
        return new FileMetaData(1, List.of(schema), rows, new ArrayList<>(List.of(rowGroup))).setCreated_by("a test");
    }

    static byte[] file(FileMetaData footer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, bytes);
        return file(bytes.toByteArray(), bytes.size(), "PAR1");
    }

    private static byte[] file(byte[] footer, int length, String magic) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        file.write(footer);
        file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
        file.write(magic.getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }

    private Table read(FileMetaData footer) throws IOException {
        sandbox.write("a.parquet", file(footer));
        return sandbox.table("default", "a.parquet");
    }

    @Test
    void physicalTypesAndTheirMeanings() throws IOException {
        Table table = read(footer(7, group("schema", null, 12), leaf("b", Type.BOOLEAN, REQUIRED), leaf("i", Type.INT32, OPTIONAL),
                leaf("l", Type.INT64, OPTIONAL), leaf("old", Type.INT96, OPTIONAL), leaf("f", Type.FLOAT, OPTIONAL), leaf("d", Type.DOUBLE, OPTIONAL),
                leaf("raw", Type.FIXED_LEN_BYTE_ARRAY, OPTIONAL).setType_length(5),
                leaf("text", Type.BYTE_ARRAY, OPTIONAL).setLogicalType(LogicalType.STRING(new StringType())),
                leaf("price", Type.INT64, OPTIONAL).setLogicalType(LogicalType.DECIMAL(new DecimalType(2, 12))),
                leaf("at", Type.INT64, OPTIONAL).setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds())))),
                leaf("big", Type.INT64, OPTIONAL).setLogicalType(LogicalType.INTEGER(new IntType((byte) 64, false))),
                leaf("uuid", Type.FIXED_LEN_BYTE_ARRAY, OPTIONAL).setType_length(16).setLogicalType(LogicalType.UUID(new UUIDType()))));
        assertThat(Sandbox.columns(table)).containsExactly("b BOOLEAN", "i INTEGER?", "l BIGINT?", "old TIMESTAMP?", "f REAL?", "d DOUBLE?", "raw BINARY?",
                "text VARCHAR?", "price DECIMAL?", "at TIMESTAMP_TZ?", "big DECIMAL?", "uuid UUID?");
        assertThat(table.columns().get(6).length()).isEqualTo(5);
        assertThat(table.columns().get(8)).returns(12, Column::precision).returns(2, Column::scale).returns("parquet:int64(decimal(12,2))", Column::nativeType);
        assertThat(Sandbox.nativeTypes(table)).containsEntry("at", "parquet:int64(timestamp(micros,utc))").containsEntry("big", "parquet:int64(uint64)");
        assertThat(table.rowEstimate()).isEqualTo(7);
        assertThat(table.properties()).containsEntry("row_groups", 1L).containsEntry("codec", "zstd").containsEntry("created_by", "a test");
    }

    @Test
    void theOlderWayOfMeanings() throws IOException {
        Table table = read(footer(1, group("schema", null, 6), leaf("t", Type.BYTE_ARRAY, OPTIONAL).setConverted_type(ConvertedType.UTF8),
                leaf("day", Type.INT32, OPTIONAL).setConverted_type(ConvertedType.DATE), leaf("small", Type.INT32, OPTIONAL).setConverted_type(ConvertedType.INT_16),
                leaf("u", Type.INT32, OPTIONAL).setConverted_type(ConvertedType.UINT_32), leaf("j", Type.BYTE_ARRAY, OPTIONAL).setConverted_type(ConvertedType.JSON),
                leaf("n", Type.INT32, OPTIONAL).setConverted_type(ConvertedType.DECIMAL).setPrecision(5).setScale(1)));
        assertThat(Sandbox.columns(table)).containsExactly("t VARCHAR?", "day DATE?", "small SMALLINT?", "u BIGINT?", "j JSON?", "n DECIMAL?");
    }

    @Test
    void listsMapsAndGroupsInTheirSeveralWays() throws IOException {
        Table table = read(footer(1, group("schema", null, 5),
                group("tags", OPTIONAL, 1).setLogicalType(LogicalType.LIST(new ListType())), group("list", REPEATED, 1), leaf("element", Type.INT32, OPTIONAL),
                group("old", REQUIRED, 1).setConverted_type(ConvertedType.LIST), leaf("array", Type.INT32, REPEATED),
                group("pairs", OPTIONAL, 1).setLogicalType(LogicalType.MAP(new MapType())), group("key_value", REPEATED, 2),
                leaf("key", Type.BYTE_ARRAY, REQUIRED).setConverted_type(ConvertedType.UTF8), group("value", OPTIONAL, 1), leaf("x y", Type.DOUBLE, OPTIONAL),
                group("s", OPTIONAL, 2), leaf("a", Type.INT32, REQUIRED), leaf("b", Type.INT64, OPTIONAL),
                leaf("many", Type.INT32, REPEATED)));
        assertThat(Sandbox.columns(table)).containsExactly("tags ARRAY?", "old ARRAY", "pairs MAP?", "s STRUCT?", "many ARRAY");
        assertThat(Sandbox.nativeTypes(table)).containsEntry("tags", "parquet:array<int32?>").containsEntry("old", "parquet:array<int32>")
                .containsEntry("pairs", "parquet:map<byte_array(string),struct<`x y`:double?>?>").containsEntry("s", "parquet:struct<a:int32,b:int64?>")
                .containsEntry("many", "parquet:array<int32>");
    }

    @Test
    void anEncryptedFooterIsSaidToBeOne() throws IOException {
        sandbox.write("a.parquet", file(new byte[20], 20, "PARE"));
        assertThat(sandbox.unreadable().code()).isEqualTo("encrypted");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aFooterThatIsSaidToBeLongerThanTheFileIsRefused(int length) throws IOException {
        sandbox.write("a.parquet", file(new byte[20], length, "PAR1"));
        assertThat(sandbox.unreadable().message()).contains("at byte");
    }

    @Test
    void whatIsNoParquetFileIsRefusedWithItsPlace() throws IOException {
        sandbox.write("a.parquet", "PAR1");
        assertThat(sandbox.unreadable().message()).contains("4 bytes");
        sandbox.write("a.parquet", "nothing of the kind at all");
        assertThat(sandbox.unreadable().message()).contains("at byte 22");
        sandbox.write("a.parquet", file(new byte[] {0x15, 0x02, 0x19, (byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}, 8, "PAR1"));
        assertThat(sandbox.unreadable().code()).isIn("malformed", "too_many_columns");
        sandbox.write("a.parquet", file(new byte[500], 500, "PAR1"));
        assertThat(sandbox.unreadable().code()).isEqualTo("malformed");
    }

    @Test
    void eachCutOfAFooterIsAnErrorOfItsFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer(3, group("schema", null, 1), leaf("b", Type.BOOLEAN, REQUIRED)), bytes);
        for (int i = 1; i < bytes.size(); i++) {
            sandbox.write("a.parquet", file(java.util.Arrays.copyOf(bytes.toByteArray(), i), i, "PAR1"));
            assertThat(sandbox.imported().get(0)).as("cut after " + i).isInstanceOf(Discovered.Unreadable.class);
        }
    }

    @Test
    void aSchemaThatLiesAboutItsTreeIsRefused() throws IOException {
        for (int children : new int[] {-1, 2, 1_000_000, Integer.MAX_VALUE}) {
            sandbox.write("a.parquet", file(footer(1, group("schema", null, children), leaf("a", Type.INT32, REQUIRED))));
            assertThat(sandbox.unreadable().code()).as("" + children).isEqualTo("malformed");
        }
        SchemaElement[] deep = new SchemaElement[300];
        for (int i = 0; i < deep.length - 1; i++) deep[i] = group("g", i == 0 ? null : OPTIONAL, 1);
        deep[deep.length - 1] = leaf("a", Type.INT32, REQUIRED);
        sandbox.write("a.parquet", file(footer(1, deep)));
        assertThat(sandbox.unreadable().code()).isEqualTo("too_deep");
    }

    @Test
    void rowsThatDoNotAddUpAreRefused() throws IOException {
        FileMetaData footer = footer(5, group("schema", null, 1), leaf("a", Type.INT32, REQUIRED));
        footer.getRow_groups().get(0).setNum_rows(4);
        sandbox.write("a.parquet", file(footer));
        assertThat(sandbox.unreadable().message()).contains("5 rows").contains("1 row groups");
    }

    @Test
    void likeFilesThatDeclareOtherTypesDrift() throws IOException {
        sandbox.write("p_1.parquet", file(footer(5, group("schema", null, 1), leaf("a", Type.INT32, REQUIRED))));
        sandbox.write("p_2.parquet", file(footer(6, group("schema", null, 1), leaf("a", Type.INT64, REQUIRED))));
        Table table = sandbox.table("default", "p_{n}");
        assertThat(Sandbox.columns(table)).containsExactly("a BIGINT");
        assertThat(table.rowEstimate()).isEqualTo(11);
        assertThat(table.properties()).containsEntry("drift", List.of("p_2.parquet has column a as parquet:int64, not parquet:int32."))
                .containsEntry("codec", "zstd").doesNotContainKey("row_groups");
        assertThat(Sandbox.nativeTypes(table)).isEqualTo(Map.of("a", "parquet:int32 | int64"));
    }
}
