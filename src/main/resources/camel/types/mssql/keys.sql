-- Constraints, one row per column; a table that a foreign key points at may be hidden from the login
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
),
found AS (
    SELECT k.parent_object_id,
           k.name AS constraint_name,
           CASE WHEN k.type = 'PK' THEN 'primary' ELSE 'unique' END AS kind,
           CAST(ic.key_ordinal AS int) AS position,
           c.name AS column_name,
           CAST(NULL AS nvarchar(128)) AS referenced_schema,
           CAST(NULL AS nvarchar(128)) AS referenced_table,
           CAST(NULL AS nvarchar(128)) AS referenced_column,
           CAST(NULL AS nvarchar(60)) AS on_delete,
           CAST(NULL AS nvarchar(60)) AS on_update,
           CAST(NULL AS nvarchar(max)) AS expression
      FROM sys.key_constraints k
      JOIN sys.index_columns ic
           ON ic.object_id = k.parent_object_id
           AND ic.index_id = k.unique_index_id
           AND ic.key_ordinal > 0
      JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
    UNION ALL
    SELECT fk.parent_object_id,
           fk.name,
           'foreign',
           fkc.constraint_column_id,
           c.name,
           COALESCE(rs.name, N'(not visible)'),
           COALESCE(rt.name, N'(not visible)'),
           COALESCE(rc.name, N'(not visible)'),
           REPLACE(fk.delete_referential_action_desc, N'_', N' '),
           REPLACE(fk.update_referential_action_desc, N'_', N' '),
           CAST(NULL AS nvarchar(max))
      FROM sys.foreign_keys fk
      JOIN sys.foreign_key_columns fkc ON fkc.constraint_object_id = fk.object_id
      JOIN sys.columns c ON c.object_id = fkc.parent_object_id AND c.column_id = fkc.parent_column_id
      LEFT JOIN sys.tables rt ON rt.object_id = fk.referenced_object_id
      LEFT JOIN sys.schemas rs ON rs.schema_id = rt.schema_id
      LEFT JOIN sys.columns rc ON rc.object_id = fkc.referenced_object_id AND rc.column_id = fkc.referenced_column_id
    UNION ALL
    SELECT cc.parent_object_id,
           cc.name,
           'check',
           CAST(NULL AS int),
           CAST(NULL AS nvarchar(128)),
           CAST(NULL AS nvarchar(128)),
           CAST(NULL AS nvarchar(128)),
           CAST(NULL AS nvarchar(128)),
           CAST(NULL AS nvarchar(60)),
           CAST(NULL AS nvarchar(60)),
           cc.definition
      FROM sys.check_constraints cc
)
SELECT listed.schema_name,
       listed.table_name,
       found.constraint_name,
       found.kind,
       found.position,
       found.column_name,
       found.referenced_schema,
       found.referenced_table,
       found.referenced_column,
       found.on_delete,
       found.on_update,
       found.expression
  FROM listed
  JOIN found ON found.parent_object_id = listed.object_id
 ORDER BY listed.schema_order,
          listed.table_order,
          found.constraint_name COLLATE Latin1_General_100_BIN2,
          found.position
