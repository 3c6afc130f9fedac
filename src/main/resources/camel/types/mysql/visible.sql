-- How much of the catalog there is to see; a login sees only what it has some privilege on
SELECT CASE WHEN COUNT(*) = 0 THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN COUNT(*) = 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN COUNT(*) = 0
            THEN CONCAT('Signed in as ', CURRENT_USER(), ', but no table is visible: there is none, or the login has no privilege on any.')
            ELSE CONCAT('Visible tables and views: ', COUNT(*), ', in databases: ', COUNT(DISTINCT CAST(t.table_schema AS BINARY)), '.')
       END AS message,
       'Check the name of the database. The login sees a table once it has a privilege on it: GRANT SHOW VIEW, REFERENCES ON the database to it.'
           AS fix
  FROM information_schema.TABLES t
 WHERE t.table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
   AND CAST(t.table_schema AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND (DATABASE() IS NULL OR CAST(t.table_schema AS BINARY) = CAST(DATABASE() AS BINARY))
