package connectors.files;

import connectors.Ladder;
import connectors.Ladder.Finding;
import connectors.TestReport;
import connectors.files.formats.CsvOptions;
import connectors.files.formats.FileFailure;
import connectors.files.formats.Format;
import connectors.files.formats.Look;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ladder of a folder. */
final class FolderTest {
    private static final long ENTRIES = 10_000;

    private final FilesSettings settings;
    private final Place place;
    private final FileChoice choice;
    private final Look look;
    private Base base;
    private String found = "The folder can be read.";

    FolderTest(FilesSettings settings, Place place, FileChoice choice, Look look) {
        this.settings = settings;
        this.place = place;
        this.choice = choice;
        this.look = look;
    }

    /** @param samples whether to look into a file of each format */
    TestReport climb(boolean samples) {
        Ladder ladder = new Ladder(failure -> FilesSource.problem(failure, place));
        ladder.mandatory("config", "Check the settings", this::config);
        place.climb(ladder);
        ladder.mandatory("read_metadata", samples ? "List the files and look into one of each format" : "List the files",
                () -> list(samples));
        ladder.optional("capabilities", "Find optional features",
                () -> Finding.skipped("A place of files has no optional features."));
        ladder.optional("quota", "Check what may still be asked", () -> Finding.skipped("A place of files tells of no quota."));
        return ladder.report(place.server(), () -> found);
    }

    private Finding config() {
        CsvOptions.of(settings.advanced().header(), settings.advanced().delimiter(), settings.advanced().quote(),
                settings.advanced().charset());
        return Finding.passed(null);
    }

    private Finding list(boolean samples) throws IOException {
        base = place.open();
        Tree tree = new Walk(base, choice, settings.advanced(), ENTRIES, look.stopped()).run();
        if (tree.files() == 0) return nothing(tree);
        found = counts(tree);
        String unreadable = samples ? unreadable(tree) : null;
        if (unreadable != null) {
            return Finding.warned(found + " " + unreadable, "An import reads the others and reports this file.");
        }
        if (tree.files() > settings.advanced().maxFiles()) {
            return Finding.warned(found + " Only the first " + settings.advanced().maxFiles() + " files are imported.",
                    "Raise advanced.max_files, or choose a smaller folder or pattern.");
        }
        return unread(tree);
    }

    private Finding unread(Tree tree) {
        return tree.folders().stream().filter(folder -> folder.notice() != null && !folder.notice().code().equals("max_entries"))
                .findFirst()
                .map(folder -> Finding.warned(found + " Not read: " + folder.schema() + ". " + folder.notice().message(), null))
                .orElseGet(() -> Finding.passed(found));
    }

    private Finding nothing(Tree tree) {
        found = tree.others() == 0 ? "The folder has no files."
                : "None of the folder's files has one of the formats and matches the pattern.";
        return Finding.warned(found, tree.others() == 0
                ? "Put files into the folder, or choose another one."
                : "Check the formats, the pattern and whether subfolders are looked into.");
    }

    private static String counts(Tree tree) {
        String formats = tree.perFormat().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().name()).collect(Collectors.joining(", "));
        return "Found " + (tree.cut() ? "at least " : "") + formats + (tree.files() == 1 ? " file" : " files") + " in "
                + (tree.readableFolders() == 1 ? "1 folder" : tree.readableFolders() + " folders") + others(tree.others());
    }

    private static String others(long count) {
        if (count == 0) return ".";
        return count == 1 ? "; 1 other file is left out." : "; " + count + " other files are left out.";
    }

    /** @return a sentence about the first sample that cannot be read; null when all can */
    private String unreadable(Tree tree) throws IOException {
        TableReader reader = new TableReader(base, look);
        for (Map.Entry<Format, Tree.Found> first : tree.firsts().entrySet()) {
            Tree.Found sample = first.getValue();
            try {
                reader.read(sample.schema(), sample.folder(), sample.file());
            } catch (FileFailure failure) {
                return sample.schema() + "/" + sample.file().name() + " cannot be read: " + failure.getMessage();
            }
        }
        return null;
    }
}
