-- Whether the database was there for this role: Snowflake signs in without one, and says nothing; computed without a warehouse
SELECT CASE WHEN CURRENT_DATABASE() IS NULL THEN 'failed' ELSE 'passed' END AS status,
       CASE WHEN CURRENT_DATABASE() IS NULL THEN 'NOT_FOUND' END AS failure_kind,
       CASE WHEN CURRENT_DATABASE() IS NULL
            THEN 'The database does not exist, or the role ' || COALESCE(CURRENT_ROLE(), 'none') || ' may not use it.'
            ELSE 'The database ' || CURRENT_DATABASE() || ' is open.'
       END AS message,
       'Check its name, and GRANT USAGE ON DATABASE … TO ROLE …. A name with lower case letters stands in double quotes.' AS fix
