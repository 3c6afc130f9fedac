-- What was imported, its history, and the runs that imported it. Names compare by code point, as the sources' do.

CREATE TABLE app.imports (
  id               uuid PRIMARY KEY,
  account_id       uuid NOT NULL,
  connection_id    uuid NOT NULL,
  acting_user_id   uuid NOT NULL,
  status           text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')),
  phase            text CHECK (phase IN ('reading', 'writing', 'done')),
  selection        jsonb NOT NULL,
  options          jsonb NOT NULL,
  tables_total     bigint,
  tables_done      bigint NOT NULL DEFAULT 0,
  columns_done     bigint NOT NULL DEFAULT 0,
  added            bigint NOT NULL DEFAULT 0,
  changed          bigint NOT NULL DEFAULT 0,
  unchanged        bigint NOT NULL DEFAULT 0,
  removed          bigint NOT NULL DEFAULT 0,
  failed           jsonb NOT NULL DEFAULT '[]',
  warnings         jsonb NOT NULL DEFAULT '[]',
  problem          jsonb,
  cancel_requested boolean NOT NULL DEFAULT false,
  fencing_token    bigint NOT NULL DEFAULT 0,            -- grows with each attempt at planning
  planned          boolean NOT NULL DEFAULT false,       -- its parts are there, and so are the jobs for them
  connection_version bigint,                             -- of the configuration it was planned with
  change_tokens    jsonb,                                -- by schema, from before the source was read; null where the type has none
  created_at       timestamptz NOT NULL DEFAULT now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  UNIQUE (id, account_id),
  UNIQUE (id, connection_id, account_id),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX imports_of ON app.imports (connection_id, created_at DESC, id);
CREATE UNIQUE INDEX imports_one_at_a_time ON app.imports (connection_id) WHERE status IN ('queued', 'running');

-- Some of an import's schemas, done by one worker at a time. A part that is done is a checkpoint: it is not read again.
CREATE TABLE app.import_parts (
  import_id     uuid NOT NULL,
  position      integer NOT NULL,
  account_id    uuid NOT NULL,
  connection_id uuid NOT NULL,
  lane          integer NOT NULL,                        -- parts of one lane are done one after the other, by one job
  schemas       text[] COLLATE "C",                      -- null for all that are selected
  status        text NOT NULL CHECK (status IN ('waiting', 'running', 'done')),
  fencing_token bigint NOT NULL DEFAULT 0,               -- grows with each attempt; a write with an old one is refused
  tables_done   bigint NOT NULL DEFAULT 0,
  columns_done  bigint NOT NULL DEFAULT 0,
  added         bigint NOT NULL DEFAULT 0,
  changed       bigint NOT NULL DEFAULT 0,
  unchanged     bigint NOT NULL DEFAULT 0,
  failed        jsonb NOT NULL DEFAULT '[]',
  hidden        jsonb NOT NULL DEFAULT '[]',             -- what could not be read and may hide tables
  warnings      jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (import_id, position),
  FOREIGN KEY (import_id, connection_id, account_id) REFERENCES app.imports (id, connection_id, account_id) ON DELETE CASCADE
);
CREATE INDEX import_parts_connection ON app.import_parts (connection_id);

-- What an import's parts have come to so far, in the order of the parts
CREATE VIEW app.import_totals WITH (security_invoker = true) AS
SELECT p.import_id,
       sum(p.tables_done)::bigint AS tables_done,
       sum(p.columns_done)::bigint AS columns_done,
       sum(p.added)::bigint AS added,
       sum(p.changed)::bigint AS changed,
       sum(p.unchanged)::bigint AS unchanged,
       (SELECT coalesce(jsonb_agg(f.item), '[]')
          FROM (SELECT e.item
                  FROM app.import_parts q
                 CROSS JOIN LATERAL jsonb_array_elements(q.failed) WITH ORDINALITY AS e (item, n)
                 WHERE q.import_id = p.import_id
                 ORDER BY q.position, e.n
                 LIMIT 1000) f) AS failed,
       (SELECT coalesce(jsonb_agg(w.item), '[]')
          FROM (SELECT e.item
                  FROM app.import_parts q
                 CROSS JOIN LATERAL jsonb_array_elements(q.warnings) WITH ORDINALITY AS e (item, n)
                 WHERE q.import_id = p.import_id
                 GROUP BY e.item   -- what is true of the whole source is said by each part
                 ORDER BY min(q.position), min(e.n)
                 LIMIT 100) w) AS warnings
  FROM app.import_parts p
 GROUP BY p.import_id;

CREATE TABLE app.datasets (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id     uuid NOT NULL,
  connection_id  uuid NOT NULL,
  schema_name    text COLLATE "C" NOT NULL,
  name           text COLLATE "C" NOT NULL,
  kind           text NOT NULL,
  comment        text,
  row_estimate   bigint,
  column_count   integer NOT NULL,
  column_names   text[] COLLATE "C" NOT NULL,
  version        integer NOT NULL,                       -- of the current definition
  fingerprint    bytea NOT NULL,                         -- of the current definition
  first_seen_at  timestamptz NOT NULL DEFAULT now(),
  last_import_id uuid NOT NULL,                          -- the import that saw it last
  last_seen_at   timestamptz NOT NULL DEFAULT now(),
  removed_at     timestamptz,
  UNIQUE (connection_id, schema_name, name),
  UNIQUE (id, connection_id),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX datasets_account ON app.datasets (account_id);
CREATE INDEX datasets_columns ON app.datasets USING gin (column_names);
CREATE TRIGGER datasets_frozen BEFORE UPDATE ON app.datasets FOR EACH ROW EXECUTE FUNCTION app.frozen();

CREATE TABLE app.dataset_versions (
  dataset_id    uuid NOT NULL,
  version       integer NOT NULL,
  account_id    uuid NOT NULL,
  connection_id uuid NOT NULL,
  import_id     uuid NOT NULL,
  change        text NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
  fingerprint   bytea NOT NULL,
  definition    jsonb NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (dataset_id, version),
  FOREIGN KEY (dataset_id, connection_id) REFERENCES app.datasets (id, connection_id) ON DELETE CASCADE,
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX dataset_versions_import ON app.dataset_versions (import_id, change);
CREATE INDEX dataset_versions_connection ON app.dataset_versions (connection_id, created_at);   -- what changed between two imports

ALTER TABLE app.imports          ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.imports          FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.import_parts     ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.import_parts     FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.datasets         ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.datasets         FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.dataset_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.dataset_versions FORCE  ROW LEVEL SECURITY;

CREATE POLICY imports_see ON app.imports FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY imports_add ON app.imports FOR INSERT TO ${app}
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[])
              AND acting_user_id = (SELECT app.uid()));
CREATE POLICY imports_change ON app.imports FOR UPDATE TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

CREATE POLICY parts_see ON app.import_parts FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY parts_write ON app.import_parts TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

CREATE POLICY datasets_see ON app.datasets FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY datasets_write ON app.datasets TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));
CREATE POLICY versions_see ON app.dataset_versions FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY versions_add ON app.dataset_versions FOR INSERT TO ${app}
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

