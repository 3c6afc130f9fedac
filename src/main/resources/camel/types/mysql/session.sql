-- What every session is told first; it never writes, waits for no lock, and spells names and expressions the same on every server
SET SESSION TRANSACTION READ ONLY;
SET SESSION sql_mode = '',
            lock_wait_timeout = 5,
            net_write_timeout = 7200,
            /*!80000 max_execution_time = {command_millis} */
            /*M!100600 max_statement_time = {command_seconds} */;
