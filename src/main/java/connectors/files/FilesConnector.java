package connectors.files;

import connectors.Connector;
import connectors.files.formats.Limits;
import connectors.files.places.AzureFiles;
import connectors.files.places.FtpFiles;
import connectors.files.places.PlaceSettings;
import connectors.files.places.S3Files;
import connectors.files.places.SftpFiles;
import connectors.http.HttpClients;
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
 * Places with files: folders of this machine, servers, object stores. The operator's {@code serai.files.allowed-roots}, a list
 * of absolute folders, says which folders of this machine may be named; without it any may that is not the system's or Serai's
 * own.
 */
@Component
public class FilesConnector implements Connector<FilesSettings> {
    private final PathPolicy policy;
    private final HttpClients clients;

    @Autowired
    public FilesConnector(Environment environment, HttpClients clients) {
        this(Binder.get(environment).bind("serai.files.allowed-roots", Bindable.listOf(String.class)).orElse(List.of()),
                Path.of(environment.getProperty("serai.home", "./data")), clients);
    }

    /**
     * @param home    where Serai keeps its database and keys: never read
     * @param clients the guarded way to servers
     */
    public FilesConnector(List<String> allowedRoots, Path home, HttpClients clients) {
        List<String> named = allowedRoots.stream().map(String::strip).filter(root -> !root.isEmpty()).toList();
        named.stream().filter(root -> !root.startsWith("/")).findFirst().ifPresent(wrong -> {
            throw new IllegalStateException("serai.files.allowed-roots names " + wrong
                    + ", which is not an absolute path. Write it from the root.");
        });
        this.policy = new PathPolicy(named, home);
        this.clients = clients;
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
        return new FilesSource(settings, place(type, settings), Limits.DEFAULT);
    }

    Place place(ConnectionType type, FilesSettings settings) {
        PlaceSettings place = settings.place();
        return switch (String.valueOf(settings.type())) {
            case "local" -> new LocalPlace(settings, policy);
            case "sftp" -> new RemotePlace(SftpFiles.of(type, place, clients));
            case "ftp" -> new RemotePlace(FtpFiles.of(type, place, clients));
            case "s3" -> new RemotePlace(S3Files.of(type, place, clients));
            case "azure_blob" -> new RemotePlace(AzureFiles.of(type, place, clients));
            default -> throw Problem.of(FailureKind.CONFIG, "place_unknown", "This is no place that files can be read from.")
                    .at("/type").fix("Choose one of the places that the form offers.").asException();
        };
    }
}
