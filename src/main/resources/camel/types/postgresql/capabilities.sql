-- What the server offers beyond the catalog
SELECT 'Write-ahead log level ' || current_setting('wal_level')
           || '; extensions: ' || coalesce(string_agg(extname, ', ' ORDER BY extname), 'none') || '.' AS message
  FROM pg_extension
 WHERE extname <> 'plpgsql'
