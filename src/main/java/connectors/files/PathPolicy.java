package connectors.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;

/**
 * Which folders a connection may name. Roots that the operator permits are the only truth, but for Serai's own home; without
 * them every folder may be named that is neither the system's nor a known place of secrets.
 */
final class PathPolicy {
    private static final List<String> SYSTEM = List.of("/etc", "/proc", "/sys", "/dev", "/run", "/var/run", "/boot", "/bin",
            "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/var/lib", "/var/log",
            "/var/spool", "/var/cache", "/System", "/Library");
    private static final Set<String> SECRET_FOLDERS = Set.of(".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".config",
            ".git", ".m2", ".oci", ".snowflake");
    /** The folder of Serai's home that holds what a connection may read. */
    private static final String SAMPLES = "samples";

    private final List<Path> allowed;
    private final List<Path> refused;
    private final List<Path> home;

    /**
     * @param allowedRoots absolute folders; empty means any but the refused ones
     * @param home         where Serai keeps its database, keys and logs
     */
    PathPolicy(List<String> allowedRoots, Path home) {
        this.allowed = allowedRoots.stream().flatMap(root -> spellings(Names.path(root))).toList();
        this.refused = SYSTEM.stream().flatMap(root -> spellings(Path.of(root))).toList();
        this.home = spellings(home).toList();
    }

    /**
     * @param named absolute and normalised, as the settings name it; it need not exist
     * @return where it really is
     * @throws problems.ProblemException of kind POLICY; the answer is the same whether the folder exists or not
     */
    Path check(Path named) {
        Path real = realAsFarAsItExists(named);
        if (isRefused(named) || isRefused(real) || !isAllowed(real)) throw refusal().asException();
        return real;
    }

    /** Whether a walk that comes to this folder turns back. */
    boolean isRefused(Path folder) {
        if (isOwn(folder) || folder.getNameCount() == 0) return true;
        if (!allowed.isEmpty()) return false;
        for (Path segment : folder) {
            if (SECRET_FOLDERS.contains(segment.toString())) return true;
        }
        return refused.stream().anyMatch(folder::startsWith);
    }

    private boolean isOwn(Path folder) {
        return home.stream().anyMatch(own -> folder.startsWith(own) && !folder.startsWith(own.resolve(SAMPLES)));
    }

    private boolean isAllowed(Path real) {
        return allowed.isEmpty() || allowed.stream().anyMatch(real::startsWith);
    }

    private Problem refusal() {
        String remedy = allowed.isEmpty()
                ? "Choose a folder that holds data only: the system's folders and Serai's own are refused."
                : "Choose a folder inside the roots that the operator permits,"
                        + " or ask the operator to add this one to serai.files.allowed-roots.";
        return Problem.of(FailureKind.POLICY, "folder_refused", "This installation does not permit reading this folder.")
                .at("/base_path").fix(remedy);
    }

    private static Stream<Path> spellings(Path place) {
        Path named = place.toAbsolutePath().normalize();
        List<Path> spellings = new ArrayList<>(List.of(named));
        Path real = realAsFarAsItExists(named);
        if (!real.equals(named) && real.getNameCount() > 0) spellings.add(real);
        return spellings.stream();
    }

    private static Path realAsFarAsItExists(Path path) {
        for (Path existing = path; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath().resolve(existing.relativize(path)).normalize();
            } catch (IOException notThere) {
                // its parent may be
            }
        }
        return path;
    }
}
