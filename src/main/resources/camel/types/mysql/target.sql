-- Which database is open, on a server whose catalog is understood
SELECT CASE WHEN 0 /*!80016 + 1 */ /*M!100600 + 1 */ > 0 THEN 'passed' ELSE 'failed' END AS status,
       'UNSUPPORTED' AS failure_kind,
       CASE WHEN 0 /*!80016 + 1 */ /*M!100600 + 1 */ = 0 THEN CONCAT('The server is too old: ', VERSION(), '.')
            WHEN DATABASE() IS NULL THEN 'No database is named, so every database that the login can see is read.'
            ELSE CONCAT('The database ', DATABASE(), ' is open.')
       END AS message,
       'MySQL 8.0.16 or MariaDB 10.6 is needed, or a newer one.' AS fix
