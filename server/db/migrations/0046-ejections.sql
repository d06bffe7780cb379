-- Whoever was removed from a visit and may still hold a place in the vendor's room. Ids and times alone.
CREATE TABLE vendor_ejections (
  participant_id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  removed_at timestamptz NOT NULL,
  -- When the vendor first said that they are out; null: it has not.
  confirmed_at timestamptz,
  -- When the vendor is asked (again); null: never again, the visit is over or no place given out before holds any more.
  due_at timestamptz,
  leased_until timestamptz,
  -- In a row.
  failures integer NOT NULL DEFAULT 0,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE INDEX vendor_ejections_due ON vendor_ejections (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX vendor_ejections_by_visit ON vendor_ejections (tenant_id, visit_id);
