-- Indexes, one row per column; the columns of a columnstore count as its key, a heap is no index
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
       i.name AS index_name,
       ic.index_column_id AS position,
       c.name AS column_name,
       CASE WHEN i.type IN (5, 6) THEN CAST(0 AS bit) ELSE ic.is_included_column END AS is_included,
       i.is_unique,
       i.type_desc AS type,
       i.filter_definition AS filter
  FROM listed
  JOIN sys.indexes i ON i.object_id = listed.object_id
  JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
  JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
 WHERE i.type > 0
   AND i.is_hypothetical = 0
   AND (ic.key_ordinal > 0 OR ic.is_included_column = 1 OR i.type NOT IN (1, 2, 7))
 ORDER BY listed.schema_order,
          listed.table_order,
          i.name COLLATE Latin1_General_100_BIN2,
          ic.is_included_column,
          ic.key_ordinal,
          ic.index_column_id
