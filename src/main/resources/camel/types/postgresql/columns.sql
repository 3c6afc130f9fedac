-- Columns in their tables' order; a domain counts as the type under it, and keeps its own name
WITH RECURSIVE base AS (
    SELECT t.oid AS domain,
           t.typbasetype AS type,
           t.typtypmod AS modifier,
           t.typnotnull AS required
      FROM pg_type t
     WHERE t.typtype = 'd'
    UNION ALL
    SELECT base.domain,
           t.typbasetype,
           CASE WHEN base.modifier >= 0 THEN base.modifier ELSE t.typtypmod END,
           base.required OR t.typnotnull
      FROM base
      JOIN pg_type t ON t.oid = base.type
     WHERE t.typtype = 'd'
),
described AS (
    SELECT n.nspname,
           c.relname,
           a.attname,
           a.attnum,
           a.attidentity,
           a.attgenerated,
           a.attnotnull OR coalesce(base.required, false) AS required,
           format_type(a.atttypid, a.atttypmod) AS native_type,
           CASE WHEN base.domain IS NULL THEN a.atttypmod ELSE base.modifier END AS modifier,
           t.typname,
           CASE WHEN t.typcategory = 'A' THEN 'array'
                WHEN t.typtype = 'e' THEN 'enum'
                WHEN t.typtype = 'c' THEN 'composite'
                ELSE t.typname::text
           END AS type_name,
           -- a default names no column, and looking for them would open every table
           pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) AS expression,
           about.description AS comment
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_description about
           ON about.objoid = a.attrelid
           AND about.objsubid = a.attnum
           AND about.classoid = 'pg_class'::regclass
      LEFT JOIN (SELECT base.*
                   FROM base
                   JOIN pg_type under ON under.oid = base.type AND under.typtype <> 'd') base ON base.domain = a.atttypid
      JOIN pg_type t ON t.oid = coalesce(base.type, a.atttypid)
     WHERE a.attnum > 0
       AND NOT a.attisdropped
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND NOT c.relispartition
       AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND n.nspname NOT LIKE 'pg\_toast%'
       AND n.nspname NOT LIKE 'pg\_temp\_%'
       AND (CAST(:#schemas AS text) IS NULL
            OR n.nspname IN (SELECT json_array_elements_text(CAST(:#schemas AS json))))
       AND (CAST(:#schema AS text) IS NULL OR n.nspname = CAST(:#schema AS text))
       AND (CAST(:#table AS text) IS NULL OR c.relname = CAST(:#table AS text))
)
SELECT nspname AS schema_name,
       relname AS table_name,
       attname AS column_name,
       attnum AS position,
       native_type,
       type_name,
       CASE WHEN modifier < 0 THEN NULL
            WHEN typname IN ('bpchar', 'varchar') THEN modifier - 4
            WHEN typname IN ('bit', 'varbit') THEN modifier
       END AS length,
       CASE WHEN typname = 'int2' THEN 5
            WHEN typname = 'int4' THEN 10
            WHEN typname = 'int8' THEN 19
            WHEN modifier < 0 THEN NULL
            WHEN typname = 'numeric' THEN ((modifier - 4) >> 16) & 65535
            WHEN typname IN ('time', 'timetz', 'timestamp', 'timestamptz') THEN modifier
       END AS numeric_precision,
       CASE WHEN typname IN ('int2', 'int4', 'int8') THEN 0
            WHEN modifier < 0 OR typname <> 'numeric' THEN NULL
            WHEN ((modifier - 4) & 2047) >= 1024 THEN ((modifier - 4) & 2047) - 2048
            ELSE (modifier - 4) & 2047
       END AS numeric_scale,
       NOT required AS nullable,
       CASE WHEN attgenerated = '' THEN expression END AS default_value,
       attidentity <> '' AS is_identity,
       CASE WHEN attgenerated <> '' THEN expression END AS generated,
       comment
  FROM described
 ORDER BY nspname COLLATE "C",
          relname COLLATE "C",
          attnum
