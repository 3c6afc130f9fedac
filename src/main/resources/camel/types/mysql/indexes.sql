-- Indexes, one row per column or expression; a prefix is shown as (length), as in CREATE INDEX
SELECT x.table_schema AS schema_name,
       x.table_name AS table_name,
       x.index_name AS index_name,
       x.seq_in_index AS position,
       CASE /*!80013 WHEN x.expression IS NOT NULL THEN x.expression */
            WHEN x.sub_part IS NOT NULL AND x.index_type NOT IN ('SPATIAL', 'FULLTEXT') THEN CONCAT(x.column_name, '(', x.sub_part, ')')
            ELSE x.column_name
       END AS column_name,
       0 AS is_included,
       x.non_unique = 0 AS is_unique,
       CASE WHEN 'YES' /*!80000 = 'YES' AND x.is_visible = 'NO' */ /*M!100600 = x.ignored */
            THEN CONCAT(x.index_type, ' INVISIBLE')
            ELSE x.index_type
       END AS type,
       NULL AS filter
  FROM information_schema.STATISTICS x
 WHERE CAST(x.table_schema AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND (DATABASE() IS NULL OR CAST(x.table_schema AS BINARY) = CAST(DATABASE() AS BINARY))
   AND (:#schemas IS NULL
        OR CAST(x.table_schema AS BINARY) IN (SELECT CAST(wanted.name AS BINARY)
                                                FROM JSON_TABLE(COALESCE(:#schemas, '[]'), '$[*]' COLUMNS (name VARCHAR(128) PATH '$')) wanted))
   AND (:#schema IS NULL OR x.table_schema = :#schema)
   AND (:#schema IS NULL OR CAST(x.table_schema AS BINARY) = CAST(:#schema AS BINARY))
   AND (:#table IS NULL OR x.table_name = :#table)
   AND (:#table IS NULL OR CAST(x.table_name AS BINARY) = CAST(:#table AS BINARY))
 ORDER BY CAST(x.table_schema AS BINARY),
          CAST(x.table_name AS BINARY),
          CAST(x.index_name AS BINARY),
          x.seq_in_index
