-- Columns in their tables' order; a column without a table in the list belongs to something that is none
SELECT c.table_schema AS schema_name,
       c.table_name,
       c.column_name,
       c.ordinal_position AS position,
       CASE WHEN c.data_type = 'NUMBER' THEN 'NUMBER(' || c.numeric_precision || ',' || c.numeric_scale || ')'
            WHEN c.data_type = 'TEXT' THEN 'VARCHAR(' || c.character_maximum_length || ')'
            WHEN c.data_type = 'BINARY' THEN 'BINARY(' || c.character_octet_length || ')'
            WHEN c.datetime_precision IS NOT NULL AND (c.data_type LIKE 'TIME%')
            THEN c.data_type || '(' || c.datetime_precision || ')'
            ELSE c.data_type
       END AS native_type,
       CASE WHEN c.data_type = 'NUMBER' AND c.numeric_scale = 0 AND c.numeric_precision <= 9 THEN 'number_int'
            WHEN c.data_type = 'NUMBER' AND c.numeric_scale = 0 AND c.numeric_precision <= 18 THEN 'number_big'
            WHEN POSITION('(' IN c.data_type) > 0 THEN RTRIM(SUBSTR(c.data_type, 1, POSITION('(' IN c.data_type) - 1))
            ELSE c.data_type
       END AS type_name,
       CASE c.data_type WHEN 'TEXT' THEN c.character_maximum_length
                        WHEN 'BINARY' THEN c.character_octet_length
       END AS length,
       COALESCE(c.numeric_precision, c.datetime_precision) AS numeric_precision,
       c.numeric_scale,
       c.is_nullable AS nullable,
       c.column_default AS default_value,
       c.is_identity,
       NULL AS generated,
       c.comment
  FROM information_schema.columns c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
 WHERE c.table_schema <> 'INFORMATION_SCHEMA'
   AND (CAST(:#schemas AS VARCHAR) IS NULL
        OR ARRAY_CONTAINS(CAST(c.table_schema AS VARIANT), CAST(PARSE_JSON(CAST(:#schemas AS VARCHAR)) AS ARRAY)))
   AND (CAST(:#schema AS VARCHAR) IS NULL OR c.table_schema = CAST(:#schema AS VARCHAR))
   AND (CAST(:#table AS VARCHAR) IS NULL OR c.table_name = CAST(:#table AS VARCHAR))
 ORDER BY c.table_schema,
          c.table_name,
          c.ordinal_position
