package connectors.files.formats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Character-separated values; the charset, the delimiter and whether there is a header are found out. */
final class CsvSampler implements Sampler {
    private static final int HEAD_BYTES = 1 << 20;
    private static final int SNIFFED_BYTES = 1 << 16;
    private static final char BACKSLASH = '\\';

    private final boolean tabs;
    private final CsvOptions options;
    private final CsvColumns columns = new CsvColumns();
    private boolean complete = true;
    private long characters;

    /** @param tabs whether the file's name says that tabs separate */
    CsvSampler(boolean tabs, CsvOptions options) {
        this.tabs = tabs;
        this.options = options;
    }

    @Override
    public Sample sample(InputStream in, int rows) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        boolean whole = head.length < HEAD_BYTES;
        TextEncoding encoding = TextEncoding.of(head, whole, options.charset());
        int sniffed = Math.min(head.length - encoding.mark(), SNIFFED_BYTES);
        boolean all = whole && sniffed == head.length - encoding.mark();
        String text = new String(head, encoding.mark(), sniffed, encoding.charset());
        if (all && text.isBlank()) return Sample.empty();
        CsvDialect dialect = CsvDialect.sniff(text, all, options, tabs);
        InputStream content = new SequenceInputStream(
                new ByteArrayInputStream(head, encoding.mark(), head.length - encoding.mark()), in);
        read(new LineCap(new InputStreamReader(content, encoding.charset())), dialect, rows);
        double bytesPerCharacter = (double) sniffed / Math.max(1, text.length());
        return result(encoding, dialect, Math.round(characters * bytesPerCharacter));
    }

    private static CSVFormat format(CsvDialect dialect) {
        return CSVFormat.DEFAULT.builder().setDelimiter(dialect.delimiter()).setIgnoreSurroundingSpaces(true)
                .setQuote(dialect.quote() == CsvOptions.NONE ? null : (Character) dialect.quote())
                .setEscape(dialect.escaped() ? (Character) BACKSLASH : null).get();
    }

    private void read(LineCap in, CsvDialect dialect, int rows) throws IOException {
        CSVFormat format = format(dialect);
        try (CSVParser parser = CSVParser.builder().setReader(in).setFormat(format).get()) {
            Iterator<CSVRecord> records = parser.iterator();
            long line = 1;
            while (complete) {
                CSVRecord record = next(records, line);
                if (record == null) return;
                columns.add(record, line);
                in.recordEnds();
                line = parser.getCurrentLineNumber() + 1;
                if (columns.rows() >= rows) stopAt(record);
            }
        }
    }

    private void stopAt(CSVRecord last) {
        complete = false;
        characters = last.getCharacterPosition();
    }

    /** @return null at the end, or where the bytes that we may read end */
    private CSVRecord next(Iterator<CSVRecord> records, long line) throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | IllegalStateException failure) {
            return explain(failure, line);
        }
    }

    private CSVRecord explain(RuntimeException failure, long line) throws IOException {
        if (CapReached.causes(failure)) return cutOff();
        if (Causes.find(failure, LineCap.LineTooLong.class) != null) {
            throw new FileFailure("line_too_long", "The record that begins at line " + line + " is longer than "
                    + Limits.CSV_LINE_CHARACTERS + " characters. Perhaps a quote is not closed.");
        }
        Causes.rethrowInput(failure);
        throw FileFailure.malformed("The record that begins at line " + line
                + " is malformed: a quote is not closed, or text follows a closing quote.");
    }

    private CSVRecord cutOff() throws CapReached {
        if (columns.rows() == 0) throw new CapReached();
        complete = false;
        return null;
    }

    private Sample result(TextEncoding encoding, CsvDialect dialect, long bytes) {
        if (columns.isEmpty()) return Sample.empty();
        boolean header = options.header() != null ? options.header() : columns.hasHeader();
        if (!header) columns.countFirstAsRow();
        ColumnNames names = new ColumnNames();
        var named = columns.named(names, header);
        Map<String, Object> properties = new HashMap<>();
        properties.put("delimiter", dialect.delimiter() == CsvOptions.TAB ? "tab" : String.valueOf(dialect.delimiter()));
        properties.put("quote", dialect.quote() == CsvOptions.NONE ? "none" : String.valueOf(dialect.quote()));
        properties.put("charset", encoding.charset().name());
        properties.put("header", header);
        if (!names.renamed().isEmpty()) properties.put("renamed_columns", List.copyOf(names.renamed()));
        List<String> warnings = warnings(header);
        if (!warnings.isEmpty()) properties.put("warnings", warnings);
        return new Sample(named, columns.rows(), complete, bytes, properties);
    }

    private List<String> warnings(boolean header) {
        List<String> warnings = new ArrayList<>();
        if (header && columns.rows() == 0) warnings.add("The file has a header and no rows.");
        if (columns.raggedFrom() > 0) {
            warnings.add("Not all records have equally many cells; the first that differs begins at line "
                    + columns.raggedFrom() + ".");
        }
        return warnings;
    }
}
