-- Connections, their tests, their health, the metadata cache.

CREATE TABLE app.connections (
  id                 uuid PRIMARY KEY,
  account_id         uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  workspace_id       uuid,
  name               text NOT NULL CHECK (name <> ''),
  description        text NOT NULL DEFAULT '',
  connection_type    text NOT NULL,                    -- checked against the type folders by the program
  configuration      jsonb NOT NULL,                   -- secrets in it are sealed one by one
  secrets_updated_at jsonb NOT NULL DEFAULT '{}',      -- pointer of a secret -> when it was set
  is_active          boolean NOT NULL DEFAULT true,
  last_tested_at     timestamptz,
  test_status        text NOT NULL DEFAULT 'untested'
                     CHECK (test_status IN ('success', 'degraded', 'failed', 'pending', 'running', 'cancelled', 'untested')),
  test_error_message text,
  import_settings    jsonb NOT NULL DEFAULT '{}',
  last_import_at     timestamptz,
  owner_id           uuid NOT NULL REFERENCES app.users (id),
  visibility         text NOT NULL DEFAULT 'private' CHECK (visibility IN ('public', 'private', 'locked')),
  is_locked          boolean GENERATED ALWAYS AS (visibility = 'locked') STORED,
  created_by         uuid REFERENCES app.users (id) ON DELETE SET NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  version            bigint NOT NULL DEFAULT 1,
  UNIQUE NULLS NOT DISTINCT (account_id, workspace_id, name),
  UNIQUE (id, account_id),
  FOREIGN KEY (workspace_id, account_id) REFERENCES app.workspaces (id, account_id)
);
CREATE INDEX connections_workspace ON app.connections (workspace_id);
CREATE INDEX connections_owner ON app.connections (owner_id);
CREATE INDEX connections_type ON app.connections (connection_type);
CREATE INDEX connections_active ON app.connections (is_active);
CREATE TRIGGER connections_frozen BEFORE UPDATE ON app.connections FOR EACH ROW EXECUTE FUNCTION app.frozen();

CREATE TABLE app.test_runs (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id      uuid NOT NULL,
  connection_id   uuid NOT NULL,
  actor_id        uuid NOT NULL,
  status          text NOT NULL CHECK (status IN ('success', 'degraded', 'failed')),
  started_at      timestamptz NOT NULL,
  duration_ms     bigint NOT NULL,
  message         text NOT NULL,
  failure_kind    text,
  retryable       boolean NOT NULL,
  server_product  text,
  server_version  text,
  UNIQUE (id, connection_id),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX test_runs_of ON app.test_runs (connection_id, started_at DESC, id);
CREATE TABLE app.test_steps (
  run_id        uuid NOT NULL,
  account_id    uuid NOT NULL,
  connection_id uuid NOT NULL,
  position      integer NOT NULL,
  step_id       text NOT NULL,
  label         text NOT NULL,
  status        text NOT NULL CHECK (status IN ('passed', 'warned', 'failed', 'skipped')),
  mandatory     boolean NOT NULL,
  duration_ms   bigint NOT NULL,
  message       text,
  fix           text,
  field         text,
  code          text,
  PRIMARY KEY (run_id, position),
  FOREIGN KEY (run_id, connection_id) REFERENCES app.test_runs (id, connection_id) ON DELETE CASCADE,
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX test_steps_connection ON app.test_steps (connection_id);

CREATE TABLE app.health_schedules (
  connection_id    uuid PRIMARY KEY,
  account_id       uuid NOT NULL,
  acting_user_id   uuid NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  enabled          boolean NOT NULL,
  interval_seconds integer NOT NULL CHECK (interval_seconds BETWEEN 10 AND 86400),
  auth_failures    integer NOT NULL DEFAULT 0,         -- in a row; three suspend the schedule, lest the source locks the account
  updated_at       timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE TABLE app.health_checks (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id    uuid NOT NULL,
  connection_id uuid NOT NULL,
  at            timestamptz NOT NULL,
  status        text NOT NULL CHECK (status IN ('success', 'degraded', 'failed')),
  latency_ms    bigint NOT NULL,
  message       text NOT NULL,
  failure_kind  text,
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX health_checks_of ON app.health_checks (connection_id, at DESC);

CREATE TABLE app.connection_metadata_cache (
  account_id    uuid NOT NULL,
  connection_id uuid NOT NULL,
  metadata_type text NOT NULL CHECK (metadata_type IN ('schema', 'table', 'column', 'index', 'constraint')),
  key           text NOT NULL,                         -- '' for the list of schemas, a schema for its tables
  metadata      jsonb NOT NULL,
  cached_at     timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  is_stale      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (connection_id, metadata_type, key),
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX connection_metadata_cache_stale ON app.connection_metadata_cache (connection_id) WHERE is_stale;

ALTER TABLE app.connections               ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.connections               FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.test_runs                 ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.test_runs                 FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.test_steps                ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.test_steps                FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.health_schedules          ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.health_schedules          FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.health_checks             ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.health_checks             FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.connection_metadata_cache ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.connection_metadata_cache FORCE  ROW LEVEL SECURITY;

-- one restrictive fence around the account, and permissive rules inside it
CREATE POLICY connections_account ON app.connections AS RESTRICTIVE TO ${app}
  USING (account_id = ANY ((SELECT app.my_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY connections_see ON app.connections FOR SELECT TO ${app}
  USING (visibility IN ('public', 'locked') OR owner_id = (SELECT app.uid()) OR account_id = ANY ((SELECT app.my_admin_accounts())::uuid[]));
CREATE POLICY connections_add ON app.connections FOR INSERT TO ${app}
  WITH CHECK (owner_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));
CREATE POLICY connections_change ON app.connections FOR UPDATE TO ${app}
  USING (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])
         OR (owner_id = (SELECT app.uid()) AND visibility <> 'locked' AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[])))
  WITH CHECK (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])
         OR (owner_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[])));
CREATE POLICY connections_remove ON app.connections FOR DELETE TO ${app}
  USING (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])
         OR (owner_id = (SELECT app.uid()) AND visibility <> 'locked' AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[])));

