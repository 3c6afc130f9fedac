-- The schemas, with how many tables and views each holds
SELECT n.nspname AS schema_name,
       obj_description(n.oid, 'pg_namespace') AS comment,
       (SELECT count(*)
          FROM pg_class c
         WHERE c.relnamespace = n.oid
           AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND NOT c.relispartition) AS table_count
  FROM pg_namespace n
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp\_%'
 ORDER BY n.nspname COLLATE "C"
