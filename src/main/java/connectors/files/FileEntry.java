package connectors.files;

import connectors.files.formats.FileType;
import java.nio.file.Path;

/**
 * A file that a folder lists. One file is one table; like files ({@code orders_202401.csv}, {@code orders_202402.csv}) may
 * come to share one, so a table's name is made here and nowhere else.
 *
 * @param name  the table's name; escaped where the bytes are no text
 * @param path  one segment, with the bytes that the file system gave
 * @param valid whether the name is text, and so names the same file when somebody asks for it
 */
record FileEntry(String name, Path path, FileType type, boolean valid) { }
