-- Tables and views; asked.schemas is the text of a JSON array, which is only searched for names (a superset does no harm)
WITH asked AS (
    SELECT CAST(:#schemas AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS schemas,
           CAST(:#schema AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS one_schema,
           CAST(:#table AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS one_table
),
listed AS (
    SELECT o.object_id,
           o.type,
           s.name AS schema_name,
           o.name AS table_name,
           s.name COLLATE Latin1_General_100_BIN2 + NCHAR(0) AS schema_order,
           o.name COLLATE Latin1_General_100_BIN2 + NCHAR(0) AS table_order
      FROM sys.objects o
      JOIN sys.schemas s ON s.schema_id = o.schema_id
     CROSS JOIN asked
     WHERE o.type IN ('U', 'V')
       AND o.is_ms_shipped = 0
       AND s.name NOT IN (N'sys', N'INFORMATION_SCHEMA')
       AND (asked.schemas IS NULL
            OR CHARINDEX(REPLACE(REPLACE(s.name COLLATE Latin1_General_100_BIN2, N'\', N'\\'), N'"', N'\"'), asked.schemas) > 0
            OR s.name COLLATE Latin1_General_100_BIN2 LIKE N'%[' + NCHAR(1) + N'-' + NCHAR(31) + N']%')
       AND (asked.one_schema IS NULL OR s.name COLLATE Latin1_General_100_BIN2 = asked.one_schema)
       AND (asked.one_table IS NULL OR o.name COLLATE Latin1_General_100_BIN2 = asked.one_table)
)
SELECT listed.schema_name,
       listed.table_name,
       CASE WHEN listed.type = 'V' THEN 'view' ELSE 'table' END AS kind,
       TRY_CAST(described.value AS nvarchar(4000)) AS comment,
       parts.row_estimate,
       CASE WHEN t.is_external = 1 THEN 'external_table'
            WHEN t.temporal_type = 1 THEN 'history_table'
            WHEN t.temporal_type = 2 THEN 'system_versioned_table'
            WHEN listed.type = 'V' AND parts.object_id IS NOT NULL THEN 'indexed_view'
       END AS subtype,
       SCHEMA_NAME(history.schema_id) COLLATE Latin1_General_100_BIN2 + N'.' + history.name AS history_table,
       CASE WHEN t.is_memory_optimized = 1 THEN t.is_memory_optimized END AS memory_optimized,
       CASE WHEN parts.partitions > 1 THEN parts.partitions END AS partitions,
       partitioned.column_name AS partition_key,
       t.is_tracked_by_cdc AS cdc_tracked,
       CASE WHEN tracked.object_id IS NOT NULL THEN CAST(1 AS bit) END AS change_tracked
  FROM listed
  LEFT JOIN sys.tables t ON t.object_id = listed.object_id
  LEFT JOIN sys.tables history ON history.object_id = t.history_table_id
  LEFT JOIN sys.change_tracking_tables tracked ON tracked.object_id = listed.object_id
  LEFT JOIN sys.extended_properties described
       ON described.class = 1
       AND described.major_id = listed.object_id
       AND described.minor_id = 0
       AND described.name = N'MS_Description'
  LEFT JOIN (
       SELECT p.object_id,
              SUM(p.rows) AS row_estimate,
              COUNT(*) AS partitions
         FROM sys.partitions p
        WHERE p.index_id IN (0, 1)
        GROUP BY p.object_id
       ) parts ON parts.object_id = listed.object_id
  LEFT JOIN (
       SELECT ic.object_id,
              c.name AS column_name
         FROM sys.index_columns ic
         JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
        WHERE ic.index_id IN (0, 1)
          AND ic.partition_ordinal = 1
       ) partitioned ON partitioned.object_id = listed.object_id
 ORDER BY listed.schema_order,
          listed.table_order
