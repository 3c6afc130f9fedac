-- What may still be asked of organisations that count calls: one row for an account and an organisation, which all
-- connections and all replicas share; and imports that wait until something may be asked again.
CREATE TABLE app.budgets (
  account_id    uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  organisation  text NOT NULL CHECK (length(organisation) BETWEEN 1 AND 300),   -- host and tenant, as the source calls them
  product       text NOT NULL,                           -- as people call it
  call_limit    bigint CHECK (call_limit > 0),           -- as the organisation says; null where it says nothing
  used          bigint NOT NULL DEFAULT 0 CHECK (used >= 0),   -- as it says, and what was asked since
  window_end    timestamptz,                             -- null for 24 hours that roll
  peak          bigint NOT NULL DEFAULT 0,               -- the most that it said to be used since peak_since
  peak_since    timestamptz,
  heard_at      timestamptz,                             -- when it last said anything of its limit
  day           bigint[] NOT NULL DEFAULT '{}',          -- our own calls by hour: the number of the latest hour, then counts
  resting_until timestamptz,                             -- it asked to be left alone
  refusals      integer NOT NULL DEFAULT 0,              -- one after the other
  probe_until   timestamptz,                             -- one call goes first after a rest, and has until then
  pace          double precision CHECK (pace > 0),       -- calls a second; null for any
  next_call_at  timestamptz,
  used_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, organisation)
);

-- which connections lead there, and what each has asked
CREATE TABLE app.budget_connections (
  account_id    uuid NOT NULL,
  organisation  text NOT NULL,
  connection_id uuid NOT NULL,
  minute        bigint[] NOT NULL DEFAULT '{}',
  hour          bigint[] NOT NULL DEFAULT '{}',
  day           bigint[] NOT NULL DEFAULT '{}',
  used_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, organisation),
  FOREIGN KEY (account_id, organisation) REFERENCES app.budgets (account_id, organisation) ON DELETE CASCADE,
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX budget_connections_organisation ON app.budget_connections (account_id, organisation);

ALTER TABLE app.budgets            ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.budgets            FORCE  ROW LEVEL SECURITY;
ALTER TABLE app.budget_connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.budget_connections FORCE  ROW LEVEL SECURITY;

-- whoever may use a connection asks on the account's budget, viewers too
CREATE POLICY budgets_own ON app.budgets TO ${app}
  USING (account_id = ANY ((SELECT app.my_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY budget_connections_of_visible ON app.budget_connections TO ${app}
  USING (connection_id IN (SELECT c.id FROM app.connections c)) WITH CHECK (connection_id IN (SELECT c.id FROM app.connections c));
GRANT SELECT, INSERT, DELETE, UPDATE (product, call_limit, used, window_end, peak, peak_since, heard_at, day, resting_until, refusals,
  probe_until, pace, next_call_at, used_at) ON app.budgets TO ${app};
GRANT SELECT, INSERT, DELETE, UPDATE (minute, hour, day, used_at) ON app.budget_connections TO ${app};

ALTER TABLE app.imports
  ADD COLUMN waiting_until  timestamptz,                 -- before it is planned; then its parts wait
  ADD COLUMN waiting_reason text,                        -- a sentence
  ADD COLUMN waiting_since  timestamptz,                 -- since when waiting has brought it no further
  ADD COLUMN waiting_tables bigint;                      -- how far it was then
ALTER TABLE app.import_parts ADD COLUMN waiting_until timestamptz;
GRANT UPDATE (waiting_until, waiting_reason, waiting_since, waiting_tables) ON app.imports TO ${app};
GRANT UPDATE (waiting_until) ON app.import_parts TO ${app};

-- those of which nobody reads a part at the moment
CREATE VIEW app.waiting_imports WITH (security_invoker = true) AS
SELECT i.id AS import_id, i.account_id, i.connection_id, w.until, i.waiting_reason AS reason
  FROM app.imports i
 CROSS JOIN LATERAL (SELECT least(i.waiting_until, min(p.waiting_until)) AS until, bool_or(p.status = 'running') AS working
                       FROM app.import_parts p WHERE p.import_id = i.id) w
 WHERE i.status IN ('queued', 'running') AND w.until IS NOT NULL AND w.working IS NOT TRUE;
GRANT SELECT ON app.waiting_imports TO ${app};

-- a table that was seen but could not be read: an import that goes on asks for it again
ALTER TABLE app.datasets ADD COLUMN unread boolean NOT NULL DEFAULT false;
GRANT UPDATE (unread) ON app.datasets TO ${app};
