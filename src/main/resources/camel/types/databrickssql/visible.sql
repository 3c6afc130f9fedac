-- How much of the catalog there is to see
SELECT CASE WHEN count(*) = 0 THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN count(*) = 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN count(*) = 0
            THEN concat('Signed in as ', current_user(), ', but no table of the catalog is visible.')
            ELSE concat('Visible tables and views: ', count(*), ', in schemas: ', count(DISTINCT t.table_schema), '.')
       END AS message,
       'GRANT USE CATALOG ON CATALOG …, USE SCHEMA ON SCHEMA … and SELECT or BROWSE to the principal.' AS fix
  FROM information_schema.tables t
 WHERE t.table_schema <> 'information_schema'
