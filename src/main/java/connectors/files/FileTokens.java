package connectors.files;

import connectors.files.formats.FileState;
import connectors.files.formats.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Tells whether the files of a table are still those that were read, by what their listing says: names, sizes, times and
 * identities.
 * A file that was written in the seconds before it was listed can be written again without any of these changing; of such files
 * the
 * first and last bytes count as well. So a token names the time of its listing, and is compared by the rules of that time.
 */
final class FileTokens {
    /** Another number makes everything be read once more: for when files are understood in another way. */
    private static final int READING = 1;
    private static final Duration RACY = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int END_BYTES = 64 << 10;
    private static final int DIGEST_BYTES = 16;

    private final Base base;

    FileTokens(Base base) {
        this.base = base;
    }

    /** @return null where the place tells too little of the files */
    String of(TableFiles table, Instant listed) throws IOException {
        MessageDigest digest = sha256();
        for (TableFiles.Found found : table.files()) {
            FileState state = found.file().state();
            boolean told = state.size() >= 0 && (state.modified() != null || state.validator() != null);
            if (!told || !add(digest, found, listed)) return null;
        }
        if (table.first().file().type().format() == Format.XML) table.schemas().forEach((name, state) -> add(digest, name, state));
        String hex = HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        return READING + "." + listed.toEpochMilli() + "." + hex;
    }

    boolean isSame(String known, TableFiles table) throws IOException {
        Instant then = listed(known);
        return then != null && known.equals(of(table, then));
    }

    /** @return the same token, unless a file was so new then that its bytes had to be looked at: they need not be from now on */
    String renewed(String known, TableFiles table, Instant listed) throws IOException {
        Instant then = listed(known);
        boolean wasRacy = table.files().stream().anyMatch(found -> isRacy(found.file().state(), then));
        String renewed = wasRacy ? of(table, listed) : known;
        return renewed == null ? known : renewed;
    }

    /** @return null for a token of another way of reading */
    private static Instant listed(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(Integer.toString(READING)) || !parts[1].matches("\\d{1,15}")) return null;
        return Instant.ofEpochMilli(Long.parseLong(parts[1]));
    }

    private static boolean isRacy(FileState state, Instant listed) {
        return state.modified() != null && !state.modified().isBefore(listed.minus(RACY).minus(unit(state.modified())));
    }

    /** Some servers tell times to the minute or to the day only. */
    private static Duration unit(Instant modified) {
        long seconds = modified.getEpochSecond();
        if (modified.getNano() != 0 || seconds % 60 != 0) return Duration.ZERO;
        return seconds % DAY.toSeconds() == 0 ? DAY : Duration.ofMinutes(1);
    }

    private boolean add(MessageDigest digest, TableFiles.Found found, Instant listed) throws IOException {
        FileState state = found.file().state();
        add(digest, found.shown(), state);
        return !isRacy(state, listed) || addEnds(digest, found);
    }

    private static void add(MessageDigest digest, String name, FileState state) {
        String modified = state.modified() == null ? "" : state.modified().getEpochSecond() + "." + state.modified().getNano();
        // none of the parts can hold a NUL
        String text = name + "\0" + state.size() + "\0" + modified + "\0" + (state.validator() == null ? "" : state.validator()) + "\0";
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return false where the file cannot be read: then there is no token, and reading it says why */
    private boolean addEnds(MessageDigest digest, TableFiles.Found found) throws IOException {
        try (Folder folder = base.open(found.folder()); SeekableByteChannel channel = folder.open(found.file()).channel()) {
            add(digest, channel, 0);
            add(digest, channel, Math.max(END_BYTES, channel.size() - END_BYTES));
            return true;
        } catch (java.io.InterruptedIOException | java.nio.channels.ClosedChannelException stopped) {
            throw stopped;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void add(MessageDigest digest, SeekableByteChannel channel, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(END_BYTES);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) { }
        digest.update(bytes.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
