-- Indexes, one row per column; the expression of a function-based or descending key is a LONG and is taken as it is
SELECT i.table_owner AS schema_name,
       i.table_name,
       i.index_name,
       c.column_position AS position,
       c.column_name,
       0 AS is_included,
       CASE i.uniqueness WHEN 'UNIQUE' THEN 1 ELSE 0 END AS is_unique,
       CASE WHEN i.index_type LIKE '%BITMAP%' THEN 'BITMAP'
            WHEN i.index_type LIKE '%NORMAL%' OR i.index_type LIKE 'IOT%' THEN 'BTREE'
            ELSE i.index_type
       END AS type,
       NULL AS filter,
       e.column_expression AS expression
  FROM {advanced.catalog_views}_INDEXES i,
       {advanced.catalog_views}_IND_COLUMNS c,
       {advanced.catalog_views}_IND_EXPRESSIONS e,
       (SELECT b.owner,
               b.table_name
          FROM {advanced.catalog_views}_ALL_TABLES b
         WHERE b.nested = 'NO'
           AND b.secondary = 'N'
           AND (b.iot_type IS NULL OR b.iot_type = 'IOT')
           AND b.table_name NOT LIKE 'BIN$%') l,
       all_users u
 WHERE u.username = i.table_owner
   AND u.oracle_maintained = 'N'
   AND l.owner = i.table_owner
   AND l.table_name = i.table_name
   AND c.index_owner = i.owner
   AND c.index_name = i.index_name
   AND e.index_owner (+) = c.index_owner
   AND e.index_name (+) = c.index_name
   AND e.column_position (+) = c.column_position
   AND i.index_name NOT LIKE 'BIN$%'
   AND (CAST(:#schemas AS VARCHAR2(4000)) IS NULL
        OR i.table_owner IN (SELECT j.name
                         FROM JSON_TABLE(CAST(:#schemas AS VARCHAR2(4000)), '$[*]' COLUMNS (name VARCHAR2(128) PATH '$')) j))
   AND (:#schema IS NULL OR i.table_owner = :#schema)
   AND (:#table IS NULL OR i.table_name = :#table)
 ORDER BY i.table_owner,
          i.table_name,
          i.index_name,
          c.column_position
