-- What is put into the EHR: one row a thing, never deleted, and every step that it took.

CREATE TABLE deliveries (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('encounter', 'encounter-end', 'note', 'addendum', 'replacement', 'withdrawal',
    'charge')),
  -- Id of what is delivered: the visit, the signed note, the charge.
  about text NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'sending', 'confirmed', 'refused', 'unknown', 'reconciling',
    'handed-over', 'done-by-person')),
  state_since timestamptz NOT NULL,
  route text,
  wait text,
  why text,
  -- A search has put it back to planned before: once in its life.
  has_gone_back boolean NOT NULL DEFAULT false,
  -- The delivery it adds to, replaces, withdraws or ends.
  builds_on text REFERENCES deliveries (id),
  -- `WS-…`; means nothing outside this installation.
  reference text,
  -- When the fact was told: the order within a visit, and the age of a backlog.
  made_at timestamptz NOT NULL,
  -- By the instance's clock: courtesy to the EHR. What must not come too early stands in settles_at.
  due_at timestamptz NOT NULL,
  -- By the database's clock: before it, a search would prove nothing.
  settles_at timestamptz,
  -- How often bytes of it may have reached the EHR.
  attempts integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  sent_at timestamptz,
  leased_until timestamptz,
  -- Counts leases and hands: who has not seen the last one writes nothing.
  fence integer NOT NULL DEFAULT 0,
  -- The launch under which it was signed or confirmed; its grant is kept while it is under way.
  launch_id text,
  -- Whose it is, and to whom it was assigned; HMAC of issuer and subject.
  owner_key text,
  assigned_key text,
  -- Patient, owner, names.
  facts sealed NOT NULL,
  -- What was last sent, as it was sent.
  sent sealed,
  -- What the EHR answered: id and version, or its words.
  answer sealed,
  -- Who has it in hand and who marked it done, by name.
  hands sealed,
  CONSTRAINT deliveries_once UNIQUE (tenant_id, kind, about),
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE INDEX deliveries_by_visit ON deliveries (visit_id, made_at);
CREATE INDEX deliveries_due ON deliveries (due_at)
  WHERE state IN ('planned', 'sending', 'unknown', 'reconciling');
CREATE INDEX deliveries_backlog ON deliveries (tenant_id, made_at)
  WHERE state NOT IN ('confirmed', 'done-by-person');
CREATE INDEX deliveries_by_owner ON deliveries (owner_key)
  WHERE state NOT IN ('confirmed', 'done-by-person');
CREATE INDEX deliveries_by_launch ON deliveries (launch_id)
  WHERE state IN ('planned', 'sending', 'unknown', 'reconciling');

CREATE FUNCTION refuse_delivery_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a delivery is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.id, OLD.tenant_id, OLD.visit_id, OLD.kind, OLD.about)
     IS DISTINCT FROM (NEW.id, NEW.tenant_id, NEW.visit_id, NEW.kind, NEW.about)
     OR (OLD.state IN ('confirmed', 'done-by-person') AND NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'a delivery stays what it is, and delivered it stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliveries_kept BEFORE UPDATE OR DELETE ON deliveries
  FOR EACH ROW EXECUTE FUNCTION refuse_delivery_change();

-- Every step a delivery took, by whom: the worker (null) or a person.
CREATE TABLE delivery_moves (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  delivery_id text NOT NULL REFERENCES deliveries (id),
  event text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  why text,
  person_key text,
  at timestamptz NOT NULL
);
CREATE INDEX delivery_moves_by_delivery ON delivery_moves (delivery_id, at);

-- A random word per host, renewed here and in a file beside the backup: when they part, the database is an older one.
CREATE TABLE host_epochs (
  host text PRIMARY KEY,
  epoch text NOT NULL,
  renewed_at timestamptz NOT NULL
);

-- When the database was found to be a restored one. What was told before it is looked for in the EHR first.
CREATE TABLE restores (
  id text PRIMARY KEY,
  at timestamptz NOT NULL
);
