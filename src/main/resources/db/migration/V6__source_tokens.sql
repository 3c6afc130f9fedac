-- What saves the reading of a table that has not changed. Rows keep their row-level security: the policies of V3 are by row.

ALTER TABLE app.datasets
  ADD COLUMN source_token text CHECK (length(source_token) <= 500),   -- the source's, of what was read last; null where there is none
  ADD COLUMN content jsonb,                                           -- properties that move with the table's content, as seen last
  ADD COLUMN remarkable boolean NOT NULL DEFAULT true;                -- whether an import has to warn of it

GRANT UPDATE (source_token, content, remarkable) ON app.datasets TO ${app};
