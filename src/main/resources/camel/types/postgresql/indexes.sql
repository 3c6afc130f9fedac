-- Indexes, one row per column or expression
SELECT n.nspname AS schema_name,
       c.relname AS table_name,
       i.relname AS index_name,
       k.position,
       coalesce((SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = k.number AND k.number <> 0),
                pg_get_indexdef(x.indexrelid, k.position::int, true)) AS column_name,
       k.position > x.indnkeyatts AS is_included,
       x.indisunique AS is_unique,
       am.amname AS type,
       pg_get_expr(x.indpred, x.indrelid) AS filter
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_am am ON am.oid = i.relam
 CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k (number, position)
 WHERE c.relkind IN ('r', 'p', 'm')
   AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp\_%'
   AND (CAST(:#schemas AS text) IS NULL
        OR n.nspname IN (SELECT json_array_elements_text(CAST(:#schemas AS json))))
   AND (CAST(:#schema AS text) IS NULL OR n.nspname = CAST(:#schema AS text))
   AND (CAST(:#table AS text) IS NULL OR c.relname = CAST(:#table AS text))
 ORDER BY n.nspname COLLATE "C",
          c.relname COLLATE "C",
          i.relname COLLATE "C",
          k.position
