-- Tables and views of the database
SELECT t.table_schema AS schema_name,
       t.table_name,
       CASE WHEN t.table_type LIKE '%VIEW' THEN 'view' ELSE 'table' END AS kind,
       t.comment,
       t.row_count AS row_estimate,
       CASE WHEN t.table_type = 'MATERIALIZED VIEW' THEN 'materialized_view'
            WHEN t.table_type = 'EXTERNAL TABLE' THEN 'external_table'
            WHEN t.table_type = 'EVENT TABLE' THEN 'event_table'
            WHEN t.table_type LIKE '%TEMPORARY%' THEN 'temporary_table'
            WHEN t.table_type NOT IN ('BASE TABLE', 'VIEW') THEN LOWER(REPLACE(t.table_type, ' ', '_'))
            WHEN t.is_transient = 'YES' THEN 'transient_table'
       END AS subtype,
       t.clustering_key,
       t.bytes AS size_bytes
  FROM information_schema.tables t
 WHERE t.table_schema <> 'INFORMATION_SCHEMA'
   AND (CAST(:#schemas AS VARCHAR) IS NULL
        OR ARRAY_CONTAINS(CAST(t.table_schema AS VARIANT), CAST(PARSE_JSON(CAST(:#schemas AS VARCHAR)) AS ARRAY)))
   AND (CAST(:#schema AS VARCHAR) IS NULL OR t.table_schema = CAST(:#schema AS VARCHAR))
   AND (CAST(:#table AS VARCHAR) IS NULL OR t.table_name = CAST(:#table AS VARCHAR))
 ORDER BY t.table_schema,
          t.table_name
