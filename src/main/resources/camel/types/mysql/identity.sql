-- Who is signed in, and to what
SELECT CASE WHEN VERSION() LIKE '%MariaDB%' THEN 'MariaDB' ELSE 'MySQL' END AS product,
       SUBSTRING_INDEX(VERSION(), '-', 1) AS version,
       CONCAT('Signed in as ', CURRENT_USER(), '.') AS message
