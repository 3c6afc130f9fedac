package connectors.files.formats;

import java.time.Instant;

/**
 * What a listing tells of the version of a file, without opening it.
 *
 * @param size      in bytes; negative where the place does not tell
 * @param modified  as exactly as the place tells it; null where it does not
 * @param validator another one whenever the content is: an ETag or a version, for a local file its device and inode, which
 *                  tell a replaced file; null where the place has none. At most {@value #LONGEST_VALIDATOR} characters
 */
public record FileState(long size, Instant modified, String validator) {
    private static final int LONGEST_VALIDATOR = 200;

    public static final FileState UNKNOWN = new FileState(-1, null, null);

    public FileState {
        if (validator != null && validator.length() > LONGEST_VALIDATOR) validator = validator.substring(0, LONGEST_VALIDATOR);
    }
}
