-- Whether the list of tables is the whole one
SELECT CASE WHEN '{advanced.catalog_views}' = 'DBA'
            THEN 'The DBA views are used: every table of the database is listed.'
            ELSE 'The ALL views are used: only tables that this login may use are listed; how many others there are, it cannot see.'
       END AS message
  FROM dual
