-- Whether browsing and importing are going to find a warehouse; computed without one
SELECT CASE WHEN CURRENT_WAREHOUSE() IS NULL THEN 'warned' ELSE 'passed' END AS status,
       CASE WHEN CURRENT_WAREHOUSE() IS NULL THEN 'CONFIG' END AS failure_kind,
       CASE WHEN CURRENT_WAREHOUSE() IS NULL
            THEN 'No warehouse is open for this role. Tests do without; browsing and importing need one.'
            ELSE 'Browsing and importing start the warehouse ' || CURRENT_WAREHOUSE() || '; tests do not.'
       END AS message,
       'Enter a warehouse, and GRANT USAGE ON WAREHOUSE … TO ROLE ….' AS fix
