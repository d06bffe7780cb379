-- The numbered journal of each visit: what whoever comes back gets exactly once, in order.

-- The row's lock, held until the writer commits, is what makes the numbers whole: none shared, none skipped.
CREATE TABLE visit_journals (
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  last_sequence integer NOT NULL,
  PRIMARY KEY (tenant_id, visit_id)
);

CREATE TABLE journal_entries (
  -- tenant, visit and sequence, so that a sealed body opens at its own place in the order and nowhere else.
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  sequence integer NOT NULL,
  kind text NOT NULL,
  -- Null: every member of the visit.
  audience jsonb,
  body sealed NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (tenant_id, visit_id, sequence)
);
