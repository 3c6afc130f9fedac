-- Columns in their tables' order; the whole type, however nested, is the native one
SELECT c.table_schema AS schema_name,
       c.table_name,
       c.column_name,
       c.ordinal_position + CASE WHEN z.starts_at_zero THEN 1 ELSE 0 END AS position,
       c.full_data_type AS native_type,
       CASE WHEN lower(c.full_data_type) LIKE 'varchar%' THEN 'varchar'
            WHEN lower(c.full_data_type) LIKE 'char%' THEN 'char'
            WHEN lower(c.full_data_type) LIKE 'interval%' THEN 'interval'
            ELSE regexp_extract(lower(c.full_data_type), '^[a-z_]+', 0)
       END AS type_name,
       CASE WHEN lower(c.full_data_type) LIKE '%char(%' AND lower(c.full_data_type) RLIKE '^(var)?char'
            THEN try_cast(regexp_extract(c.full_data_type, '[(]([0-9]+)[)]', 1) AS INT)
       END AS length,
       CASE WHEN lower(c.full_data_type) LIKE 'decimal%' THEN c.numeric_precision
            WHEN c.full_data_type = 'tinyint' THEN 3
            WHEN c.full_data_type = 'smallint' THEN 5
            WHEN c.full_data_type = 'int' THEN 10
            WHEN c.full_data_type = 'bigint' THEN 19
       END AS numeric_precision,
       CASE WHEN lower(c.full_data_type) LIKE 'decimal%' THEN c.numeric_scale
            WHEN c.full_data_type IN ('tinyint', 'smallint', 'int', 'bigint') THEN 0
       END AS numeric_scale,
       c.is_nullable AS nullable,
       c.column_default AS default_value,
       c.is_identity,
       c.generation_expression AS generated,
       c.comment
  FROM information_schema.columns c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  JOIN (SELECT y.table_schema,
               y.table_name,
               min(y.ordinal_position) = 0 AS starts_at_zero
          FROM information_schema.columns y
         GROUP BY y.table_schema, y.table_name) z ON z.table_schema = c.table_schema AND z.table_name = c.table_name
 WHERE c.table_schema <> 'information_schema'
   AND (CAST(:#schemas AS STRING) IS NULL
        OR array_contains(from_json(CAST(:#schemas AS STRING), 'array<string>'), c.table_schema))
   AND (CAST(:#schema AS STRING) IS NULL OR c.table_schema = CAST(:#schema AS STRING))
   AND (CAST(:#table AS STRING) IS NULL OR c.table_name = CAST(:#table AS STRING))
 ORDER BY c.table_schema,
          c.table_name,
          c.ordinal_position
