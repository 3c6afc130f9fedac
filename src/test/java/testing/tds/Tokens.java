package testing.tds;

import java.util.List;
import testing.tds.Answer.Column;

/** The pieces that answers consist of. */
final class Tokens {
    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};
    private static final int ERROR_BIT = 2;

    private Tokens() { }

    static byte[] preLogin(int encryption, boolean federated) {
        int options = federated ? 3 : 2;
        Bytes head = new Bytes();
        int data = 5 * options + 1;
        head.u8(0).u8(0).u8(data).u8(0).u8(6).u8(1).u8(0).u8(data + 6).u8(0).u8(1);
        if (federated) head.u8(6).u8(0).u8(data + 7).u8(0).u8(1);
        head.u8(0xFF).raw((byte) 16, (byte) 0, (byte) 0x10, (byte) 0x27, (byte) 0, (byte) 0).u8(encryption);
        if (federated) head.u8(1);
        return head.all();
    }

    static byte[] welcome(String database, boolean federated) {
        Bytes change = new Bytes().u8(1).shortText(database).shortText("master");
        Bytes collation = new Bytes().u8(7).u8(5).raw(COLLATION).u8(0);
        Bytes ack = new Bytes().u8(1).raw((byte) 0x74, (byte) 0, (byte) 0, (byte) 4).shortText("Microsoft SQL Server")
                .raw((byte) 16, (byte) 0, (byte) 0x10, (byte) 0x27);
        Bytes all = new Bytes().u8(0xE3).u16(change.size()).raw(change.all()).u8(0xE3).u16(collation.size()).raw(collation.all())
                .u8(0xAD).u16(ack.size()).raw(ack.all());
        if (federated) all.u8(0xAE).u8(2).i32(0).u8(0xFF);
        return all.raw(done(0)).all();
    }

    static byte[] failure(Answer.Failure failure) {
        Bytes content = new Bytes().i32(failure.number()).u8(failure.state()).u8(failure.number() == 18456 ? 14 : 16)
                .u16(failure.message().length()).text(failure.message()).shortText("test").u8(0).i32(1);
        return new Bytes().u8(0xAA).u16(content.size()).raw(content.all()).raw(done(ERROR_BIT)).all();
    }

    static byte[] columns(List<Column> columns) {
        Bytes all = new Bytes().u8(0x81).u16(columns.size());
        for (Column column : columns) all.i32(0).u16(1).raw(type(column.type())).shortText(column.name());
        return all.all();
    }

    static byte[] noColumns() {
        return new Bytes().u8(0x81).u16(0xFFFF).all();
    }

    static byte[] row(List<Column> columns, Object[] values) {
        if (values.length != columns.size()) throw new IllegalArgumentException("A row has " + values.length + " values for " + columns);
        Bytes all = new Bytes().u8(0xD1);
        for (int i = 0; i < values.length; i++) value(all, columns.get(i).type(), values[i]);
        return all.all();
    }

    /** @param status 0 for the end, 1 for more to come, 0x20 in answer to an attention */
    static byte[] done(int status) {
        return new Bytes().u8(0xFD).u16(status).u16(0).i64(0).all();
    }

    /** The end of a procedure: its output parameters, all of them whole numbers, by ordinal from the first. */
    static byte[] returned(int first, int... outputs) {
        Bytes all = new Bytes().u8(0xFF).u16(1).u16(0).i64(0).u8(0x79).i32(0);
        for (int i = 0; i < outputs.length; i++) {
            all.u8(0xAC).u16(first + i).u8(0).u8(1).i32(0).u16(0).raw(type("int")).u8(4).i32(outputs[i]);
        }
        return all.u8(0xFE).u16(0).u16(0).i64(0).all();
    }

    private static byte[] type(String type) {
        return switch (type) {
            case "bit" -> new byte[] {0x68, 1};
            case "int" -> new byte[] {0x26, 4};
            case "bigint" -> new byte[] {0x26, 8};
            case "text" -> new Bytes().u8(0xE7).u16(0xFFFF).raw(COLLATION).all();
            default -> throw new IllegalArgumentException("The column type " + type + " is not known here");
        };
    }

    private static void value(Bytes out, String type, Object value) {
        if (value == null) {
            if (type.equals("text")) out.i64(-1);
            else out.u8(0);
            return;
        }
        switch (type) {
            case "bit" -> out.u8(1).u8(Boolean.TRUE.equals(value) ? 1 : 0);
            case "int" -> out.u8(4).i32((Integer) value);
            case "bigint" -> out.u8(8).i64(((Number) value).longValue());
            default -> plp(out, (String) value);
        }
    }

    private static void plp(Bytes out, String text) {
        out.i64(2L * text.length());
        if (!text.isEmpty()) out.i32(2 * text.length()).text(text);
        out.i32(0);
    }
}
