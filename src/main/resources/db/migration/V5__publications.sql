-- What is published into which target: the plans, their steps, what came of them, and whether it still fits.

CREATE TABLE app.publications (
  id                 uuid PRIMARY KEY,
  account_id         uuid NOT NULL,
  connection_id      uuid NOT NULL,                      -- the target
  acting_user_id     uuid NOT NULL,                      -- whose rights count while it is applied
  created_by         uuid REFERENCES app.users (id) ON DELETE SET NULL,
  status             text NOT NULL CHECK (status IN ('planning', 'planned', 'applying', 'applied', 'partial', 'failed', 'cancelled')),
  request            jsonb NOT NULL,                     -- what was chosen, and how it is named at the target
  allow_loss         boolean NOT NULL DEFAULT false,     -- whether somebody confirmed the steps that take something away
  connection_version bigint NOT NULL,                    -- of the configuration it was planned with
  tables_total       integer NOT NULL DEFAULT 0,
  tables_missing     integer NOT NULL DEFAULT 0,
  tables_same        integer NOT NULL DEFAULT 0,
  tables_drifted     integer NOT NULL DEFAULT 0,
  tables_conflict    integer NOT NULL DEFAULT 0,
  notes_total        integer NOT NULL DEFAULT 0,
  steps_total        integer NOT NULL DEFAULT 0,
  steps_losing       integer NOT NULL DEFAULT 0,
  steps_done         integer NOT NULL DEFAULT 0,
  steps_failed       integer NOT NULL DEFAULT 0,
  steps_skipped      integer NOT NULL DEFAULT 0,
  problem            jsonb,
  fencing_token      bigint NOT NULL DEFAULT 0,          -- grows with each attempt; a write with an old one is refused
  version            bigint NOT NULL DEFAULT 1,          -- grows when somebody decides something about it
  created_at         timestamptz NOT NULL DEFAULT now(),
  planned_at         timestamptz,
  started_at         timestamptz,
  finished_at        timestamptz,
  UNIQUE (id, connection_id, account_id),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX publications_of ON app.publications (connection_id, created_at DESC, id);
CREATE INDEX publications_account ON app.publications (account_id, created_at DESC, id);
CREATE UNIQUE INDEX publications_one_at_a_time ON app.publications (connection_id) WHERE status = 'applying';

-- One dataset of a plan, and what the target had of it then
CREATE TABLE app.publication_tables (
  publication_id uuid NOT NULL,
  position       integer NOT NULL,
  account_id     uuid NOT NULL,
  connection_id  uuid NOT NULL,
  source_id      uuid NOT NULL,                          -- the connection that the dataset was imported from
  dataset_id     uuid NOT NULL,
  version        integer NOT NULL,                       -- of the dataset, as it was planned
  schema_name    text COLLATE "C" NOT NULL,
  name           text COLLATE "C" NOT NULL,
  target_schema  text COLLATE "C" NOT NULL,
  target_name    text COLLATE "C" NOT NULL,
  state          text NOT NULL CHECK (state IN ('missing', 'same', 'drifted', 'conflict')),
  notes          jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (publication_id, position),
  UNIQUE (publication_id, position, source_id, connection_id, account_id),
  FOREIGN KEY (publication_id, connection_id, account_id) REFERENCES app.publications (id, connection_id, account_id) ON DELETE CASCADE,
  FOREIGN KEY (dataset_id, source_id) REFERENCES app.datasets (id, connection_id) ON DELETE CASCADE,
  FOREIGN KEY (source_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX publication_tables_dataset ON app.publication_tables (dataset_id);
CREATE INDEX publication_tables_source ON app.publication_tables (source_id);

-- What is to be done at the target, in order: those that are late come after all others
CREATE TABLE app.publication_steps (
  publication_id uuid NOT NULL,
  position       integer NOT NULL,
  account_id     uuid NOT NULL,
  connection_id  uuid NOT NULL,
  source_id      uuid NOT NULL,
  table_position integer NOT NULL,
  late           boolean NOT NULL,                       -- it points at other tables
  kind           text NOT NULL,
  summary        text NOT NULL,
  statement      text NOT NULL,
  loses          boolean NOT NULL,
  status         text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'failed', 'skipped')),
  message        text,
  attempts       integer NOT NULL DEFAULT 0,
  started_at     timestamptz,
  finished_at    timestamptz,
  PRIMARY KEY (publication_id, position),
  FOREIGN KEY (publication_id, table_position, source_id, connection_id, account_id)
    REFERENCES app.publication_tables (publication_id, position, source_id, connection_id, account_id) ON DELETE CASCADE
);
CREATE INDEX publication_steps_order ON app.publication_steps (publication_id, late, position);
CREATE INDEX publication_steps_table ON app.publication_steps (publication_id, table_position, late, position);

-- What was published, wherever it is now, and what the last look at the target found
CREATE TABLE app.published_tables (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id     uuid NOT NULL,
  connection_id  uuid NOT NULL,
  source_id      uuid NOT NULL,
  dataset_id     uuid NOT NULL,
  publication_id uuid NOT NULL,                          -- the last one that did something about it
  target_schema  text COLLATE "C" NOT NULL,
  target_name    text COLLATE "C" NOT NULL,
  version        integer NOT NULL,                       -- of the dataset, as it was published
  published_at   timestamptz NOT NULL DEFAULT now(),
  state          text NOT NULL DEFAULT 'unknown' CHECK (state IN ('in_sync', 'behind', 'drifted', 'unknown')),
  differences    jsonb NOT NULL DEFAULT '[]',
  checked_at     timestamptz,
  UNIQUE (connection_id, dataset_id, target_schema, target_name),
  FOREIGN KEY (publication_id, connection_id, account_id) REFERENCES app.publications (id, connection_id, account_id) ON DELETE CASCADE,
  FOREIGN KEY (dataset_id, source_id) REFERENCES app.datasets (id, connection_id) ON DELETE CASCADE,
  FOREIGN KEY (source_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX published_tables_dataset ON app.published_tables (dataset_id);
CREATE INDEX published_tables_source ON app.published_tables (source_id);
CREATE INDEX published_tables_publication ON app.published_tables (publication_id);

-- How often a target is looked at
CREATE TABLE app.drift_schedules (
  connection_id    uuid PRIMARY KEY,
  account_id       uuid NOT NULL,
  acting_user_id   uuid NOT NULL,
  enabled          boolean NOT NULL DEFAULT true,
  interval_seconds integer NOT NULL,
  updated_at       timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);

ALTER TABLE app.publications       ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.publications       FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.publication_tables ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.publication_tables FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.publication_steps  ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.publication_steps  FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.published_tables   ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.published_tables   FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.drift_schedules    ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.drift_schedules    FORCE  ROW LEVEL SECURITY;

CREATE POLICY publications_see ON app.publications FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY publications_write ON app.publications TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

-- what a plan says of a table is its definition: it is for those who see its source, too
CREATE POLICY publication_tables_see ON app.publication_tables FOR SELECT TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY publication_tables_write ON app.publication_tables TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));
CREATE POLICY publication_steps_see ON app.publication_steps FOR SELECT TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY publication_steps_write ON app.publication_steps TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));
CREATE POLICY published_see ON app.published_tables FOR SELECT TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY published_write ON app.published_tables TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND source_id IN (SELECT c.id FROM app.connections c)
         AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));
