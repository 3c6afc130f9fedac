package connectors.files.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Looks into one file within limits.
 *
 * @param rows    how many rows to look at, at the most
 * @param stopped asked while reading; true ends the look with an {@link java.io.InterruptedIOException}
 */
public record Look(int rows, Limits limits, BooleanSupplier stopped) {

    /**
     * @throws FileFailure where this file cannot be read; anything else is the disk's failure or an interruption
     */
    public Sample into(FileType type, Content content) throws IOException {
        try (InputStream in = content.stream()) {
            return into(type, in);
        }
    }

    private Sample into(FileType type, InputStream in) throws IOException {
        Sampler sampler = type.sampler();
        InputStream content = type.gzip() ? Gunzip.open(in) : in;
        try {
            return sampler.sample(new GuardedInput(content, limits, stopped), rows);
        } catch (CapReached noRow) {
            throw new FileFailure("too_large", "The first " + limits.bytes() + " bytes of the file hold no whole row.");
        } catch (RuntimeException | StackOverflowError odd) {
            // a parser's own defect, met by an odd file: its text may quote the file
            throw FileFailure.malformed("The file cannot be understood as " + type.format().wireName() + ".");
        }
    }
}
