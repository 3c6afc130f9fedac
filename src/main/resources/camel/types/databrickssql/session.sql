-- What every session is told first: the warehouse stops a query that takes too long
SET STATEMENT_TIMEOUT = {command_seconds};
