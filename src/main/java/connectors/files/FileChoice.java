package connectors.files;

import catalog.Glob;
import connectors.files.formats.FileType;
import connectors.files.formats.Format;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which file names are tables: of a permitted format, after the pattern, not hidden. */
final class FileChoice {
    private static final Set<Format> READ = EnumSet.allOf(Format.class);

    private final List<Glob> patterns;
    private final boolean groups;
    private final Set<Format> formats = EnumSet.noneOf(Format.class);

    FileChoice(FilesSettings settings) {
        groups = settings.advanced().datasetGrouping();
        patterns = Arrays.stream(settings.advanced().pattern().split(",")).map(String::strip)
                .filter(pattern -> !pattern.isEmpty()).map(Glob::new).toList();
        for (Format format : Format.values()) {
            if (settings.supportedFormats().contains(format.wireName())) formats.add(format);
        }
        if (settings.supportedFormats().isEmpty()) formats.addAll(READ);
    }

    /** @return empty where the file is left out */
    Optional<FileType> choose(String name) {
        if (isHidden(name) || patterns.stream().noneMatch(pattern -> pattern.test(name))) return Optional.empty();
        return FileType.of(name).filter(type -> formats.contains(type.format()));
    }

    static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /** Whether files that are alike become one table. */
    boolean groups() {
        return groups;
    }

    Set<Format> formats() {
        return formats;
    }
}
