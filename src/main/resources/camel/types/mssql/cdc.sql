-- Whether change data capture is on, and on for each table that the connection names: one name a line
WITH names AS (
    SELECT CAST(NULL AS nvarchar(max)) AS name,
           CAST(:#tracking_tables AS nvarchar(max)) + NCHAR(10) AS rest
    UNION ALL
    SELECT LEFT(rest, CHARINDEX(NCHAR(10), rest) - 1),
           STUFF(rest, 1, CHARINDEX(NCHAR(10), rest), N'')
      FROM names
     WHERE CHARINDEX(NCHAR(10), rest) > 0
),
named AS (
    SELECT names.name,
           t.object_id,
           t.is_tracked_by_cdc
      FROM names
      LEFT JOIN sys.tables t ON t.object_id = CASE WHEN PARSENAME(names.name, 3) IS NULL THEN OBJECT_ID(names.name, N'U') END
     WHERE names.name IS NOT NULL
),
answers AS (
    SELECT 0 AS place,
           CASE WHEN d.is_cdc_enabled = 0 AND CAST(:#cdc_enabled AS nvarchar(10)) = N'true' THEN 'warned' ELSE 'passed' END AS status,
           CASE WHEN d.is_cdc_enabled = 0 THEN CAST(N'Change data capture is off in this database.' AS nvarchar(max))
                ELSE N'Change data capture is on; tracked tables: '
                     + CAST((SELECT COUNT(*) FROM sys.tables t WHERE t.is_tracked_by_cdc = 1) AS nvarchar(20)) + N'.'
           END AS message
      FROM sys.databases d
     WHERE d.database_id = DB_ID()
    UNION ALL
    SELECT 1,
           'warned',
           N'The table ' + named.name
               + CASE WHEN named.object_id IS NULL THEN N' does not exist, or the login may not see it.'
                      ELSE N' is not tracked by change data capture.' END
      FROM named
     WHERE named.object_id IS NULL
        OR named.is_tracked_by_cdc = 0
)
SELECT answers.status,
       CASE WHEN answers.status = 'warned' THEN 'CONFIG' END AS failure_kind,
       answers.message,
       N'Have change data capture switched on (sys.sp_cdc_enable_db, sys.sp_cdc_enable_table), or change the list of tracked tables.' AS fix
  FROM answers
 ORDER BY answers.place,
          answers.message COLLATE Latin1_General_100_BIN2
OPTION (MAXRECURSION 1000)