-- UPDATE by column, as in V1
GRANT SELECT, INSERT, UPDATE (acting_user_id, status, phase, tables_total, tables_done, columns_done, added, changed, unchanged, removed, failed, warnings, problem, cancel_requested,
  fencing_token, planned, connection_version, change_tokens, started_at, finished_at) ON app.imports TO ${app};
GRANT SELECT, INSERT, UPDATE (status, fencing_token, tables_done, columns_done, added, changed, unchanged, failed, hidden, warnings) ON app.import_parts TO ${app};
GRANT SELECT ON app.import_totals TO ${app};
GRANT SELECT, INSERT, DELETE, UPDATE (kind, comment, row_estimate, column_count, column_names, version, fingerprint, last_import_id, last_seen_at, removed_at) ON app.datasets TO ${app};
GRANT SELECT, INSERT ON app.dataset_versions TO ${app};

-- An import whose user may no longer import is ended by nobody's rights but this function's: it ends such imports only.
CREATE POLICY jobs_imports ON app.imports FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE FUNCTION app.end_orphaned_import(p_import uuid) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE app.imports i
     SET status = 'cancelled', phase = 'done', finished_at = now(),
         problem = '{"kind": "PERMISSION", "code": "no_access", "message": "The user who started this import may no longer import.", "fix": "Resume it as a user who may."}'
   WHERE i.id = p_import AND i.status IN ('queued', 'running')
     AND NOT EXISTS (SELECT 1 FROM app.account_users m
                       JOIN app.users u ON u.id = m.user_id AND u.active
                       JOIN app.connections c ON c.id = i.connection_id
                      WHERE m.account_id = i.account_id AND m.user_id = i.acting_user_id AND m.role IN ('admin', 'editor')
                        AND (c.visibility <> 'private' OR c.owner_id = m.user_id OR m.role = 'admin')) $$;
REVOKE ALL ON FUNCTION app.end_orphaned_import(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.end_orphaned_import(uuid) TO ${app};
GRANT SELECT, UPDATE (status, phase, finished_at, problem) ON app.imports TO ${jobs};
GRANT CREATE ON SCHEMA app TO ${jobs};
ALTER FUNCTION app.end_orphaned_import(uuid) OWNER TO ${jobs};
REVOKE CREATE ON SCHEMA app FROM ${jobs};
