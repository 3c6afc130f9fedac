-- How much of the catalog there is to see; a schema without USAGE shows its names all the same
SELECT CASE WHEN count(*) = 0 THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN count(*) = 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN count(*) = 0
            THEN 'Signed in as ' || current_user || ', but no table is visible: the database is empty, or it is the wrong one.'
            ELSE 'Visible tables and views: ' || count(*) || ', in schemas: ' || count(DISTINCT c.relnamespace) || '.'
       END AS message,
       'Check the name of the database. To see its tables, the login needs CONNECT on it and USAGE on their schemas.' AS fix
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp\_%'
