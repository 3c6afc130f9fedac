-- Who is signed in, and what answers
SELECT 'Databricks SQL' AS product,
       current_version().dbsql_version AS version,
       concat('Signed in as ', current_user(), '.') AS message
