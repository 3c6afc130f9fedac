-- Constraints, one row per column; NOT NULL is the column's own affair
SELECT n.nspname AS schema_name,
       c.relname AS table_name,
       con.conname AS constraint_name,
       CASE con.contype WHEN 'p' THEN 'primary'
                        WHEN 'u' THEN 'unique'
                        WHEN 'f' THEN 'foreign'
                        WHEN 'c' THEN 'check'
                        WHEN 'x' THEN 'exclusion'
       END AS kind,
       k.position,
       (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = con.conrelid AND a.attnum = k.number) AS column_name,
       fn.nspname AS referenced_schema,
       fc.relname AS referenced_table,
       (SELECT a.attname
          FROM pg_attribute a
         WHERE a.attrelid = con.confrelid
           AND a.attnum = k.referenced_number) AS referenced_column,
       CASE con.confdeltype WHEN 'a' THEN 'NO ACTION'
                            WHEN 'r' THEN 'RESTRICT'
                            WHEN 'c' THEN 'CASCADE'
                            WHEN 'n' THEN 'SET NULL'
                            WHEN 'd' THEN 'SET DEFAULT'
       END AS on_delete,
       CASE con.confupdtype WHEN 'a' THEN 'NO ACTION'
                            WHEN 'r' THEN 'RESTRICT'
                            WHEN 'c' THEN 'CASCADE'
                            WHEN 'n' THEN 'SET NULL'
                            WHEN 'd' THEN 'SET DEFAULT'
       END AS on_update,
       CASE con.contype WHEN 'c' THEN pg_get_expr(con.conbin, con.conrelid)
                        WHEN 'x' THEN pg_get_constraintdef(con.oid)
       END AS expression
  FROM pg_constraint con
  JOIN pg_class c ON c.oid = con.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class fc ON fc.oid = con.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
  LEFT JOIN LATERAL unnest(con.conkey, con.confkey) WITH ORDINALITY AS k (number, referenced_number, position)
       ON con.contype IN ('p', 'u', 'f')
 WHERE con.contype IN ('p', 'u', 'f', 'c', 'x')
   AND (con.contype <> 'f' OR con.conparentid = 0)
   AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
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
          con.conname COLLATE "C",
          k.position
