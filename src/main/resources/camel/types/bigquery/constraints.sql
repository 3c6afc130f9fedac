-- What the primary keys of a dataset are called, which the tables' own answers leave out
SELECT
  table_name,
  constraint_name
FROM {dataset}.INFORMATION_SCHEMA.TABLE_CONSTRAINTS
WHERE constraint_type = 'PRIMARY KEY'
ORDER BY table_name
