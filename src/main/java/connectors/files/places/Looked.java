package connectors.files.places;

import connectors.files.formats.FileState;

/** What a place tells of an entry: of the entry itself, never of what a link leads to. */
public record Looked(boolean isFile, boolean isFolder, FileState state) {
    /** A link, a device, a pipe: nothing to read. */
    public static final Looked OTHER = new Looked(false, false, FileState.UNKNOWN);
    public static final Looked FOLDER = new Looked(false, true, FileState.UNKNOWN);

    public static Looked file(FileState state) {
        return new Looked(true, false, state);
    }
}
