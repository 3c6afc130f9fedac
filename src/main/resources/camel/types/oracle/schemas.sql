-- The schemas, with how many tables and views each holds; Oracle's own are left out
SELECT u.username AS schema_name,
       NULL AS "COMMENT",
       (SELECT COUNT(*)
          FROM {advanced.catalog_views}_OBJECTS o
         WHERE o.owner = u.username
           AND o.object_type IN ('TABLE', 'VIEW')
           AND o.secondary = 'N'
           AND o.object_name NOT LIKE 'BIN$%') AS table_count
  FROM all_users u
 WHERE u.oracle_maintained = 'N'
   AND EXISTS (SELECT 1
                 FROM {advanced.catalog_views}_OBJECTS x
                WHERE x.owner = u.username
                  AND x.object_type IN ('TABLE', 'VIEW'))
 ORDER BY u.username
