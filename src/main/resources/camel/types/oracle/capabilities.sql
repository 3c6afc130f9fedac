-- What decides how names sort and how long they may be
SELECT 'Character set ' || MAX(CASE WHEN p.parameter = 'NLS_CHARACTERSET' THEN p.value END)
           || '; national character set ' || MAX(CASE WHEN p.parameter = 'NLS_NCHAR_CHARACTERSET' THEN p.value END) || '.' AS message
  FROM nls_database_parameters p
