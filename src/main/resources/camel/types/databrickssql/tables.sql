-- Tables and views of the catalog, with the columns that partition them
SELECT t.table_schema AS schema_name,
       t.table_name,
       CASE WHEN t.table_type LIKE '%VIEW' THEN 'view' ELSE 'table' END AS kind,
       t.comment,
       CAST(NULL AS BIGINT) AS row_estimate,
       CASE t.table_type WHEN 'MANAGED' THEN NULL
                         WHEN 'VIEW' THEN NULL
                         ELSE lower(t.table_type)
       END AS subtype,
       t.data_source_format,
       p.partition_key
  FROM information_schema.tables t
  LEFT JOIN (SELECT c.table_schema,
                    c.table_name,
                    array_join(transform(array_sort(collect_list(struct(c.partition_ordinal_position, c.column_name))),
                                         x -> x.column_name), ', ') AS partition_key
               FROM information_schema.columns c
              WHERE c.partition_ordinal_position IS NOT NULL
              GROUP BY c.table_schema, c.table_name) p ON p.table_schema = t.table_schema AND p.table_name = t.table_name
 WHERE t.table_schema <> 'information_schema'
   AND (CAST(:#schemas AS STRING) IS NULL
        OR array_contains(from_json(CAST(:#schemas AS STRING), 'array<string>'), t.table_schema))
   AND (CAST(:#schema AS STRING) IS NULL OR t.table_schema = CAST(:#schema AS STRING))
   AND (CAST(:#table AS STRING) IS NULL OR t.table_name = CAST(:#table AS STRING))
 ORDER BY t.table_schema,
          t.table_name
