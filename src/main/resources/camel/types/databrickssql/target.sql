-- Which catalog is open; only those of Unity Catalog have an information schema
SELECT CASE WHEN current_catalog() = 'hive_metastore' THEN 'failed' ELSE 'passed' END AS status,
       CASE WHEN current_catalog() = 'hive_metastore' THEN 'UNSUPPORTED' END AS failure_kind,
       CASE WHEN current_catalog() = 'hive_metastore'
            THEN 'The catalog hive_metastore has no information schema, so its tables cannot be read.'
            ELSE concat('The catalog ', current_catalog(), ' is open.')
       END AS message,
       'Choose a catalog of Unity Catalog.' AS fix
