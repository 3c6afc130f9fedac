-- One table, if there is any to see; SHOW needs no warehouse
SHOW TABLES IN DATABASE LIMIT 1
