-- Columns in their tables' order; a character set is named where it is not the database's own. MariaDB's JSON is text with a check.
-- DISTINCT keeps each joined answer apart, so that the server looks up one table where one is asked for
SELECT c.table_schema AS schema_name,
       c.table_name AS table_name,
       c.column_name AS column_name,
       c.ordinal_position AS position,
       CONCAT(c.column_type, CASE WHEN CAST(c.collation_name AS BINARY) <> CAST(s.default_collation_name AS BINARY)
                                  THEN CONCAT(' CHARACTER SET ', c.character_set_name, ' COLLATE ', c.collation_name)
                                  ELSE ''
                             END) AS native_type,
       CASE WHEN js.column_name IS NOT NULL THEN 'json'
            WHEN c.data_type = 'bit' AND c.numeric_precision = 1 THEN 'bit(1)'
            WHEN c.data_type LIKE '%int' AND c.column_type LIKE '% unsigned%' THEN CONCAT(c.data_type, ' unsigned')
            ELSE c.data_type
       END AS type_name,
       CASE WHEN c.data_type IN ('char', 'varchar', 'binary', 'varbinary', 'enum', 'set') THEN c.character_maximum_length
            WHEN c.data_type = 'bit' THEN c.numeric_precision
       END AS length,
       CASE WHEN c.data_type LIKE '%int' OR c.data_type = 'decimal' THEN c.numeric_precision
            WHEN c.data_type IN ('float', 'double') AND c.numeric_scale IS NOT NULL THEN c.numeric_precision
            ELSE c.datetime_precision
       END AS numeric_precision,
       c.numeric_scale AS numeric_scale,
       c.is_nullable AS nullable,
       CASE WHEN c.generation_expression > '' THEN NULL
            /*!80000 WHEN c.extra LIKE '%DEFAULT_GENERATED%' THEN c.column_default */
            /*!80000 WHEN c.data_type IN ('char', 'varchar', 'enum', 'set', 'date', 'time', 'datetime', 'timestamp', 'year')
                     THEN CASE WHEN c.column_default IS NOT NULL THEN QUOTE(c.column_default) END */
            WHEN c.column_default = 'NULL' THEN NULL
            ELSE c.column_default
       END AS default_value,
       c.extra LIKE '%auto_increment%' AS is_identity,
       CASE WHEN c.generation_expression > '' THEN c.generation_expression END AS `generated`,
       NULLIF(c.column_comment, '') AS comment
  FROM information_schema.COLUMNS c
  JOIN information_schema.SCHEMATA s ON CAST(s.schema_name AS BINARY) = CAST(c.table_schema AS BINARY)
  LEFT JOIN (SELECT DISTINCT CAST(q.table_schema AS BINARY) AS table_schema,
                    CAST(q.table_name AS BINARY) AS table_name
               FROM information_schema.TABLES q
              WHERE q.table_type = 'SEQUENCE'
                AND (:#schema IS NULL OR q.table_schema = :#schema)
                AND (:#table IS NULL OR q.table_name = :#table)) seq
         ON seq.table_schema = CAST(c.table_schema AS BINARY)
        AND seq.table_name = CAST(c.table_name AS BINARY)
  LEFT JOIN (SELECT DISTINCT CAST(k.constraint_schema AS BINARY) AS table_schema,
                    CAST(/*!80016 '' */ /*M!100600 k.table_name */ AS BINARY) AS table_name,
                    CAST(k.constraint_name AS BINARY) AS column_name
               FROM information_schema.CHECK_CONSTRAINTS k
              WHERE CAST(k.check_clause AS BINARY) = CAST(CONCAT('json_valid(`', REPLACE(k.constraint_name, '`', '``'), '`)') AS BINARY)
                AND (:#schema IS NULL OR k.constraint_schema = :#schema)
                AND (:#table IS NULL OR /*!80016 '' */ /*M!100600 k.table_name */ = :#table)) js
         ON js.table_schema = CAST(c.table_schema AS BINARY)
        AND js.table_name = CAST(c.table_name AS BINARY)
        AND js.column_name = CAST(c.column_name AS BINARY)
        AND c.data_type = 'longtext'
 WHERE CAST(c.table_schema AS BINARY) NOT IN ('information_schema', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys')
   AND seq.table_name IS NULL
   AND (DATABASE() IS NULL OR CAST(c.table_schema AS BINARY) = CAST(DATABASE() AS BINARY))
   AND (:#schemas IS NULL
        OR CAST(c.table_schema AS BINARY) IN (SELECT CAST(wanted.name AS BINARY)
                                                FROM JSON_TABLE(COALESCE(:#schemas, '[]'), '$[*]' COLUMNS (name VARCHAR(128) PATH '$')) wanted))
   AND (:#schema IS NULL OR c.table_schema = :#schema)
   AND (:#schema IS NULL OR CAST(c.table_schema AS BINARY) = CAST(:#schema AS BINARY))
   AND (:#table IS NULL OR c.table_name = :#table)
   AND (:#table IS NULL OR CAST(c.table_name AS BINARY) = CAST(:#table AS BINARY))
 ORDER BY CAST(c.table_schema AS BINARY),
          CAST(c.table_name AS BINARY),
          c.ordinal_position
