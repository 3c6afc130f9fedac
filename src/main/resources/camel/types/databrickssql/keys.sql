-- Constraints, one row per column. They are informational in Unity Catalog; one that points into another catalog is not in this one's schema
SELECT c.table_schema AS schema_name,
       c.table_name,
       c.constraint_name,
       CASE c.constraint_type WHEN 'PRIMARY KEY' THEN 'primary'
                              WHEN 'UNIQUE' THEN 'unique'
                              ELSE 'foreign'
       END AS kind,
       k.ordinal_position AS position,
       k.column_name,
       u.table_schema AS referenced_schema,
       u.table_name AS referenced_table,
       u.column_name AS referenced_column,
       r.delete_rule AS on_delete,
       r.update_rule AS on_update,
       CAST(NULL AS STRING) AS expression
  FROM information_schema.table_constraints c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  JOIN information_schema.key_column_usage k
       ON k.constraint_schema = c.constraint_schema
      AND k.constraint_name = c.constraint_name
      AND k.table_schema = c.table_schema
      AND k.table_name = c.table_name
  LEFT JOIN information_schema.referential_constraints r
       ON r.constraint_schema = c.constraint_schema
      AND r.constraint_name = c.constraint_name
      AND c.constraint_type = 'FOREIGN KEY'
  LEFT JOIN information_schema.key_column_usage u
       ON u.constraint_catalog = r.unique_constraint_catalog
      AND u.constraint_schema = r.unique_constraint_schema
      AND u.constraint_name = r.unique_constraint_name
      AND u.ordinal_position = k.position_in_unique_constraint
 WHERE c.table_schema <> 'information_schema'
   AND c.constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
   AND (c.constraint_type <> 'FOREIGN KEY' OR u.column_name IS NOT NULL)
   AND (CAST(:#schemas AS STRING) IS NULL
        OR array_contains(from_json(CAST(:#schemas AS STRING), 'array<string>'), c.table_schema))
   AND (CAST(:#schema AS STRING) IS NULL OR c.table_schema = CAST(:#schema AS STRING))
   AND (CAST(:#table AS STRING) IS NULL OR c.table_name = CAST(:#table AS STRING))
 ORDER BY c.table_schema,
          c.table_name,
          c.constraint_name,
          k.ordinal_position
