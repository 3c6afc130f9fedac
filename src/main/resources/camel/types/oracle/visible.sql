-- How much of the catalog there is to see, beyond what Oracle itself brings
SELECT CASE WHEN COUNT(*) = 0 THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN COUNT(*) = 0 THEN 'PERMISSION' END AS failure_kind,
       CASE WHEN COUNT(*) = 0
            THEN 'Signed in as ' || SYS_CONTEXT('USERENV', 'SESSION_USER') || ', but no table is visible.'
            ELSE 'Visible tables: ' || COUNT(*) || ', in schemas: ' || COUNT(DISTINCT t.owner) || '.'
       END AS message,
       'Grant SELECT on the tables to import. To see all of them without reading any, GRANT SELECT_CATALOG_ROLE to the login '
           || 'and choose the DBA views under Advanced.' AS fix
  FROM {advanced.catalog_views}_TABLES t
  JOIN all_users u ON u.username = t.owner
 WHERE u.oracle_maintained = 'N'
