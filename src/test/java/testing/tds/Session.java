package testing.tds;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import testing.tds.Packets.Message;

/** One client, from its first word on. */
final class Session {
    private static final int NOT_SUPPORTED = 2;
    private static final int ON = 1;
    private static final int MOST_ROWS_AT_ONCE = 500;

    private final TdsServer server;
    private final Socket client;
    private final SSLContext encryption;
    private final Map<Integer, Answer.Cursor> cursors = new HashMap<>();
    private Packets packets;
    private int lastCursor = 100;

    Session(TdsServer server, Socket client, SSLContext encryption) throws IOException {
        this.server = server;
        this.client = client;
        this.encryption = encryption;
        this.packets = new Packets(client.getInputStream(), client.getOutputStream());
    }

    void run() throws IOException {
        boolean federated = offersToken(packets.read().content());
        packets.write(Packets.ANSWER, Tokens.preLogin(encryption == null ? NOT_SUPPORTED : ON, federated));
        if (encryption != null) {
            Socket inside = TlsInside.of(client, encryption);
            packets = new Packets(inside.getInputStream(), inside.getOutputStream());
        }
        if (signIn()) while (true) answer(packets.read());
    }

    private boolean signIn() throws IOException {
        LoginPacket login = LoginPacket.of(packets.read().content());
        server.logins().add(login);
        Answer answer = server.signIn.apply(login);
        if (answer == null) silence();
        boolean refused = answer instanceof Answer.Failure;
        packets.write(Packets.ANSWER, refused ? Tokens.failure((Answer.Failure) answer) : Tokens.welcome(login.database(), login.token() != null));
        return !refused;
    }

    private void answer(Message message) throws IOException {
        switch (message.type()) {
            case Packets.SQL_BATCH -> plain(batch(message.content()));
            case Packets.RPC -> call(RpcPacket.of(message.content()));
            case Packets.ATTENTION -> packets.write(Packets.ANSWER, Tokens.done(0x20));
            default -> packets.write(Packets.ANSWER, Tokens.done(0));
        }
    }

    private void call(RpcPacket call) throws IOException {
        switch (call.procedure()) {
            case RpcPacket.CURSOR_OPEN -> cursor(call.text(1), false);
            case RpcPacket.CURSOR_PREPEXEC -> cursor(call.text(3), true);
            case RpcPacket.CURSOR_FETCH -> fetch(cursors.get(call.number(0)), call.number(3));
            case RpcPacket.CURSOR_CLOSE -> {
                cursors.remove(call.number(0));
                packets.write(Packets.ANSWER, Tokens.returned(0));
            }
            case RpcPacket.EXECUTE_SQL -> executed(call);
            case RpcPacket.PREPEXEC -> plain(call.text(2));
            default -> packets.write(Packets.ANSWER, Tokens.returned(0));
        }
    }

    /** Before it binds, the driver asks for the types of the parameters of a statement. */
    private void executed(RpcPacket call) throws IOException {
        if (!call.text(0).startsWith("exec sp_describe_undeclared_parameters")) plain(call.text(0));
        else rows(Answer.parameters(call.text(call.parameters().size() - 1)));
    }

    private Answer said(String sql) throws IOException {
        server.statements().add(sql);
        Answer answer = server.answers.apply(sql);
        if (answer == null) silence();
        return answer;
    }

    private void cursor(String sql, boolean prepared) throws IOException {
        Answer answer = said(sql);
        if (!(answer instanceof Answer.Rows rows)) {
            packets.write(Packets.ANSWER, answer instanceof Answer.Failure failure ? Tokens.failure(failure) : Tokens.done(0));
            return;
        }
        cursors.put(++lastCursor, new Answer.Cursor(rows, true));
        byte[] outputs = prepared ? Tokens.returned(0, 1, lastCursor, 4, 1, -1) : Tokens.returned(0, lastCursor, 4, 1, -1);
        packets.write(Packets.ANSWER, new Bytes().raw(Tokens.columns(cursors.get(lastCursor).columns)).raw(outputs).all());
    }

    private void fetch(Answer.Cursor cursor, int most) throws IOException {
        packets.begin(Tokens.noColumns());
        send(cursor, most);
        packets.write(Packets.ANSWER, Tokens.returned(0));
    }

    private void plain(String sql) throws IOException {
        Answer answer = said(sql);
        if (answer instanceof Answer.Rows rows) rows(rows);
        else packets.write(Packets.ANSWER, answer instanceof Answer.Failure failure ? Tokens.failure(failure) : Tokens.done(0));
    }

    private void rows(Answer.Rows rows) throws IOException {
        packets.begin(Tokens.columns(rows.columns()));
        send(new Answer.Cursor(rows, false), Integer.MAX_VALUE);
        packets.write(Packets.ANSWER, Tokens.done(0));
    }

    private void send(Answer.Cursor cursor, int most) throws IOException {
        Bytes some = new Bytes();
        for (int count = 0; count < most && cursor.rows.hasNext(); count++) {
            some.raw(cursor.next());
            if (count % MOST_ROWS_AT_ONCE == MOST_ROWS_AT_ONCE - 1) {
                packets.begin(some.all());
                some = new Bytes();
            }
        }
        packets.begin(some.all());
    }

    private static String batch(byte[] content) {
        ByteBuffer packet = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        packet.position(packet.getInt(0));
        return RpcPacket.text(packet, packet.remaining());
    }

    /** Option 6 says whether the client is about to show a token. */
    private static boolean offersToken(byte[] content) {
        for (int at = 0; (content[at] & 0xFF) != 0xFF; at += 5) if (content[at] == 6) return true;
        return false;
    }

    /** Until the client goes. */
    private void silence() throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        throw new EOFException();
    }
}
