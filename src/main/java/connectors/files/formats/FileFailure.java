package connectors.files.formats;

import java.io.IOException;

/** One file that cannot be read, while its neighbours can. Its message names a place, never what the file holds. */
public final class FileFailure extends IOException {
    private final String code;

    /** @param code stable and machine readable, such as {@code malformed}; @param message a whole sentence */
    public FileFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public static FileFailure malformed(String message) {
        return new FileFailure("malformed", message);
    }

    public String code() {
        return code;
    }
}
