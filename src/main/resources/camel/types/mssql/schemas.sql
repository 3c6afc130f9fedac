-- The schemas, with how many tables and views the login sees in each; unknown where it may be that it sees none of them
SELECT s.name AS schema_name,
       TRY_CAST(ep.value AS nvarchar(4000)) AS comment,
       CASE WHEN counted.tables > 0 OR HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'VIEW DEFINITION') = 1
            THEN COALESCE(counted.tables, 0)
       END AS table_count
  FROM sys.schemas s
  LEFT JOIN (
       SELECT o.schema_id,
              COUNT(*) AS tables
         FROM sys.objects o
        WHERE o.type IN ('U', 'V')
          AND o.is_ms_shipped = 0
        GROUP BY o.schema_id
       ) counted ON counted.schema_id = s.schema_id
  LEFT JOIN sys.extended_properties ep
       ON ep.class = 3
       AND ep.major_id = s.schema_id
       AND ep.minor_id = 0
       AND ep.name = N'MS_Description'
 WHERE s.name NOT IN (N'sys', N'INFORMATION_SCHEMA')
   AND (counted.tables > 0 OR (s.schema_id < 16384 AND s.name <> N'guest'))
 ORDER BY s.name COLLATE Latin1_General_100_BIN2 + NCHAR(0)
