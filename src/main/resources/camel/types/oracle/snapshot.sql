-- The four answers of an import are of one moment, and nothing can be written
SET TRANSACTION READ ONLY;
