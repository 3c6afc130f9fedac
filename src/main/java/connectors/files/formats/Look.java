package connectors.files.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Looks into one file within limits.
 *
 * @param rows    how many rows to look at, at the most
 * @param csv     what is known of CSV files beforehand
 * @param stopped asked while reading; true ends the look with an {@link java.io.InterruptedIOException}
 */
public record Look(int rows, Limits limits, CsvOptions csv, BooleanSupplier stopped) {

    public Look(int rows, Limits limits, BooleanSupplier stopped) {
        this(rows, limits, CsvOptions.FOUND_OUT, stopped);
    }

    /**
     * @param name the file's
     * @throws FileFailure where this file cannot be read; anything else is the disk's failure or an interruption
     */
    public Sample into(FileType type, String name, Content content) throws IOException {
        try {
            return sample(type, name, content);
        } catch (CapReached noRow) {
            throw new FileFailure("too_large", "The first " + limits.bytes() + " bytes of the file hold no whole row.");
        } catch (RuntimeException | StackOverflowError odd) {
            // a parser's own defect, met by an odd file: its text may quote the file
            throw FileFailure.malformed("The file cannot be understood as " + type.format().wireName() + ".");
        }
    }

    private Sample sample(FileType type, String name, Content content) throws IOException {
        if (type.format() == Format.PARQUET) return ParquetFooter.of(type, content, this);
        try (InputStream in = content.stream()) {
            InputStream plain = type.gzip() ? Gunzip.open(in) : in;
            Sampler sampler = type.sampler(csv);
            Sample sample = sampler.sample(guarded(plain), rows);
            return sampler instanceof XmlSampler xml ? new XmlDescription(content, this).of(sample, xml.schemaFile(), name) : sample;
        }
    }

    InputStream guarded(InputStream in) {
        return new GuardedInput(in, limits, stopped);
    }
}
