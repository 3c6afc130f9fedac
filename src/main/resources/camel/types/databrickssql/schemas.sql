-- The schemas of the catalog, with how many tables and views each holds
SELECT s.schema_name,
       max(s.comment) AS comment,
       count(t.table_name) AS table_count
  FROM information_schema.schemata s
  LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name
 WHERE s.schema_name <> 'information_schema'
 GROUP BY s.schema_name
 ORDER BY s.schema_name
