-- Tables and views; partitions are counted at their parent
SELECT n.nspname AS schema_name,
       c.relname AS table_name,
       CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind,
       obj_description(c.oid, 'pg_class') AS comment,
       CASE WHEN c.relkind = 'v' THEN NULL
            WHEN c.relkind = 'p' THEN parts.row_estimate
            WHEN c.reltuples < 0 THEN NULL
            WHEN c.relpages = 0 AND c.reltuples = 0 AND current_setting('server_version_num')::int < 140000 THEN NULL
            ELSE c.reltuples::bigint
       END AS row_estimate,
       CASE c.relkind WHEN 'm' THEN 'materialized_view'
                      WHEN 'f' THEN 'foreign_table'
                      WHEN 'p' THEN 'partitioned_table'
       END AS subtype,
       parts.partitions,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       CASE WHEN NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
            THEN false
       END AS can_select
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
       SELECT count(*) AS partitions,
              CASE WHEN min(leaf.reltuples) >= 0 THEN sum(leaf.reltuples)::bigint END AS row_estimate
         FROM pg_partition_tree(CASE WHEN c.relkind = 'p' THEN c.oid END) part
         JOIN pg_class leaf ON leaf.oid = part.relid
        WHERE part.isleaf
          AND part.relid <> c.oid
       ) parts ON c.relkind = 'p'
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp\_%'
   AND (CAST(:#schemas AS text) IS NULL
        OR n.nspname IN (SELECT json_array_elements_text(CAST(:#schemas AS json))))
   AND (CAST(:#schema AS text) IS NULL OR n.nspname = CAST(:#schema AS text))
   AND (CAST(:#table AS text) IS NULL OR c.relname = CAST(:#table AS text))
 ORDER BY n.nspname COLLATE "C",
          c.relname COLLATE "C"
