-- What the server offers beyond the catalog
SELECT CONCAT('Binary log: ', CASE WHEN @@log_bin THEN 'on' ELSE 'off' END,
              '; names of tables: ', CASE @@lower_case_table_names WHEN 0 THEN 'upper and lower case differ'
                                                                   WHEN 1 THEN 'kept in lower case'
                                                                   ELSE 'upper and lower case are the same'
                                     END, '.') AS message
