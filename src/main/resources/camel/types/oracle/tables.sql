-- Tables and views; the recycle bin, nested tables, overflow segments and what indexes keep are left out
SELECT o.owner AS schema_name,
       o.table_name,
       CASE WHEN o.is_view = 1 OR m.mview_name IS NOT NULL THEN 'view' ELSE 'table' END AS kind,
       c.comments AS "COMMENT",
       o.num_rows AS row_estimate,
       CASE WHEN m.mview_name IS NOT NULL THEN 'materialized_view'
            WHEN e.table_name IS NOT NULL THEN 'external_table'
            WHEN o.temporary = 'Y' THEN 'temporary_table'
            WHEN o.partitioned = 'YES' THEN 'partitioned_table'
            WHEN o.iot_type = 'IOT' THEN 'index_organized_table'
            WHEN o.object_type IS NOT NULL THEN 'object_table'
       END AS subtype,
       CASE WHEN p.partition_count < 1048575 THEN p.partition_count END AS partitions,   -- that number stands for intervals without end
       p.partitioning_type AS partition_method,
       k.partition_key,
       o.object_type
  FROM (SELECT t.owner,
               t.table_name,
               0 AS is_view,
               t.num_rows,
               t.temporary,
               t.partitioned,
               t.iot_type,
               t.table_type AS object_type
          FROM {advanced.catalog_views}_ALL_TABLES t
         WHERE t.nested = 'NO'
           AND t.secondary = 'N'
           AND (t.iot_type IS NULL OR t.iot_type = 'IOT')
           AND t.table_name NOT LIKE 'BIN$%'
         UNION ALL
        SELECT v.owner,
               v.view_name,
               1,
               NULL,
               NULL,
               NULL,
               NULL,
               NULL
          FROM {advanced.catalog_views}_VIEWS v) o
  JOIN all_users u ON u.username = o.owner AND u.oracle_maintained = 'N'
  LEFT JOIN {advanced.catalog_views}_MVIEWS m ON m.owner = o.owner AND m.mview_name = o.table_name
  LEFT JOIN {advanced.catalog_views}_EXTERNAL_TABLES e ON e.owner = o.owner AND e.table_name = o.table_name
  LEFT JOIN {advanced.catalog_views}_TAB_COMMENTS c ON c.owner = o.owner AND c.table_name = o.table_name
  LEFT JOIN {advanced.catalog_views}_PART_TABLES p ON p.owner = o.owner AND p.table_name = o.table_name
  LEFT JOIN (SELECT kc.owner,
                    kc.name,
                    LISTAGG(kc.column_name, ', ') WITHIN GROUP (ORDER BY kc.column_position) AS partition_key
               FROM {advanced.catalog_views}_PART_KEY_COLUMNS kc
              WHERE kc.object_type = 'TABLE'
              GROUP BY kc.owner, kc.name) k ON k.owner = o.owner AND k.name = o.table_name
 WHERE (CAST(:#schemas AS VARCHAR2(4000)) IS NULL
        OR o.owner IN (SELECT j.name
                         FROM JSON_TABLE(CAST(:#schemas AS VARCHAR2(4000)), '$[*]' COLUMNS (name VARCHAR2(128) PATH '$')) j))
   AND (:#schema IS NULL OR o.owner = :#schema)
   AND (:#table IS NULL OR o.table_name = :#table)
 ORDER BY o.owner,
          o.table_name
