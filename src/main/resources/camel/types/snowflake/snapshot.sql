-- Snowflake tells keys by SHOW only; keys.sql reads what it showed here, by the ids of these statements
SHOW PRIMARY KEYS IN DATABASE;
SET serai_primary_keys = LAST_QUERY_ID();
SHOW UNIQUE KEYS IN DATABASE;
SET serai_unique_keys = LAST_QUERY_ID();
SHOW IMPORTED KEYS IN DATABASE;
SET serai_imported_keys = LAST_QUERY_ID();
