-- Columns in their tables' order. DATA_DEFAULT is a LONG: it is taken as it is, in its turn, and the outer joins are of the kind that
-- leaves it alone. Of a virtual column it is the expression. Invisible columns count, hidden ones of the system's do not
SELECT t.owner AS schema_name,
       t.table_name,
       t.column_name,
       t.internal_column_id AS position,
       CASE WHEN t.data_type_owner IS NOT NULL AND t.data_type_owner NOT IN ('SYS', 'PUBLIC')
            THEN t.data_type_owner || '.' || t.data_type
            WHEN t.data_type IN ('CHAR', 'VARCHAR2')
            THEN t.data_type || '(' || CASE t.char_used WHEN 'C' THEN t.char_length || ' CHAR' ELSE t.data_length || ' BYTE' END || ')'
            WHEN t.data_type IN ('NCHAR', 'NVARCHAR2') THEN t.data_type || '(' || t.char_length || ')'
            WHEN t.data_type IN ('RAW', 'UROWID') THEN t.data_type || '(' || t.data_length || ')'
            WHEN t.data_type = 'FLOAT' THEN t.data_type || '(' || t.data_precision || ')'
            WHEN t.data_type = 'NUMBER' AND t.data_precision IS NULL AND t.data_scale IS NULL THEN t.data_type
            WHEN t.data_type = 'NUMBER' AND t.data_precision IS NULL THEN t.data_type || '(*,' || t.data_scale || ')'
            WHEN t.data_type = 'NUMBER' AND t.data_scale = 0 THEN t.data_type || '(' || t.data_precision || ')'
            WHEN t.data_type = 'NUMBER' THEN t.data_type || '(' || t.data_precision || ',' || t.data_scale || ')'
            ELSE t.data_type
       END AS native_type,
       CASE WHEN t.data_type IN ('XMLTYPE', 'SDO_GEOMETRY', 'ST_GEOMETRY') THEN t.data_type
            WHEN o.typecode IN ('COLLECTION', 'OBJECT') THEN LOWER(o.typecode)
            WHEN t.data_type_owner IS NOT NULL THEN t.data_type
            WHEN t.data_type = 'NUMBER' AND t.data_scale = 0 AND t.data_precision <= 4 THEN 'number_small'
            WHEN t.data_type = 'NUMBER' AND t.data_scale = 0 AND t.data_precision <= 9 THEN 'number_int'
            WHEN t.data_type = 'NUMBER' AND t.data_scale = 0 AND t.data_precision <= 18 THEN 'number_big'
            ELSE REGEXP_REPLACE(t.data_type, '\([0-9]+\)', '')
       END AS type_name,
       CASE WHEN t.data_type IN ('CHAR', 'VARCHAR2', 'NCHAR', 'NVARCHAR2')
            THEN CASE WHEN t.char_used = 'B' THEN t.data_length ELSE t.char_length END
            WHEN t.data_type = 'RAW' THEN t.data_length
       END AS length,
       CASE WHEN t.data_type = 'NUMBER' AND t.data_precision IS NULL AND t.data_scale IS NOT NULL THEN 38
            WHEN t.data_type LIKE 'TIMESTAMP%' THEN t.data_scale
            ELSE t.data_precision
       END AS numeric_precision,
       CASE WHEN t.data_type = 'NUMBER' THEN t.data_scale END AS numeric_scale,
       CASE t.nullable WHEN 'Y' THEN 1 ELSE 0 END AS nullable,
       CASE t.identity_column WHEN 'YES' THEN 1 ELSE 0 END AS is_identity,
       CASE t.virtual_column WHEN 'YES' THEN 1 ELSE 0 END AS is_generated,
       c.comments AS "COMMENT",
       t.data_default AS default_value
  FROM {advanced.catalog_views}_TAB_COLS t,
       {advanced.catalog_views}_COL_COMMENTS c,
       {advanced.catalog_views}_TYPES o,
       (SELECT b.owner,
               b.table_name
          FROM {advanced.catalog_views}_ALL_TABLES b
         WHERE b.nested = 'NO'
           AND b.secondary = 'N'
           AND (b.iot_type IS NULL OR b.iot_type = 'IOT')
           AND b.table_name NOT LIKE 'BIN$%'
         UNION ALL
        SELECT v.owner,
               v.view_name
          FROM {advanced.catalog_views}_VIEWS v) l,
       all_users u
 WHERE u.username = t.owner
   AND u.oracle_maintained = 'N'
   AND l.owner = t.owner
   AND l.table_name = t.table_name
   AND c.owner (+) = t.owner
   AND c.table_name (+) = t.table_name
   AND c.column_name (+) = t.column_name
   AND o.owner (+) = t.data_type_owner
   AND o.type_name (+) = t.data_type
   AND t.user_generated = 'YES'
   AND (CAST(:#schemas AS VARCHAR2(4000)) IS NULL
        OR t.owner IN (SELECT j.name
                         FROM JSON_TABLE(CAST(:#schemas AS VARCHAR2(4000)), '$[*]' COLUMNS (name VARCHAR2(128) PATH '$')) j))
   AND (:#schema IS NULL OR t.owner = :#schema)
   AND (:#table IS NULL OR t.table_name = :#table)
 ORDER BY t.owner,
          t.table_name,
          t.internal_column_id
