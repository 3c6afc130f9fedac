-- Which database is open, and whether the server is one that can be read
SELECT CASE WHEN server.edition IN (6, 11) OR (server.major < 13 AND server.edition NOT IN (5, 8)) THEN 'failed' ELSE 'passed' END AS status,
       CASE WHEN server.edition IN (6, 11) OR (server.major < 13 AND server.edition NOT IN (5, 8)) THEN 'UNSUPPORTED' END AS failure_kind,
       CASE WHEN server.edition IN (6, 11) THEN N'The server is Azure Synapse, which this type does not read.'
            WHEN server.major < 13 AND server.edition NOT IN (5, 8) THEN N'The server is older than SQL Server 2016.'
            ELSE N'The database ' + DB_NAME() + N' is open'
                 + CASE WHEN CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(60)) = N'READ_ONLY'
                        THEN N', read-only.' ELSE N'.' END
       END AS message,
       N'Use a server of SQL Server 2016 or newer, Azure SQL Database or a Managed Instance.' AS fix
  FROM (
       SELECT CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition,
              CAST(PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 4) AS int) AS major
       ) server
