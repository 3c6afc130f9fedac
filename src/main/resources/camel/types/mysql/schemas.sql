-- The databases, with how many tables and views each holds
SELECT s.schema_name AS schema_name,
       /*!80000 NULL */ /*M!100600 NULLIF(s.schema_comment, '') */ AS comment,
       COALESCE(held.table_count, 0) AS table_count
  FROM information_schema.SCHEMATA s
  LEFT JOIN (SELECT CAST(t.table_schema AS BINARY) AS table_schema,
                    COUNT(*) AS table_count
               FROM information_schema.TABLES t
              WHERE t.table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
              GROUP BY CAST(t.table_schema AS BINARY)) held ON held.table_schema = CAST(s.schema_name AS BINARY)
 WHERE CAST(s.schema_name AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND (DATABASE() IS NULL OR CAST(s.schema_name AS BINARY) = CAST(DATABASE() AS BINARY))
 ORDER BY CAST(s.schema_name AS BINARY)
