package app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/** The folder {@code SERAI_HOME}: embedded database, keys and generated passwords, each readable by its owner only. */
public record Home(Path folder) {

    public Home {
        folder = folder.toAbsolutePath().normalize();
        makeFolder(folder);
    }

    static Home of(Environment environment) {
        return new Home(Path.of(environment.getProperty("serai.home", "data")));
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    public Path privateFolder(String name) {
        makeFolder(path(name));
        return path(name);
    }

    /** What the file says; on the first call a generated value is written to it. */
    public String keptSecret(String file, Supplier<String> generate) {
        Path path = path(file);
        try {
            if (!Files.exists(path)) writePrivate(path, generate.get() + "\n");
            return Files.readString(path).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read or write " + path, failure);
        }
    }

    public void writePrivate(Path path, String text) {
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, ownerOnly("rw-------"));
            Files.writeString(path, text, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + path, failure);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) Files.createDirectories(folder, ownerOnly("rwx------"));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot make the folder " + folder + ". "
                    + "Set SERAI_HOME to a folder that this user may write to.", failure);
        }
    }

    private static FileAttribute<?> ownerOnly(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
