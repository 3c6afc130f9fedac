-- Accounts, users, membership, tokens, sessions, audit. Row security is in force from the first table on.
--
-- Three roles (docs/security.md): the owner runs this file and owns what it makes; ${app} is what the program runs as;
-- ${jobs} cannot log in and owns the few functions that look across accounts. Every transaction of ${app} first sets
-- app.user_id for itself; without it no row is visible.

CREATE FUNCTION app.uid() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;   -- after a transaction the setting reads '' and not NULL

-- identity columns never change (policies cannot compare old and new)
CREATE FUNCTION app.frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id THEN
    RAISE EXCEPTION 'immutable column' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;

CREATE TABLE app.accounts (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name       text NOT NULL CHECK (name <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE app.users (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL CHECK (email = lower(email)),
  display_name  text NOT NULL DEFAULT '',
  password_hash text,
  installer     boolean NOT NULL DEFAULT false,      -- may create accounts
  active        boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (email)
);

CREATE TABLE app.account_users (
  account_id uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  user_id    uuid NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('admin', 'editor', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX account_users_user ON app.account_users (user_id);

-- accounts of the caller, by what the caller may do there
CREATE FUNCTION app.my_accounts() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT coalesce(array_agg(account_id), '{}') FROM app.account_users WHERE user_id = app.uid() $$;
CREATE FUNCTION app.my_editor_accounts() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT coalesce(array_agg(account_id), '{}') FROM app.account_users WHERE user_id = app.uid() AND role IN ('admin', 'editor') $$;
CREATE FUNCTION app.my_admin_accounts() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT coalesce(array_agg(account_id), '{}') FROM app.account_users WHERE user_id = app.uid() AND role = 'admin' $$;

CREATE TABLE app.workspaces (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id  uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  name        text NOT NULL CHECK (name <> ''),
  description text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  version     bigint NOT NULL DEFAULT 1,
  UNIQUE (account_id, name),
  UNIQUE (id, account_id)
);
CREATE TRIGGER workspaces_frozen BEFORE UPDATE ON app.workspaces FOR EACH ROW EXECUTE FUNCTION app.frozen();

CREATE TABLE app.api_tokens (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id      uuid NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  account_id   uuid REFERENCES app.accounts (id) ON DELETE CASCADE,   -- null: good for every account of the user
  name         text NOT NULL,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  created_by   uuid REFERENCES app.users (id) ON DELETE SET NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  FOREIGN KEY (account_id, user_id) REFERENCES app.account_users (account_id, user_id) ON DELETE CASCADE   -- it ends with the membership
);
CREATE INDEX api_tokens_user ON app.api_tokens (user_id);

CREATE TABLE app.audit (
  account_id     uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  seq            bigint NOT NULL,
  at             timestamptz NOT NULL,
  actor_id       uuid NOT NULL,
  action         text NOT NULL,
  target_type    text NOT NULL,
  target_id      uuid,
  outcome        text NOT NULL CHECK (outcome IN ('success', 'failure', 'denied')),
  request_id     text,
  source_address text,
  diff           jsonb NOT NULL DEFAULT '{}',
  prev_hash      bytea NOT NULL,
  hash           bytea NOT NULL,
  PRIMARY KEY (account_id, seq)
);
-- the end of each account's chain; its row lock puts writers in order
CREATE TABLE app.audit_heads (
  account_id uuid PRIMARY KEY REFERENCES app.accounts (id) ON DELETE CASCADE,
  seq        bigint NOT NULL,
  hash       bytea NOT NULL
);
-- events without a signed-in user
CREATE TABLE app.system_log (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at             timestamptz NOT NULL DEFAULT now(),
  event          text NOT NULL,
  subject        text NOT NULL,
  source_address text
);
-- failed sign-ins by (name, address), shared by all replicas
CREATE TABLE app.sign_in_failures (
  subject_hash   bytea NOT NULL,
  source_address text NOT NULL,
  failures       integer NOT NULL,
  last_at        timestamptz NOT NULL,
  PRIMARY KEY (subject_hash, source_address)
);

CREATE TABLE app.crypto_keys (
  kid        bytea PRIMARY KEY CHECK (octet_length(kid) = 4),
  kcv        bytea NOT NULL,
  active     boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE app.idempotency_keys (
  account_id  uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  user_id     uuid NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  operation   text NOT NULL,
  key         text NOT NULL,
  resource_id uuid NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, user_id, operation, key)
);

-- sessions of the pages; the shape is Spring Session's, the attributes are JSON
CREATE TABLE app.spring_session (
  primary_id            char(36) PRIMARY KEY,
  session_id            char(36) NOT NULL UNIQUE,
  creation_time         bigint NOT NULL,
  last_access_time      bigint NOT NULL,
  max_inactive_interval int NOT NULL,
  expiry_time           bigint NOT NULL,
  principal_name        varchar(100)
);
CREATE INDEX spring_session_expiry ON app.spring_session (expiry_time);
CREATE INDEX spring_session_principal ON app.spring_session (principal_name);
CREATE TABLE app.spring_session_attributes (
  session_primary_id char(36) NOT NULL REFERENCES app.spring_session (primary_id) ON DELETE CASCADE,
  attribute_name     varchar(200) NOT NULL,
  attribute_bytes    bytea NOT NULL,
  PRIMARY KEY (session_primary_id, attribute_name)
);

-- jobs and schedules; the shape is db-scheduler's, the data are ids only
CREATE TABLE app.scheduled_tasks (
  task_name            text NOT NULL,
  task_instance        text NOT NULL,
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON app.scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON app.scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON app.scheduled_tasks (priority DESC, execution_time ASC);

ALTER TABLE app.accounts         ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.accounts         FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.users            ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.users            FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.account_users    ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.account_users    FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.workspaces       ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.workspaces       FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.api_tokens       ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.api_tokens       FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.audit            ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.audit            FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.audit_heads      ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.audit_heads      FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.idempotency_keys FORCE  ROW LEVEL SECURITY;

CREATE POLICY accounts_see ON app.accounts FOR SELECT TO ${app} USING (id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY accounts_change ON app.accounts FOR UPDATE TO ${app}
  USING (id = ANY ((SELECT app.my_admin_accounts())::uuid[])) WITH CHECK (id = ANY ((SELECT app.my_admin_accounts())::uuid[]));

-- the owner's policy lets the definer functions above read the caller's own rows under FORCE, without recursion
CREATE POLICY members_of_caller ON app.account_users FOR SELECT TO CURRENT_USER USING (user_id = app.uid());
CREATE POLICY members_see ON app.account_users FOR SELECT TO ${app} USING (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY members_add ON app.account_users FOR INSERT TO ${app} WITH CHECK (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[]));
CREATE POLICY members_change ON app.account_users FOR UPDATE TO ${app}
  USING (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[]));
CREATE POLICY members_remove ON app.account_users FOR DELETE TO ${app} USING (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[]));

CREATE POLICY users_see ON app.users FOR SELECT TO ${app}
  USING (id = (SELECT app.uid()) OR id IN (SELECT m.user_id FROM app.account_users m));

CREATE POLICY workspaces_see ON app.workspaces FOR SELECT TO ${app} USING (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY workspaces_change ON app.workspaces FOR ALL TO ${app}
  USING (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[]));

-- a token that an administrator makes for a member is good in that account only
CREATE POLICY tokens_own ON app.api_tokens FOR ALL TO ${app} USING (user_id = (SELECT app.uid())) WITH CHECK (user_id = (SELECT app.uid()));
CREATE POLICY tokens_for_member ON app.api_tokens FOR INSERT TO ${app}
  WITH CHECK (account_id = ANY ((SELECT app.my_admin_accounts())::uuid[])
              AND EXISTS (SELECT 1 FROM app.account_users m WHERE m.account_id = api_tokens.account_id AND m.user_id = api_tokens.user_id));

CREATE POLICY audit_see ON app.audit FOR SELECT TO ${app} USING (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY audit_write ON app.audit FOR INSERT TO ${app}
  WITH CHECK (account_id = ANY ((SELECT app.my_accounts())::uuid[]) AND actor_id = (SELECT app.uid()));
CREATE POLICY audit_heads_own ON app.audit_heads FOR ALL TO ${app}
  USING (account_id = ANY ((SELECT app.my_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY idempotency_own ON app.idempotency_keys FOR ALL TO ${app}
  USING (user_id = (SELECT app.uid())) WITH CHECK (user_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_accounts())::uuid[]));

-- What must be known or done before there is a user, or across accounts: narrow functions, one purpose each.
CREATE POLICY jobs_accounts ON app.accounts FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE POLICY jobs_users ON app.users FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE POLICY jobs_members ON app.account_users FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE POLICY jobs_tokens ON app.api_tokens FOR ALL TO ${jobs} USING (true) WITH CHECK (true);
CREATE POLICY jobs_workspaces ON app.workspaces FOR INSERT TO ${jobs} WITH CHECK (true);

CREATE FUNCTION app.sign_in(p_email text) RETURNS TABLE (user_id uuid, password_hash text, active boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT u.id, u.password_hash, u.active FROM app.users u WHERE u.email = lower(p_email) $$;

CREATE FUNCTION app.token(p_hash bytea) RETURNS TABLE (token_id uuid, user_id uuid, account_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH used AS (
    UPDATE app.api_tokens t SET last_used_at = now()
     WHERE t.token_hash = p_hash AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute'))
  SELECT t.id, t.user_id, t.account_id
    FROM app.api_tokens t JOIN app.users u ON u.id = t.user_id
   WHERE t.token_hash = p_hash AND u.active AND (t.expires_at IS NULL OR t.expires_at > now()) $$;

CREATE FUNCTION app.is_installer() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT u.installer AND u.active FROM app.users u WHERE u.id = app.uid()), false) $$;

CREATE FUNCTION app.has_users() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM app.users) $$;

-- the first account of an installation: only while there is no user at all
CREATE FUNCTION app.first_account(p_name text, p_email text, p_hash text, p_token_hash bytea)
RETURNS TABLE (account_id uuid, user_id uuid) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(728170001);
  IF EXISTS (SELECT 1 FROM app.users) THEN RETURN; END IF;
  INSERT INTO app.accounts (name) VALUES (p_name) RETURNING id INTO account_id;
  INSERT INTO app.users (email, password_hash, installer) VALUES (lower(p_email), p_hash, true) RETURNING id INTO user_id;
  INSERT INTO app.account_users VALUES (account_id, user_id, 'admin');
  INSERT INTO app.api_tokens (user_id, name, token_hash) VALUES (user_id, 'First token', p_token_hash);
  RETURN NEXT;
END $$;

CREATE FUNCTION app.create_account(p_name text, p_email text, p_hash text, p_token_hash bytea)
RETURNS TABLE (account_id uuid, user_id uuid) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT app.is_installer() THEN RAISE EXCEPTION 'not the installer' USING ERRCODE = '42501'; END IF;
  INSERT INTO app.accounts (name) VALUES (p_name) RETURNING id INTO account_id;
  INSERT INTO app.users (email, password_hash) VALUES (lower(p_email), p_hash) RETURNING id INTO user_id;
  INSERT INTO app.account_users VALUES (account_id, user_id, 'admin');
  INSERT INTO app.api_tokens (user_id, account_id, name, token_hash) VALUES (user_id, account_id, 'First token', p_token_hash);
  RETURN NEXT;
END $$;

-- a person who has a user already joins with it; the password given is then not used
CREATE FUNCTION app.add_member(p_account uuid, p_email text, p_name text, p_hash text, p_role text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE member uuid;
BEGIN
  IF NOT p_account = ANY (app.my_admin_accounts()) THEN RAISE EXCEPTION 'not an admin' USING ERRCODE = '42501'; END IF;
  INSERT INTO app.users (email, display_name, password_hash) VALUES (lower(p_email), p_name, p_hash) ON CONFLICT (email) DO NOTHING;
  SELECT id INTO member FROM app.users WHERE email = lower(p_email);
  INSERT INTO app.account_users VALUES (p_account, member, p_role);
  RETURN member;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO ${app};
GRANT EXECUTE ON FUNCTION app.uid(), app.my_accounts(), app.my_editor_accounts(), app.my_admin_accounts() TO ${app}, ${jobs};
GRANT EXECUTE ON FUNCTION app.sign_in(text), app.token(bytea), app.is_installer(), app.has_users(),
  app.first_account(text, text, text, bytea), app.create_account(text, text, text, bytea),
  app.add_member(uuid, text, text, text, text) TO ${app};
-- UPDATE by column: what a row is and whose it is never changes, also for someone who may write in two accounts
GRANT SELECT, UPDATE (name) ON app.accounts TO ${app};
GRANT SELECT (id, email, display_name, installer, active, created_at), UPDATE (display_name) ON app.users TO ${app};
GRANT SELECT, INSERT, UPDATE (role), DELETE ON app.account_users TO ${app};
GRANT SELECT, INSERT, UPDATE (name, description, updated_at, version), DELETE ON app.workspaces TO ${app};
GRANT SELECT, INSERT, DELETE ON app.idempotency_keys TO ${app};
GRANT SELECT (id, user_id, account_id, name, created_by, created_at, expires_at, last_used_at), INSERT, DELETE ON app.api_tokens TO ${app};
GRANT SELECT, INSERT ON app.audit TO ${app};
GRANT SELECT, INSERT, UPDATE (seq, hash) ON app.audit_heads TO ${app};
GRANT SELECT, INSERT, UPDATE (active) ON app.crypto_keys TO ${app};
GRANT INSERT ON app.system_log TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON app.sign_in_failures, app.spring_session, app.spring_session_attributes, app.scheduled_tasks TO ${app};

GRANT USAGE, CREATE ON SCHEMA app TO ${jobs};
GRANT SELECT, INSERT ON app.accounts, app.users, app.account_users TO ${jobs};
GRANT SELECT, INSERT, UPDATE ON app.api_tokens TO ${jobs};
ALTER FUNCTION app.sign_in(text) OWNER TO ${jobs};
ALTER FUNCTION app.token(bytea) OWNER TO ${jobs};
ALTER FUNCTION app.is_installer() OWNER TO ${jobs};
ALTER FUNCTION app.has_users() OWNER TO ${jobs};
ALTER FUNCTION app.first_account(text, text, text, bytea) OWNER TO ${jobs};
ALTER FUNCTION app.create_account(text, text, text, bytea) OWNER TO ${jobs};
ALTER FUNCTION app.add_member(uuid, text, text, text, text) OWNER TO ${jobs};
REVOKE CREATE ON SCHEMA app FROM ${jobs};
