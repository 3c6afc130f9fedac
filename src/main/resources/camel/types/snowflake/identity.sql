-- Who is signed in; computed without a warehouse
SELECT 'Snowflake' AS product,
       CURRENT_VERSION() AS version,
       'Signed in as ' || CURRENT_USER() || ', with the role ' || COALESCE(CURRENT_ROLE(), 'none') || '.' AS message
