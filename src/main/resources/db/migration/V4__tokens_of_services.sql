-- What token services have given: access tokens that all replicas share, and refresh tokens that are good for one use.
-- They belong to credentials, not to a connection: a draft that is tested, the connection that is saved from it and its
-- copies show the same refresh token, and the service takes each of its successors once.
CREATE TABLE app.service_tokens (
  account_id    uuid NOT NULL REFERENCES app.accounts (id) ON DELETE CASCADE,
  credentials   text NOT NULL,                           -- keyed hash of what the service is asked with, and where
  access_token  text,                                    -- sealed
  refresh_token text,                                    -- sealed
  server        text,                                    -- where the service says that the token is to be used
  ends_at       timestamptz,                             -- of the access token
  used_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, credentials)
);
ALTER TABLE app.service_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.service_tokens FORCE  ROW LEVEL SECURITY;

-- whoever may use a connection needs its tokens, viewers too; the hash cannot be told without the secrets
CREATE POLICY service_tokens_own ON app.service_tokens TO ${app}
  USING (account_id = ANY ((SELECT app.my_accounts())::uuid[])) WITH CHECK (account_id = ANY ((SELECT app.my_accounts())::uuid[]));
GRANT SELECT, INSERT, DELETE, UPDATE (access_token, refresh_token, server, ends_at, used_at) ON app.service_tokens TO ${app};
