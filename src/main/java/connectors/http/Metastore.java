package connectors.http;

import catalog.Schema;
import catalog.Table;
import catalog.TableKind;
import catalog.TableName;
import catalog.TableSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the definitions of tables are read from. */
public interface Metastore {

    /**
     * What reading a table gave.
     *
     * @param table null when it is as the known token says
     * @param token another one as soon as reading could give something else; null for none
     */
    record Read(Table table, String token) { }

    /** Reads one table's definition. */
    @FunctionalInterface
    interface Reading {
        /**
         * @param known the token that the import before was given; null for none
         * @return empty when it is not there, or not any more
         */
        Optional<Read> table(String known) throws IOException;
    }

    /**
     * A table as the listing knows it: small, because all of a schema's are held while it is read.
     *
     * @param comment null where the listing has none
     * @param version another one when the definition changed; null where the listing does not say
     * @param reading of its definition
     */
    record Entry(TableName name, TableKind kind, String comment, String version, Reading reading) {
        public TableSummary summary() {
            return new TableSummary(name.schema(), name.name(), kind, comment, null);
        }
    }

    /** By name. */
    List<Schema> schemas() throws IOException;

    /** Of one schema, by name. */
    List<Entry> tables(String schema) throws IOException;

    /** @return empty when it is not there, or not any more */
    Optional<Table> table(TableName name) throws IOException;
}
