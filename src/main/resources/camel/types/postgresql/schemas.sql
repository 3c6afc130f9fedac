-- The schemas, with how many tables and views each holds; on request also a token that changes when a definition in it does
WITH everywhere AS (
    -- what is shown of every table: names of schemas and types, and what roles may do
    SELECT concat_ws(' ', current_user,
                     (SELECT sum(hashtextextended(concat_ws(' ', n.oid, n.xmin), 0)) FROM pg_namespace n
                       WHERE n.nspname NOT LIKE 'pg\_temp\_%' AND n.nspname NOT LIKE 'pg\_toast\_temp\_%'),
                     (SELECT sum(hashtextextended(concat_ws(' ', t.oid, t.xmin), 0)) FROM pg_type t
                       WHERE t.typrelid = 0 AND t.typelem = 0 AND t.oid >= 16384),
                     (SELECT sum(hashtextextended(concat_ws(' ', r.oid, r.rolname, r.rolsuper, r.rolinherit), 0)) FROM pg_roles r),
                     (SELECT sum(hashtextextended(concat_ws(' ', m.roleid, m.member), 0)) FROM pg_auth_members m)) AS state
     WHERE CAST(:#tokens AS boolean)
),
columns AS (
    SELECT a.attrelid,
           sum(hashtextextended(concat_ws(' ', a.attrelid, a.attnum, a.xmin), 0)) AS state
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
     WHERE CAST(:#tokens AS boolean)
       AND a.attnum > 0
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
     GROUP BY a.attrelid
),
parts AS (
    SELECT c.relnamespace AS schema_oid,
           1 AS part,
           sum(hashtextextended(concat_ws(' ', c.oid, c.xmin), 0)) AS state
      FROM pg_class c
     WHERE CAST(:#tokens AS boolean)
     GROUP BY c.relnamespace
    UNION ALL
    SELECT c.relnamespace,
           2,
           sum(columns.state)
      FROM columns
      JOIN pg_class c ON c.oid = columns.attrelid
     GROUP BY c.relnamespace
    UNION ALL
    SELECT c.relnamespace,
           3,
           sum(hashtextextended(concat_ws(' ', d.oid, d.xmin), 0))
      FROM pg_attrdef d
      JOIN pg_class c ON c.oid = d.adrelid
     WHERE CAST(:#tokens AS boolean)
     GROUP BY c.relnamespace
    UNION ALL
    -- a foreign key shows the names of the table and the columns that it leads to
    SELECT c.relnamespace,
           4,
           sum(hashtextextended(concat_ws(' ', con.oid, con.xmin, fc.xmin, columns.state), 0))
      FROM pg_constraint con
      JOIN pg_class c ON c.oid = con.conrelid
      LEFT JOIN pg_class fc ON fc.oid = con.confrelid
      LEFT JOIN columns ON columns.attrelid = con.confrelid
     WHERE CAST(:#tokens AS boolean)
       AND con.contype <> 'n'             -- a column's own affair
     GROUP BY c.relnamespace
    UNION ALL
    SELECT c.relnamespace,
           5,
           sum(hashtextextended(concat_ws(' ', d.objoid, d.objsubid, d.xmin), 0))
      FROM pg_description d
      JOIN pg_class c ON c.oid = d.objoid
     WHERE CAST(:#tokens AS boolean)
       AND d.classoid = 'pg_class'::regclass
     GROUP BY c.relnamespace
    UNION ALL
    SELECT c.relnamespace,
           6,
           sum(hashtextextended(concat_ws(' ', i.inhrelid, i.inhparent, i.xmin), 0))
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhparent
     WHERE CAST(:#tokens AS boolean)
     GROUP BY c.relnamespace
),
tokens AS (
    SELECT parts.schema_oid,
           md5(string_agg(concat_ws(' ', parts.part, parts.state), ',' ORDER BY parts.part) || everywhere.state) AS token
      FROM parts
     CROSS JOIN everywhere
     GROUP BY parts.schema_oid, everywhere.state
)
SELECT n.nspname AS schema_name,
       obj_description(n.oid, 'pg_namespace') AS comment,
       coalesce(held.tables, 0) AS table_count,
       CASE WHEN CAST(:#tokens AS boolean) THEN coalesce(tokens.token, 'empty') END AS change_token
  FROM pg_namespace n
  LEFT JOIN (SELECT c.relnamespace,
                    count(*) AS tables
               FROM pg_class c
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND NOT c.relispartition
              GROUP BY c.relnamespace) held ON held.relnamespace = n.oid
  LEFT JOIN tokens ON tokens.schema_oid = n.oid
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp\_%'
 ORDER BY n.nspname COLLATE "C"
