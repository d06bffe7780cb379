-- Lines imported from a sheet, and which reminders of their ends went out.

ALTER TABLE credentials DROP CONSTRAINT credentials_origin_check;
ALTER TABLE credentials ADD CONSTRAINT credentials_origin_check CHECK (origin IN ('by-hand', 'file', 'ehr'));

CREATE TABLE credential_reminders (
  tenant_id text NOT NULL,
  credential_id text NOT NULL,
  -- A line that was renewed has another last day, and is reminded of again.
  valid_to text NOT NULL,
  -- 90, 30, 7; 0: it has ended.
  days_before integer NOT NULL CHECK (days_before IN (90, 30, 7, 0)),
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (credential_id, valid_to, days_before)
);
