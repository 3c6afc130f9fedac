-- Which database is open
SELECT 'The service ' || SYS_CONTEXT('USERENV', 'SERVICE_NAME')
           || ' of the database ' || SYS_CONTEXT('USERENV', 'DB_NAME')
           || CASE WHEN SYS_CONTEXT('USERENV', 'CON_NAME') IS NOT NULL
                   THEN ', container ' || SYS_CONTEXT('USERENV', 'CON_NAME') || ',' END
           || ' is open.' AS message
  FROM dual
