-- How much of the catalog there is to see; the server hides what a login has no permission on, and says nothing of it
SELECT CASE WHEN seen.tables = 0 OR hidden.schemas > 0 THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN seen.tables = 0 OR hidden.schemas > 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN seen.tables = 0 AND hidden.schemas = 0
            THEN N'Signed in as ' + USER_NAME() + N', but the database holds no table: it is empty, or it is the wrong one.'
            ELSE N'Visible tables and views: ' + CAST(seen.tables AS nvarchar(20)) + N', in schemas: '
                 + CAST(seen.schemas AS nvarchar(20)) + N'.'
                 + CASE WHEN hidden.schemas = 1 THEN N' In 1 schema tables may be hidden: the login lacks VIEW DEFINITION.'
                        WHEN hidden.schemas > 1 THEN N' In ' + CAST(hidden.schemas AS nvarchar(20))
                             + N' schemas tables may be hidden: the login lacks VIEW DEFINITION.'
                        ELSE N'' END
       END AS message,
       CASE WHEN hidden.schemas > 0 THEN N'GRANT VIEW DEFINITION TO ' + QUOTENAME(USER_NAME())
            + N'; in this database, or on the schemas to import.'
            ELSE N'Check the name of the database.'
       END AS fix
  FROM (
       SELECT COUNT(*) AS tables,
              COUNT(DISTINCT o.schema_id) AS schemas
         FROM sys.objects o
        WHERE o.type IN ('U', 'V')
          AND o.is_ms_shipped = 0
       ) seen
 CROSS JOIN (
       SELECT COUNT(*) AS schemas
         FROM sys.schemas s
        WHERE s.schema_id < 16384
          AND s.name NOT IN (N'sys', N'INFORMATION_SCHEMA', N'guest')
          AND COALESCE(HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'VIEW DEFINITION'), 0) = 0
       ) hidden
