package connectors.files.formats;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends a record that does not end by itself, such as one whose quote is never closed. */
final class LineCap extends FilterReader {
    private int sinceRecord;

    /** What is read ahead belongs to the next record; it is less than a parser's buffer. */
    static final class LineTooLong extends IOException { }

    LineCap(Reader in) {
        super(in);
    }

    void recordEnds() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (sinceRecord > Limits.CSV_LINE_CHARACTERS) throw new LineTooLong();
        int read = super.read(buffer, offset, length);
        sinceRecord += Math.max(read, 0);
        return read;
    }
}
