-- Who is signed in, and to what
SELECT 'PostgreSQL' AS product,
       split_part(current_setting('server_version'), ' ', 1) AS version,
       'Signed in as ' || current_user
           || CASE WHEN session_user <> current_user THEN ' (for ' || session_user || ')' ELSE '' END
           || '.' AS message
