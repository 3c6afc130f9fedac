-- The schemas of the database, with how many tables and views each holds
SELECT s.schema_name,
       s.comment,
       COUNT(t.table_name) AS table_count
  FROM information_schema.schemata s
  LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name
 WHERE s.schema_name <> 'INFORMATION_SCHEMA'
 GROUP BY s.schema_name,
          s.comment
 ORDER BY s.schema_name
