package benchmark;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import schemacrawler.inclusionrule.RegularExpressionInclusionRule;
import schemacrawler.schemacrawler.LimitOptionsBuilder;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptions;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSources;

/** How others read the same catalog. Neither keeps anything: their time is that of reading alone. */
final class Others {
    private Others() { }

    /** Table by table with {@code java.sql.DatabaseMetaData}: columns, primary key, foreign keys, indexes. */
    static int tableByTable(Connection connection, BigCatalog catalog) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        boolean areSchemas = catalog.product().equals("PostgreSQL");
        int tables = 0;
        for (int s = 0; s < catalog.schemas(); s++) {
            String name = BigCatalog.schema(s);
            for (String table : tables(metadata, areSchemas ? null : name, areSchemas ? name : null)) {
                describe(metadata, areSchemas ? null : name, areSchemas ? name : null, table);
                tables++;
            }
        }
        return tables;
    }

    private static List<String> tables(DatabaseMetaData metadata, String catalog, String schema) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(catalog, schema, "%", new String[] {"TABLE"})) {
            while (rows.next()) names.add(rows.getString("TABLE_NAME"));
        }
        return names;
    }

    private static void describe(DatabaseMetaData metadata, String catalog, String schema, String table) throws SQLException {
        // an underscore in a pattern is any character
        drain(metadata.getColumns(catalog, schema == null ? null : schema.replace("_", "\\_"), table.replace("_", "\\_"), "%"));
        drain(metadata.getPrimaryKeys(catalog, schema, table));
        drain(metadata.getImportedKeys(catalog, schema, table));
        drain(metadata.getIndexInfo(catalog, schema, table, false, true));
    }

    private static void drain(ResultSet rows) throws SQLException {
        try (rows) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) for (int i = 1; i <= columns; i++) rows.getObject(i);
        }
    }

    /** SchemaCrawler at its standard level, which leaves out constraints. */
    static int crawled(Connection connection) {
        SchemaCrawlerOptions options = SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
                .withLimitOptions(LimitOptionsBuilder.builder().includeSchemas(new RegularExpressionInclusionRule(".*area_.*")).toOptions())
                .withLoadOptions(LoadOptionsBuilder.builder().withSchemaInfoLevel(SchemaInfoLevelBuilder.standard()).toOptions());
        return SchemaCrawlerUtility.getCatalog(DatabaseConnectionSources.fromConnection(connection), options).getTables().size();
    }
}
