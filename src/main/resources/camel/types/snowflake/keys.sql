-- Constraints, one row per column, from what snapshot.sql had shown; a key in a table that is not listed here is left to its own list
SELECT k.schema_name,
       k.table_name,
       k.constraint_name,
       k.kind,
       k.position,
       k.column_name,
       k.referenced_schema,
       k.referenced_table,
       k.referenced_column,
       k.on_delete,
       k.on_update,
       NULL AS expression
  FROM (SELECT "schema_name" AS schema_name,
               "table_name" AS table_name,
               "constraint_name" AS constraint_name,
               'primary' AS kind,
               "key_sequence" AS position,
               "column_name" AS column_name,
               NULL AS referenced_schema,
               NULL AS referenced_table,
               NULL AS referenced_column,
               NULL AS on_delete,
               NULL AS on_update
          FROM TABLE(RESULT_SCAN($serai_primary_keys))
         UNION ALL
        SELECT "schema_name",
               "table_name",
               "constraint_name",
               'unique',
               "key_sequence",
               "column_name",
               NULL,
               NULL,
               NULL,
               NULL,
               NULL
          FROM TABLE(RESULT_SCAN($serai_unique_keys))
         UNION ALL
        SELECT "fk_schema_name",
               "fk_table_name",
               "fk_name",
               'foreign',
               "key_sequence",
               "fk_column_name",
               "pk_schema_name",
               "pk_table_name",
               "pk_column_name",
               "delete_rule",
               "update_rule"
          FROM TABLE(RESULT_SCAN($serai_imported_keys))
         WHERE "fk_database_name" = CURRENT_DATABASE()) k
  JOIN information_schema.tables t ON t.table_schema = k.schema_name AND t.table_name = k.table_name
 WHERE (CAST(:#schemas AS VARCHAR) IS NULL
        OR ARRAY_CONTAINS(CAST(k.schema_name AS VARIANT), CAST(PARSE_JSON(CAST(:#schemas AS VARCHAR)) AS ARRAY)))
   AND (CAST(:#schema AS VARCHAR) IS NULL OR k.schema_name = CAST(:#schema AS VARCHAR))
   AND (CAST(:#table AS VARCHAR) IS NULL OR k.table_name = CAST(:#table AS VARCHAR))
 ORDER BY k.schema_name,
          k.table_name,
          k.constraint_name,
          k.position