-- children are seen by whoever sees their connection; whoever sees it may test and browse
CREATE POLICY test_runs_of_visible ON app.test_runs TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND actor_id = (SELECT app.uid()));
CREATE POLICY test_steps_of_visible ON app.test_steps TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c)) WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY health_checks_of_visible ON app.health_checks TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c)) WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY cache_of_visible ON app.connection_metadata_cache TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c)) WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY schedules_see ON app.health_schedules FOR SELECT TO ${app} USING (connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY schedules_write ON app.health_schedules TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]))
  WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[]));

-- Whoever may see a connection may test it, and the outcome is kept on its row, which only owner and admins may change:
-- one function writes those columns and nothing else.
CREATE POLICY jobs_connections ON app.connections FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE FUNCTION app.note_test(p_connection uuid, p_status text, p_message text, p_at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE app.connections c
     SET test_status = p_status, test_error_message = p_message, last_tested_at = p_at
   WHERE c.id = p_connection
     AND c.account_id = ANY (app.my_accounts())
     AND (c.visibility <> 'private' OR c.owner_id = app.uid() OR c.account_id = ANY (app.my_admin_accounts())) $$;
CREATE FUNCTION app.note_import(p_connection uuid, p_at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE app.connections c
     SET last_import_at = p_at
   WHERE c.id = p_connection
     AND c.account_id = ANY (app.my_editor_accounts())
     AND (c.visibility <> 'private' OR c.owner_id = app.uid() OR c.account_id = ANY (app.my_admin_accounts())) $$;

REVOKE ALL ON FUNCTION app.note_test(uuid, text, text, timestamptz), app.note_import(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.note_test(uuid, text, text, timestamptz), app.note_import(uuid, timestamptz) TO ${app};
-- UPDATE by column, as in V1; the outcome of tests and imports is written by the functions above only
GRANT SELECT, INSERT, DELETE, UPDATE (workspace_id, name, description, configuration, secrets_updated_at, is_active, import_settings, owner_id, visibility, updated_at, version) ON app.connections TO ${app};
GRANT SELECT, INSERT, DELETE, UPDATE (acting_user_id, enabled, interval_seconds, auth_failures, updated_at) ON app.health_schedules TO ${app};
GRANT SELECT, INSERT, DELETE, UPDATE (metadata, cached_at, expires_at, is_stale) ON app.connection_metadata_cache TO ${app};
GRANT SELECT, INSERT, DELETE ON app.test_runs, app.test_steps, app.health_checks TO ${app};
GRANT SELECT, UPDATE (test_status, test_error_message, last_tested_at, last_import_at) ON app.connections TO ${jobs};
GRANT CREATE ON SCHEMA app TO ${jobs};
ALTER FUNCTION app.note_test(uuid, text, text, timestamptz) OWNER TO ${jobs};
ALTER FUNCTION app.note_import(uuid, timestamptz) OWNER TO ${jobs};
REVOKE CREATE ON SCHEMA app FROM ${jobs};
