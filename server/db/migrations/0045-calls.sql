-- The call of a visit: which way it goes, the vendor's room, what the vendor told of it, and the flight recorder.
-- Ids, counts and times; no names and no health data.

-- Only where a visit goes another way than its tenant's: Daily was down, and people went on directly.
CREATE TABLE call_ways (
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  provider text NOT NULL CHECK (provider IN ('peer', 'daily')),
  chosen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, visit_id),
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);

CREATE TABLE vendor_rooms (
  -- Random, and all that the vendor learns of the visit.
  name text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  made_at timestamptz NOT NULL,
  -- Until when the vendor lets people in; null: the vendor has not said yes to it.
  expires_at timestamptz,
  -- When it was seen to be gone at the vendor.
  closed_at timestamptz,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE UNIQUE INDEX vendor_rooms_one_open ON vendor_rooms (tenant_id, visit_id) WHERE closed_at IS NULL;

CREATE TABLE vendor_words (
  -- The vendor's own id of the event: told twice, it is one.
  id text NOT NULL,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  kind text NOT NULL,
  participant_id text,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE INDEX vendor_words_by_visit ON vendor_words (tenant_id, visit_id);

CREATE TABLE call_records (
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  participant_id text NOT NULL,
  -- One stay of one page in the call.
  stay text NOT NULL,
  -- The page's own count: an older record never replaces a younger one.
  sequence integer NOT NULL,
  provider text NOT NULL CHECK (provider IN ('peer', 'daily')),
  others_here boolean NOT NULL,
  record jsonb NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  -- When it was counted in the metrics, once.
  counted_at timestamptz,
  PRIMARY KEY (tenant_id, visit_id, participant_id, stay),
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE INDEX call_records_uncounted ON call_records (last_at) WHERE counted_at IS NULL;