CREATE POLICY drift_schedules_see ON app.drift_schedules FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY drift_schedules_write ON app.drift_schedules TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

-- UPDATE by column, as in V1
GRANT SELECT, INSERT, DELETE, UPDATE (acting_user_id, status, allow_loss, tables_total, tables_missing, tables_same, tables_drifted, tables_conflict, notes_total,
  steps_total, steps_losing, steps_done, steps_failed, steps_skipped, problem, fencing_token, version, planned_at, started_at, finished_at) ON app.publications TO ${app};
GRANT SELECT, INSERT ON app.publication_tables TO ${app};
GRANT SELECT, INSERT, UPDATE (status, message, attempts, started_at, finished_at) ON app.publication_steps TO ${app};
GRANT SELECT, INSERT, UPDATE (publication_id, version, published_at, state, differences, checked_at) ON app.published_tables TO ${app};
GRANT SELECT, INSERT, UPDATE (acting_user_id, enabled, interval_seconds, updated_at) ON app.drift_schedules TO ${app};

-- As app.end_orphaned_import
CREATE POLICY jobs_publications ON app.publications FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE FUNCTION app.end_orphaned_publication(p_publication uuid) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE app.publications p
     SET status = 'cancelled', finished_at = now(), version = version + 1,
         problem = '{"kind": "PERMISSION", "code": "no_access", "message": "The user who applied this plan may no longer publish to this target.", "fix": "Resume it as a user who may."}'
   WHERE p.id = p_publication AND p.status = 'applying'
     AND NOT EXISTS (SELECT 1 FROM app.account_users m
                       JOIN app.users u ON u.id = m.user_id AND u.active
                       JOIN app.connections c ON c.id = p.connection_id
                      WHERE m.account_id = p.account_id AND m.user_id = p.acting_user_id AND m.role IN ('admin', 'editor')
                        AND (c.visibility <> 'private' OR c.owner_id = m.user_id OR m.role = 'admin')) $$;
REVOKE ALL ON FUNCTION app.end_orphaned_publication(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.end_orphaned_publication(uuid) TO ${app};
GRANT SELECT, UPDATE (status, finished_at, problem, version) ON app.publications TO ${jobs};
GRANT CREATE ON SCHEMA app TO ${jobs};
ALTER FUNCTION app.end_orphaned_publication(uuid) OWNER TO ${jobs};
REVOKE CREATE ON SCHEMA app FROM ${jobs};
