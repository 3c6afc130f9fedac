-- Sign-ins at a vendor's page that were begun in a browser and have not come back. A row is taken out by whoever comes back with
-- its state, in one statement, so that a state is good once on all replicas.
CREATE TABLE app.pending_consents (
  state_hash    bytea PRIMARY KEY CHECK (octet_length(state_hash) = 32),      -- the state itself is known to the browser alone
  account_id    uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  connection_id uuid NOT NULL,
  user_id       uuid NOT NULL REFERENCES app.users (id) ON DELETE CASCADE,
  session_hash  bytea NOT NULL CHECK (octet_length(session_hash) = 32),       -- of the session that began it
  version       bigint NOT NULL,                                              -- of the connection: an edit ends the sign-in
  verifier      text NOT NULL,                                                -- sealed
  redirect_uri  text NOT NULL,
  expires_at    timestamptz NOT NULL,
  FOREIGN KEY (connection_id, account_id) REFERENCES app.connections (id, account_id) ON DELETE CASCADE
);
CREATE INDEX pending_consents_connection ON app.pending_consents (connection_id);
ALTER TABLE app.pending_consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.pending_consents FORCE  ROW LEVEL SECURITY;

-- a person sees what they began themselves, and may begin something where they may change connections
CREATE POLICY pending_consents_see ON app.pending_consents FOR SELECT TO ${app}
  USING (user_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_accounts())::uuid[]));
CREATE POLICY pending_consents_begin ON app.pending_consents FOR INSERT TO ${app}
  WITH CHECK (user_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_editor_accounts())::uuid[])
              AND connection_id IN (SELECT c.id FROM app.connections c));
CREATE POLICY pending_consents_end ON app.pending_consents FOR DELETE TO ${app}
  USING (user_id = (SELECT app.uid()) AND account_id = ANY ((SELECT app.my_accounts())::uuid[]));
GRANT SELECT, INSERT, DELETE ON app.pending_consents TO ${app};
