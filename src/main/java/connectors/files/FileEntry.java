package connectors.files;

import connectors.files.formats.FileState;
import connectors.files.formats.FileType;
import java.nio.file.Path;

/**
 * A file that a folder lists.
 *
 * @param name  as text; escaped where the bytes are no text
 * @param path  one segment, with the bytes that the file system gave
 * @param valid whether the name is text, and so names the same file when somebody asks for it
 * @param state what the listing tells of the file's version
 */
record FileEntry(String name, Path path, FileType type, boolean valid, FileState state) { }
