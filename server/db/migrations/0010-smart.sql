-- The SMART client: how somebody came in (login_flows), what they have (launches, session_keys, grants,
-- handoffs), why they could not (door_failures), and the keys we sign with (client_keys).
-- Of every secret that a browser holds only a hash is here.

CREATE TABLE client_keys (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  alg text NOT NULL,
  public_jwk jsonb NOT NULL,
  private_jwk sealed NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
-- One signing key an algorithm, however many instances start at once; a retired one stays published.
CREATE UNIQUE INDEX client_keys_live ON client_keys (alg) WHERE retired_at IS NULL;

CREATE TABLE login_flows (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  app text NOT NULL,
  door text NOT NULL,
  purpose text NOT NULL,
  state_hash text NOT NULL UNIQUE,
  cookie_hash text NOT NULL,
  secrets sealed NOT NULL,
  issuer text,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  spent_at timestamptz,
  launch_id text,
  key_id text
);
CREATE INDEX login_flows_by_expiry ON login_flows (expires_at);

CREATE TABLE launches (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  app text NOT NULL,
  door text NOT NULL,
  person_key text NOT NULL,
  role text,
  facts sealed NOT NULL,
  scopes_requested text NOT NULL,
  scopes_granted text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX launches_by_person ON launches (person_key) WHERE ended_at IS NULL;
CREATE INDEX launches_open ON launches (started_at) WHERE ended_at IS NULL;

CREATE TABLE session_keys (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  launch_id text NOT NULL REFERENCES launches (id),
  person_key text NOT NULL,
  browser text NOT NULL,
  secret_hash text NOT NULL UNIQUE,
  next_hash text UNIQUE,
  next_made_at timestamptz,
  previous_hash text,
  previous_until timestamptz,
  id_made_at timestamptz NOT NULL,
  first_used_at timestamptz,
  last_activity_at timestamptz NOT NULL,
  locked_at timestamptz,
  in_call boolean NOT NULL DEFAULT false,
  has_unsaved_text boolean NOT NULL DEFAULT false,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX session_keys_by_previous ON session_keys (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX session_keys_by_launch ON session_keys (launch_id);
CREATE INDEX session_keys_by_person ON session_keys (person_key) WHERE ended_at IS NULL;
CREATE INDEX session_keys_by_browser ON session_keys (browser) WHERE ended_at IS NULL;

CREATE TABLE grants (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  launch_id text NOT NULL UNIQUE REFERENCES launches (id),
  app text NOT NULL,
  access_token sealed,
  refresh_token sealed,
  expires_at timestamptz NOT NULL,
  -- live | failed (the EHR takes it no more) | kept (for deliveries alone) | revoking | gone
  state text NOT NULL,
  kept_for_delivery boolean NOT NULL DEFAULT false,
  -- Counts refreshes: a lease is given only on what its taker has read.
  version integer NOT NULL DEFAULT 0,
  refreshing_by text,
  refreshing_until timestamptz,
  revoke_attempts integer NOT NULL DEFAULT 0,
  revoke_due_at timestamptz,
  changed_at timestamptz NOT NULL
);
CREATE INDEX grants_to_revoke ON grants (revoke_due_at) WHERE state = 'revoking';

CREATE TABLE handoffs (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  launch_id text NOT NULL REFERENCES launches (id),
  code_hash text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX handoffs_by_expiry ON handoffs (expires_at);

CREATE TABLE door_failures (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  code text NOT NULL,
  door text NOT NULL,
  request_id text NOT NULL,
  -- An address of ours that is worth another try.
  retry_href text,
  ehr_says sealed,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX door_failures_by_expiry ON door_failures (expires_at);
