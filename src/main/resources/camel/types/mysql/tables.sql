-- Tables and views; what is compared is compared byte by byte, because the catalog itself takes upper and lower case for the same
SELECT t.table_schema AS schema_name,
       t.table_name AS table_name,
       CASE WHEN t.table_type = 'VIEW' THEN 'view' ELSE 'table' END AS kind,
       CASE WHEN t.table_type <> 'VIEW' THEN NULLIF(t.table_comment, '') END AS comment,
       t.table_rows AS row_estimate,
       CASE WHEN parts.partitions IS NOT NULL THEN 'partitioned_table'
            WHEN t.table_type = 'SYSTEM VERSIONED' THEN 'system_versioned_table'
       END AS subtype,
       parts.partitions,
       parts.partition_key,
       t.engine,
       t.table_collation AS collation,
       CASE WHEN t.table_type = 'VIEW' AND t.table_comment NOT IN ('VIEW', '') THEN 'yes' END AS invalid_view
  FROM information_schema.TABLES t
  LEFT JOIN (SELECT CAST(p.table_schema AS BINARY) AS table_schema,
                    CAST(p.table_name AS BINARY) AS table_name,
                    COUNT(DISTINCT p.partition_name) AS partitions,
                    CONCAT(MIN(p.partition_method), COALESCE(CONCAT(' (', MIN(p.partition_expression), ')'), '')) AS partition_key
               FROM information_schema.PARTITIONS p
              WHERE p.partition_name IS NOT NULL
                AND (:#schema IS NULL OR p.table_schema = :#schema)
                AND (:#table IS NULL OR p.table_name = :#table)
              GROUP BY CAST(p.table_schema AS BINARY),
                       CAST(p.table_name AS BINARY)) parts
         ON parts.table_schema = CAST(t.table_schema AS BINARY)
        AND parts.table_name = CAST(t.table_name AS BINARY)
 WHERE t.table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
   AND CAST(t.table_schema AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND (DATABASE() IS NULL OR CAST(t.table_schema AS BINARY) = CAST(DATABASE() AS BINARY))
   AND (:#schemas IS NULL
        OR CAST(t.table_schema AS BINARY) IN (SELECT CAST(wanted.name AS BINARY)
                                                FROM JSON_TABLE(COALESCE(:#schemas, '[]'), '$[*]' COLUMNS (name VARCHAR(128) PATH '$')) wanted))
   AND (:#schema IS NULL OR t.table_schema = :#schema)
   AND (:#schema IS NULL OR CAST(t.table_schema AS BINARY) = CAST(:#schema AS BINARY))
   AND (:#table IS NULL OR t.table_name = :#table)
   AND (:#table IS NULL OR CAST(t.table_name AS BINARY) = CAST(:#table AS BINARY))
 ORDER BY CAST(t.table_schema AS BINARY),
          CAST(t.table_name AS BINARY)
