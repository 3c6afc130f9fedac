-- Which database is open
SELECT 'The database ' || current_database() || ' is open'
           || CASE WHEN pg_is_in_recovery() THEN ', on a standby server.' ELSE '.' END AS message
