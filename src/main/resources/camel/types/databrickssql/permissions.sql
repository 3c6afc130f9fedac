-- What the list of tables leaves out
SELECT 'Only tables that this principal may use are listed; how many others there are, it cannot see.' AS message
