package connectors.files.places;

import connectors.files.formats.FileFailure;

/** What object stores have to say of one file. */
final class FileFailures {
    private FileFailures() { }

    static FileFailure changed() {
        return new FileFailure("still_written", "The file changed while it was read. Try again when it is written.");
    }

    static FileFailure archived() {
        return new FileFailure("archived", "The file is archived: have it restored in the store first.");
    }
}
