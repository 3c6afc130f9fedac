package connectors.databricks;

import connectors.Settings;
import java.time.Duration;
import java.util.Objects;
import secrets.Secret;

/**
 * Settings of the Databricks family.
 *
 * @param schema  the one that a test looks for; every schema of the catalog is read
 * @param compute what runs SQL; without a warehouse only the catalog's own calls are used
 */
public record DatabricksSettings(String workspaceUrl, Authentication authentication, String catalog, String schema,
                                 Compute compute, Target target, Ssl ssl, Advanced advanced) implements Settings {
    public DatabricksSettings {
        catalog = Objects.requireNonNullElse(catalog, "main");
        schema = Objects.requireNonNullElse(schema, "default");
        compute = Objects.requireNonNullElse(compute, new Compute(null));
        target = Objects.requireNonNullElse(target, new Target(null));
        ssl = Objects.requireNonNullElse(ssl, new Ssl(null));
        advanced = Objects.requireNonNullElse(advanced, new Advanced(null, null, null, null));
    }

    /** @param type {@code pat}, {@code oauth_m2m}, or {@code none} for a server that asks nobody who they are */
    public record Authentication(String type, Secret token, String clientId, Secret clientSecret) {
        boolean isNone() {
            return "none".equals(type);
        }

        @Override
        public String toString() {
            return "authentication by " + type;
        }
    }

    /** @param warehouseId null for none */
    public record Compute(String warehouseId) { }

    /** @param storageRoot where tables are registered that no warehouse creates; null for nowhere */
    public record Target(String storageRoot) { }

    /** @param rootCertificate PEM of the authority to trust in place of the Java runtime's list; null for that list */
    public record Ssl(String rootCertificate) { }

    /** Time-outs in seconds; null means the default. */
    public record Advanced(Integer timeout, Integer connectionTimeout, Boolean enableUnityCatalog, Boolean sqlChecks) {
        private static final int STATEMENT_SECONDS = 300;
        private static final int CONNECT_SECONDS = 10;

        Duration statement() {
            return Duration.ofSeconds(timeout == null ? STATEMENT_SECONDS : timeout);
        }

        Duration connect() {
            return Duration.ofSeconds(connectionTimeout == null ? CONNECT_SECONDS : connectionTimeout);
        }

        boolean unityCatalog() {
            return !Boolean.FALSE.equals(enableUnityCatalog);
        }

        boolean asksSql() {
            return Boolean.TRUE.equals(sqlChecks);
        }
    }

    boolean hasWarehouse() {
        return compute.warehouseId() != null;
    }

    /** The catalog that is read: the old metastore is one of its own name. */
    String readCatalog() {
        return advanced.unityCatalog() ? catalog : HiveMetastore.CATALOG;
    }
}
