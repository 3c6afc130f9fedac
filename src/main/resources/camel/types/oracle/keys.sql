-- Constraints, one row per column; NOT NULL is the column's own affair. What a foreign key points at may belong to another schema
SELECT c.owner AS schema_name,
       c.table_name,
       c.constraint_name,
       CASE c.constraint_type WHEN 'P' THEN 'primary'
                              WHEN 'U' THEN 'unique'
                              WHEN 'R' THEN 'foreign'
                              ELSE 'check'
       END AS kind,
       NVL(k.position, 1) AS position,
       k.column_name,
       r.owner AS referenced_schema,
       r.table_name AS referenced_table,
       r.column_name AS referenced_column,
       CASE c.constraint_type WHEN 'R' THEN c.delete_rule END AS on_delete,
       CASE c.constraint_type WHEN 'R' THEN 'NO ACTION' END AS on_update,
       CASE c.constraint_type WHEN 'C' THEN c.search_condition_vc END AS expression
  FROM {advanced.catalog_views}_CONSTRAINTS c
  JOIN (SELECT b.owner,
               b.table_name
          FROM {advanced.catalog_views}_ALL_TABLES b
         WHERE b.nested = 'NO'
           AND b.secondary = 'N'
           AND (b.iot_type IS NULL OR b.iot_type = 'IOT')
           AND b.table_name NOT LIKE 'BIN$%'
         UNION ALL
        SELECT v.owner,
               v.view_name
          FROM {advanced.catalog_views}_VIEWS v) l ON l.owner = c.owner AND l.table_name = c.table_name
  JOIN all_users u ON u.username = c.owner AND u.oracle_maintained = 'N'
  LEFT JOIN {advanced.catalog_views}_CONS_COLUMNS k ON k.owner = c.owner
                                                   AND k.constraint_name = c.constraint_name
                                                   AND k.table_name = c.table_name
                                                   AND c.constraint_type IN ('P', 'U', 'R')
  LEFT JOIN {advanced.catalog_views}_CONS_COLUMNS r ON r.owner = c.r_owner
                                                   AND r.constraint_name = c.r_constraint_name
                                                   AND r.position = k.position
 WHERE (c.constraint_type IN ('P', 'U')
        OR (c.constraint_type = 'R' AND r.table_name IS NOT NULL)
        OR (c.constraint_type = 'C' AND NOT REGEXP_LIKE(NVL(c.search_condition_vc, '-'), '^"[^"]+" IS NOT NULL$')))
   AND c.constraint_name NOT LIKE 'BIN$%'
   AND (CAST(:#schemas AS VARCHAR2(4000)) IS NULL
        OR c.owner IN (SELECT j.name
                         FROM JSON_TABLE(CAST(:#schemas AS VARCHAR2(4000)), '$[*]' COLUMNS (name VARCHAR2(128) PATH '$')) j))
   AND (:#schema IS NULL OR c.owner = :#schema)
   AND (:#table IS NULL OR c.table_name = :#table)
 ORDER BY c.owner,
          c.table_name,
          c.constraint_name,
          NVL(k.position, 1)
