-- What the database offers beyond the catalog
SELECT N'Compatibility level ' + CAST(d.compatibility_level AS nvarchar(10)) + N', collation ' + COALESCE(d.collation_name, N'unknown')
           + CASE WHEN ct.database_id IS NULL THEN N'; change tracking is off' ELSE N'; change tracking is on' END
           + CASE WHEN d.is_read_committed_snapshot_on = 1 THEN N'; readers do not wait for writers.' ELSE N'; readers wait for writers.' END AS message
  FROM sys.databases d
  LEFT JOIN sys.change_tracking_databases ct ON ct.database_id = d.database_id
 WHERE d.database_id = DB_ID()
