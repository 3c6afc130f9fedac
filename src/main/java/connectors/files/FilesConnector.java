package connectors.files;

import connectors.Connector;
import connectors.files.formats.Limits;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import types.ConnectionType;

/**
 * Folders with files. The operator's {@code serai.files.allowed-roots}, a list of absolute folders, says which may be named;
 * without it any may that is not the system's or Serai's own.
 */
@Component
public class FilesConnector implements Connector<FilesSettings> {
    private final PathPolicy policy;

    @Autowired
    public FilesConnector(Environment environment) {
        this(Binder.get(environment).bind("serai.files.allowed-roots", Bindable.listOf(String.class)).orElse(List.of()),
                Path.of(environment.getProperty("serai.home", "./data")));
    }

    /** @param home where Serai keeps its database and keys: never read */
    public FilesConnector(List<String> allowedRoots, Path home) {
        List<String> named = allowedRoots.stream().map(String::strip).filter(root -> !root.isEmpty()).toList();
        named.stream().filter(root -> !root.startsWith("/")).findFirst().ifPresent(wrong -> {
            throw new IllegalStateException("serai.files.allowed-roots names " + wrong
                    + ", which is not an absolute path. Write it from the root.");
        });
        this.policy = new PathPolicy(named, home);
    }

    @Override
    public String family() {
        return "files";
    }

    @Override
    public Class<FilesSettings> settings() {
        return FilesSettings.class;
    }

    @Override
    public FilesSource open(ConnectionType type, FilesSettings settings) {
        if (!"local".equals(settings.type())) {
            throw Problem.of(FailureKind.CONFIG, "place_unknown", "Only folders on this machine can be read.").at("/type")
                    .fix("Choose 'local'.").asException();
        }
        return new FilesSource(settings, new LocalPlace(settings, policy), Limits.DEFAULT);
    }
}
