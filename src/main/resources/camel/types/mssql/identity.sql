-- Who is signed in, and to what
SELECT CASE CAST(SERVERPROPERTY('EngineEdition') AS int)
            WHEN 5 THEN N'Azure SQL Database'
            WHEN 8 THEN N'Azure SQL Managed Instance'
            ELSE N'Microsoft SQL Server'
       END AS product,
       PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 4) + N'.'
           + PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 3) + N'.'
           + PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 2) AS version,
       N'Signed in as ' + COALESCE(SUSER_SNAME(), N'a login without a name') + N' (user ' + USER_NAME() + N' of the database).' AS message
