package connectors.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import catalog.Column;
import catalog.CommonType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import types.ConnectionType;
import types.ConnectionTypes;

class TargetTypesTest {
    private static final ConnectionTypes TYPES = new ConnectionTypes();
    private static final TargetTypes TARGET = new TargetTypes(TYPES.get("Databricks"), TYPES);

    private static TargetTypes.Mapped map(String source, CommonType type, String nativeType, Integer length, Integer precision, Integer scale) {
        return TARGET.of(new Column("c", 1, type, nativeType, length, precision, scale, true, null, false, null, null), source);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PostgreSQL | INTEGER      | integer                     | -   | 32 | 0  | int               | -
            PostgreSQL | DECIMAL      | numeric(10,2)               | -   | 10 | 2  | decimal(10,2)     | -
            PostgreSQL | DECIMAL      | numeric                     | -   | -  | -  | decimal(38,18)    | decimal_without_digits
            PostgreSQL | DECIMAL      | numeric(50,4)               | -   | 50 | 4  | string            | decimal_as_text
            PostgreSQL | DECIMAL      | money                       | -   | -  | -  | decimal(19,2)     | money_as_number
            PostgreSQL | VARCHAR      | character varying(20)       | 20  | -  | -  | varchar(20)       | -
            PostgreSQL | CHAR         | character(3)                | 3   | -  | -  | char(3)           | -
            PostgreSQL | TEXT         | text                        | -   | -  | -  | string            | -
            PostgreSQL | TIMESTAMP    | timestamp without time zone | -   | -  | -  | timestamp_ntz     | -
            PostgreSQL | TIMESTAMP_TZ | timestamp with time zone    | -   | -  | -  | timestamp         | -
            PostgreSQL | TIME         | time without time zone      | -   | -  | -  | string            | time_as_text
            PostgreSQL | INTERVAL     | interval                    | -   | -  | -  | string            | interval_as_text
            PostgreSQL | UUID         | uuid                        | -   | -  | -  | string            | uuid_as_text
            PostgreSQL | JSON         | jsonb                       | -   | -  | -  | string            | json_as_text
            PostgreSQL | ARRAY        | integer[]                   | -   | -  | -  | array<int>        | -
            PostgreSQL | ARRAY        | character varying(20)[]     | -   | -  | -  | array<varchar(20)> | -
            PostgreSQL | ARRAY        | timestamp with time zone[]  | -   | -  | -  | array<timestamp>  | -
            PostgreSQL | ARRAY        | uuid[]                      | -   | -  | -  | array<string>     | uuid_as_text
            PostgreSQL | MAP          | hstore                      | -   | -  | -  | map<string,string> | -
            PostgreSQL | STRUCT       | address                     | -   | -  | -  | string            | struct_as_text
            PostgreSQL | GEOMETRY     | geometry(Point,4326)        | -   | -  | -  | binary            | geometry_as_binary
            MySQL      | DECIMAL      | bigint(20) unsigned         | -   | 20 | 0  | decimal(20,0)     | -
            MySQL      | BIGINT       | int(10) unsigned zerofill   | -   | 10 | 0  | bigint            | -
            MySQL      | SMALLINT     | tinyint(3) unsigned         | -   | 3  | 0  | smallint          | -
            MySQL      | VARCHAR      | enum('a','b')               | 1   | -  | -  | string            | enum_as_text
            MSSQL      | DECIMAL      | money                       | -   | 19 | 4  | decimal(19,4)     | -
            MSSQL      | TINYINT      | tinyint                     | -   | 3  | 0  | smallint          | -
            MSSQL      | TIMESTAMP    | datetime2(7)                | -   | -  | 7  | timestamp_ntz     | fraction_shortened
            MSSQL      | TIMESTAMP    | datetime2(3)                | -   | -  | 3  | timestamp_ntz     | -
            MSSQL      | TIMESTAMP_TZ | datetimeoffset(7)           | -   | -  | 7  | timestamp         | offset_lost
            MSSQL      | UUID         | uniqueidentifier            | -   | -  | -  | string            | uuid_as_text
            Oracle     | DECIMAL      | NUMBER                      | -   | -  | -  | decimal(38,18)    | decimal_without_digits
            Oracle     | DECIMAL      | NUMBER(5,-2)                | -   | 5  | -2 | decimal(7,0)      | -
            Oracle     | DECIMAL      | NUMBER(2,5)                 | -   | 2  | 5  | decimal(5,5)      | -
            Oracle     | TIMESTAMP    | DATE                        | -   | -  | -  | timestamp_ntz     | -
            Oracle     | TIMESTAMP    | TIMESTAMP(9)                | -   | -  | 9  | timestamp_ntz     | fraction_shortened
            Oracle     | CHAR         | CHAR(2000 CHAR)             | 2000 | - | -  | varchar(2000)     | -
            Snowflake  | VARCHAR      | VARCHAR(16777216)           | 16777216 | - | - | string           | -
            BigQuery   | DECIMAL      | BIGNUMERIC                  | -   | 76 | 38 | string            | decimal_as_text
            FileSystem | ARRAY        | array<struct<a:bigint,b:string>> | - | - | - | array<struct<a:bigint,b:string>> | -
            Databricks | MAP          | map<string,array<int>>      | -   | -  | -  | map<string,array<int>> | -
            Databricks | INTERVAL     | interval day to second      | -   | -  | -  | string            | interval_as_text
            Unheard    | UNKNOWN      | 'x); DROP TABLE y'          | -   | -  | -  | string            | type_unknown
            """)
    void eachTypeOfASourceHasItsPlace(String source, CommonType type, String nativeType, Integer length, Integer precision, Integer scale, String expected, String code) {
        TargetTypes.Mapped mapped = map(source, type, nativeType, length, precision, scale);
        assertThat(mapped.type().canonical()).isEqualTo(expected);
        assertThat(mapped.note() == null ? null : mapped.note().code()).isEqualTo(code);
        if (mapped.note() != null) assertThat(mapped.note().message()).matches("(?s)[A-Z].*\\.");
    }

    @ParameterizedTest
    @EnumSource
    void noCommonTypeIsWithoutOne(CommonType type) {
        assertThat(map("Nobody", type, "anything", null, null, null).type()).isNotNull();
    }

    static Stream<ConnectionType> types() {
        return TYPES.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyNativeTypeOfEverySourceIsMapped(ConnectionType source) {
        source.nativeTypes().forEach((nativeType, common) -> {
            TypeText type = map(source.id(), CommonType.valueOf(common), nativeType, 10, 10, 2).type();
            assertThat(TypeText.parse(type.sql())).as(nativeType).contains(type);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            struct<a:int,b c:string>         | struct<a:int,`b c`:string>
            struct<`a:b`:int>                | struct<`a:b`:int>
            struct<`a``b`:int>               | struct<`a``b`:int>
            STRUCT<a: INTEGER NOT NULL COMMENT 'x\\'y', b: LONG> | struct<a:int not null,b:bigint>
            struct<a int, b string>          | struct<a:int,b:string>
            decimal                          | decimal(10,0)
            string collate UTF8_LCASE        | string
            interval year to month           | interval year to month
            map< string , array<decimal(38,0)> > | map<string,array<decimal(38,0)>>
            """)
    void aTypeIsReadAndWrittenAnew(String text, String sql) {
        assertThat(TypeText.parse(text).orElseThrow().sql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int); DROP TABLE x
            array<int
            struct<>
            decimal(39,0)
            decimal(5,6)
            varchar
            varchar(0)
            `int`
            map<int>
            int int
            array<int>>
            """)
    void whatIsNoTypeIsNotTakenForOne(String text) {
        assertThat(TypeText.parse(text)).isEmpty();
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThat(TypeText.parse("array<".repeat(5_000) + "int" + ">".repeat(5_000))).isEmpty();
        assertThat(TypeText.parse("array<".repeat(50) + "int" + ">".repeat(50))).isPresent();
    }
}
