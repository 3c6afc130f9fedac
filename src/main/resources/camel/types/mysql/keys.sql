-- Constraints, one row per column; keys are read from their indexes, which need no join. What is put together is put into one
-- character set first, because the views differ in theirs
SELECT k.schema_name,
       k.table_name,
       k.constraint_name,
       k.kind,
       k.position,
       k.column_name,
       k.referenced_schema,
       k.referenced_table,
       k.referenced_column,
       k.on_delete,
       k.on_update,
       k.expression
  FROM (SELECT CONVERT(x.table_schema USING utf8mb4) AS schema_name,
               CONVERT(x.table_name USING utf8mb4) AS table_name,
               CONVERT(x.index_name USING utf8mb4) AS constraint_name,
               CASE WHEN x.index_name = 'PRIMARY' THEN 'primary' ELSE 'unique' END AS kind,
               x.seq_in_index AS position,
               CONVERT(CASE /*!80013 WHEN x.expression IS NOT NULL THEN x.expression */
                            WHEN x.sub_part IS NOT NULL THEN CONCAT(x.column_name, '(', x.sub_part, ')')
                            ELSE x.column_name
                       END USING utf8mb4) AS column_name,
               NULL AS referenced_schema,
               NULL AS referenced_table,
               NULL AS referenced_column,
               NULL AS on_delete,
               NULL AS on_update,
               NULL AS expression
          FROM information_schema.STATISTICS x
         WHERE x.non_unique = 0
           AND (:#schema IS NULL OR x.table_schema = :#schema)
           AND (:#table IS NULL OR x.table_name = :#table)
         UNION ALL
        SELECT CONVERT(u.table_schema USING utf8mb4),
               CONVERT(u.table_name USING utf8mb4),
               CONVERT(u.constraint_name USING utf8mb4),
               'foreign',
               u.ordinal_position,
               CONVERT(u.column_name USING utf8mb4),
               u.referenced_table_schema,
               u.referenced_table_name,
               u.referenced_column_name,
               r.delete_rule,
               r.update_rule,
               NULL
          FROM information_schema.KEY_COLUMN_USAGE u
          LEFT JOIN (SELECT DISTINCT CAST(f.constraint_schema AS BINARY) AS constraint_schema,
                            CAST(f.table_name AS BINARY) AS table_name,
                            CAST(f.constraint_name AS BINARY) AS constraint_name,
                            f.delete_rule,
                            f.update_rule
                       FROM information_schema.REFERENTIAL_CONSTRAINTS f
                      WHERE (:#schema IS NULL OR f.constraint_schema = :#schema)
                        AND (:#table IS NULL OR f.table_name = :#table)) r
                 ON r.constraint_schema = CAST(u.constraint_schema AS BINARY)
                AND r.table_name = CAST(u.table_name AS BINARY)
                AND r.constraint_name = CAST(u.constraint_name AS BINARY)
         WHERE u.referenced_table_name IS NOT NULL
           AND (:#schema IS NULL OR u.table_schema = :#schema)
           AND (:#table IS NULL OR u.table_name = :#table)
         UNION ALL
        SELECT CONVERT(c.constraint_schema USING utf8mb4),
               CONVERT(/*!80016 t.table_name */ /*M!100600 c.table_name */ USING utf8mb4),
               CONVERT(c.constraint_name USING utf8mb4),
               'check',
               1,
               NULL,
               NULL,
               NULL,
               NULL,
               NULL,
               NULL,
               /*!80016 CASE WHEN t.enforced = 'NO' THEN CONCAT(c.check_clause, ' NOT ENFORCED') ELSE c.check_clause END */
               /*M!100600 c.check_clause */
          FROM information_schema.CHECK_CONSTRAINTS c
          /*!80016
          JOIN information_schema.TABLE_CONSTRAINTS t
            ON CAST(t.constraint_schema AS BINARY) = CAST(c.constraint_schema AS BINARY)
           AND CAST(t.constraint_name AS BINARY) = CAST(c.constraint_name AS BINARY)
           AND t.constraint_type = 'CHECK'
          */
         WHERE (:#schema IS NULL OR c.constraint_schema = :#schema)
           AND (:#table IS NULL OR /*!80016 t.table_name */ /*M!100600 c.table_name */ = :#table)) k
 WHERE CAST(k.schema_name AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND (DATABASE() IS NULL OR CAST(k.schema_name AS BINARY) = CAST(DATABASE() AS BINARY))
   AND (:#schemas IS NULL
        OR CAST(k.schema_name AS BINARY) IN (SELECT CAST(wanted.name AS BINARY)
                                               FROM JSON_TABLE(COALESCE(:#schemas, '[]'), '$[*]' COLUMNS (name VARCHAR(128) PATH '$')) wanted))
   AND (:#schema IS NULL OR CAST(k.schema_name AS BINARY) = CAST(:#schema AS BINARY))
   AND (:#table IS NULL OR CAST(k.table_name AS BINARY) = CAST(:#table AS BINARY))
 ORDER BY CAST(k.schema_name AS BINARY),
          CAST(k.table_name AS BINARY),
          CAST(k.constraint_name AS BINARY),
          k.position
