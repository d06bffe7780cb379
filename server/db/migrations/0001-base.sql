-- What every later migration builds on: the domain of sealed columns and the wrapped data keys.

-- s1.<data key id>.<nonce>.<ciphertext and tag>, base64url. Plain text cannot get into such a column.
CREATE DOMAIN sealed AS text
  CHECK (VALUE ~ '^s1\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22,}$');

CREATE TABLE data_keys (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  purpose text NOT NULL,
  day text NOT NULL,
  kek_id text NOT NULL,
  wrapped text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);

-- Field keys may be many per tenant and day (one per process); a secret of the installation is one.
CREATE UNIQUE INDEX data_keys_secrets ON data_keys (purpose) WHERE purpose <> 'field';
CREATE INDEX data_keys_by_kek ON data_keys (kek_id);
