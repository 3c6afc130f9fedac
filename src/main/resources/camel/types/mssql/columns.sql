-- Columns in their tables' order; an alias type counts as the type under it, and keeps its own name. Texts that are put together
-- name their collation, because those of the database and of the catalog may differ
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
described AS (
    SELECT listed.schema_order,
           listed.table_order,
           listed.schema_name,
           listed.table_name,
           c.object_id,
           c.column_id,
           c.name AS column_name,
           c.max_length,
           c.precision,
           c.scale,
           c.is_nullable,
           c.is_identity,
           c.default_object_id,
           c.generated_always_type,
           c.generated_always_type_desc,
           CASE WHEN c.collation_name COLLATE Latin1_General_100_BIN2 <> CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128))
                THEN N' COLLATE ' + c.collation_name COLLATE Latin1_General_100_BIN2
                ELSE N''
           END AS collation_clause,
           CASE WHEN own.is_user_defined = 1 THEN SCHEMA_NAME(own.schema_id) COLLATE Latin1_General_100_BIN2 + N'.' + own.name END AS alias,
           COALESCE(base.name, own.name, N'unknown') COLLATE Latin1_General_100_BIN2 AS type_name
      FROM listed
      JOIN sys.columns c ON c.object_id = listed.object_id
      LEFT JOIN sys.types own ON own.user_type_id = c.user_type_id
      LEFT JOIN sys.types base ON base.user_type_id = c.system_type_id
),
spelled AS (
    SELECT described.*,
           CASE WHEN type_name IN (N'nchar', N'nvarchar') AND max_length > 0 THEN max_length / 2
                WHEN type_name IN (N'char', N'varchar', N'binary', N'varbinary') AND max_length > 0 THEN max_length
           END AS length,
           CASE WHEN type_name IN (N'nchar', N'nvarchar') AND max_length > 0
                THEN N'(' + CAST(max_length / 2 AS nvarchar(10)) + N')'
                WHEN type_name IN (N'nvarchar', N'varchar', N'varbinary') AND max_length = -1 THEN N'(max)'
                WHEN type_name IN (N'char', N'varchar', N'binary', N'varbinary') THEN N'(' + CAST(max_length AS nvarchar(10)) + N')'
                WHEN type_name IN (N'decimal', N'numeric')
                THEN N'(' + CAST(precision AS nvarchar(10)) + N',' + CAST(scale AS nvarchar(10)) + N')'
                WHEN type_name IN (N'datetime2', N'datetimeoffset', N'time') THEN N'(' + CAST(scale AS nvarchar(10)) + N')'
                ELSE N''
           END AS size
      FROM described
)
SELECT spelled.schema_name,
       spelled.table_name,
       spelled.column_name,
       spelled.column_id AS position,
       COALESCE(spelled.alias + N' (' + spelled.type_name + spelled.size + N')', spelled.type_name + spelled.size)
           + spelled.collation_clause AS native_type,
       CASE WHEN spelled.type_name IN (N'nvarchar', N'varchar') AND spelled.max_length = -1 THEN N'text'
            ELSE spelled.type_name
       END AS type_name,
       spelled.length,
       CASE WHEN spelled.type_name IN (N'tinyint', N'smallint', N'int', N'bigint', N'decimal', N'numeric', N'money', N'smallmoney')
            THEN CAST(spelled.precision AS int)
            WHEN spelled.type_name IN (N'datetime2', N'datetimeoffset', N'time') THEN CAST(spelled.scale AS int)
       END AS numeric_precision,
       CASE WHEN spelled.type_name IN (N'tinyint', N'smallint', N'int', N'bigint', N'decimal', N'numeric', N'money', N'smallmoney')
            THEN CAST(spelled.scale AS int)
       END AS numeric_scale,
       spelled.is_nullable AS nullable,
       CASE WHEN d.object_id IS NOT NULL THEN d.definition COLLATE Latin1_General_100_BIN2
            WHEN spelled.default_object_id <> 0 THEN OBJECT_DEFINITION(spelled.default_object_id) COLLATE Latin1_General_100_BIN2
       END AS default_value,
       spelled.is_identity,
       CASE WHEN computed.object_id IS NOT NULL THEN COALESCE(computed.definition, N'(not visible)') COLLATE Latin1_General_100_BIN2
            WHEN spelled.generated_always_type <> 0
            THEN N'GENERATED ALWAYS ' + REPLACE(spelled.generated_always_type_desc COLLATE Latin1_General_100_BIN2, N'_', N' ')
       END AS generated,
       TRY_CAST(ep.value AS nvarchar(4000)) AS comment
  FROM spelled
  LEFT JOIN sys.default_constraints d ON d.object_id = spelled.default_object_id
  LEFT JOIN sys.computed_columns computed ON computed.object_id = spelled.object_id AND computed.column_id = spelled.column_id
  LEFT JOIN sys.extended_properties ep
       ON ep.class = 1
       AND ep.major_id = spelled.object_id
       AND ep.minor_id = spelled.column_id
       AND ep.name = N'MS_Description'
 ORDER BY spelled.schema_order,
          spelled.table_order,
          spelled.column_id
