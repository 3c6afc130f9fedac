-- Tables of which the login sees only some columns, because its privileges are on columns
SELECT CASE WHEN COUNT(*) = 0 THEN 'passed' ELSE 'warned' END AS status,
       CASE WHEN COUNT(*) > 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN COUNT(*) = 0 THEN 'Every visible table shows all of its columns.'
            ELSE CONCAT('Tables that show only some of their columns: ', COUNT(*), '.')
       END AS message
  FROM (SELECT DISTINCT CAST(c.table_schema AS BINARY) AS table_schema,
               CAST(c.table_name AS BINARY) AS table_name
          FROM information_schema.COLUMN_PRIVILEGES c) c
 WHERE NOT EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES u WHERE u.privilege_type <> 'USAGE')
   AND NOT EXISTS (SELECT 1
                     FROM information_schema.SCHEMA_PRIVILEGES s
                    WHERE c.table_schema LIKE CAST(s.table_schema AS BINARY))
   AND NOT EXISTS (SELECT 1
                     FROM information_schema.TABLE_PRIVILEGES t
                    WHERE CAST(t.table_schema AS BINARY) = c.table_schema
                      AND CAST(t.table_name AS BINARY) = c.table_name)
   AND (DATABASE() IS NULL OR c.table_schema = CAST(DATABASE() AS BINARY))
