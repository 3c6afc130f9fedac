-- What every session is told first; it never writes, and names in answers do not depend on a search path
SET default_transaction_read_only = on;
SET statement_timeout = {command_millis};
SET lock_timeout = 5000;
SET search_path = pg_catalog;
SET work_mem = '32MB';
