-- Databricks has no indexes: an answer without rows
SELECT CAST(NULL AS STRING) AS schema_name,
       CAST(NULL AS STRING) AS table_name,
       CAST(NULL AS STRING) AS index_name,
       CAST(NULL AS INT) AS position,
       CAST(NULL AS STRING) AS column_name,
       false AS is_included,
       false AS is_unique,
       CAST(NULL AS STRING) AS type,
       CAST(NULL AS STRING) AS filter
  FROM (SELECT 1 AS nothing) n
 WHERE 1 = 0
 ORDER BY schema_name,
          table_name
