-- Who is signed in, and to what; SESSION_USER differs for a login through a proxy
SELECT 'Oracle' AS product,
       (SELECT MAX(p.version) FROM product_component_version p WHERE p.product LIKE 'Oracle%') AS version,
       'Signed in as ' || SYS_CONTEXT('USERENV', 'SESSION_USER') || '.' AS message
  FROM dual
