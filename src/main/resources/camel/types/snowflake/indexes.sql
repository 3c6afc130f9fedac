-- Snowflake's tables have no indexes, and those of hybrid tables are not in the information schema: an answer without rows
SELECT t.table_schema AS schema_name,
       t.table_name,
       NULL AS index_name,
       NULL AS position,
       NULL AS column_name,
       NULL AS is_included,
       NULL AS is_unique,
       NULL AS type,
       NULL AS filter
  FROM (SELECT 'none' AS table_schema, 'none' AS table_name) t
 WHERE 1 = 0
 ORDER BY t.table_schema,
          t.table_name
