-- Charges of visits: a draft that people fill, what was confirmed (which never changes), and what came after.

CREATE TABLE charge_drafts (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  -- Counts changes: a writer who has not seen the last one is refused.
  revision integer NOT NULL CHECK (revision > 0),
  changed_at timestamptz NOT NULL,
  -- What was answered, by whom and when, and what is entered.
  content sealed NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id),
  CONSTRAINT charge_drafts_one UNIQUE (tenant_id, visit_id)
);

CREATE TABLE charges (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  -- First, second … of its visit: there is a second only after the first was taken back.
  position integer NOT NULL CHECK (position > 0),
  patient_index text NOT NULL,
  -- The press it was confirmed by, so that one press sent twice is one charge.
  request_key text NOT NULL,
  -- Who confirmed it: nobody releases their own.
  person_key text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  -- Codes, why it waits for a second person.
  holds text[] NOT NULL,
  -- Lines, diagnoses, place, payer, who and when.
  content sealed NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id),
  CONSTRAINT charges_place UNIQUE (id, tenant_id),
  CONSTRAINT charges_position UNIQUE (tenant_id, visit_id, position),
  CONSTRAINT charges_request UNIQUE (tenant_id, visit_id, request_key)
);
CREATE INDEX charges_by_patient ON charges (tenant_id, patient_index);
CREATE INDEX charges_by_time ON charges (tenant_id, confirmed_at);

CREATE TABLE charge_steps (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  charge_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('released', 'withdrawn')),
  at timestamptz NOT NULL,
  person_key text NOT NULL,
  -- By whom, with which words.
  content sealed NOT NULL,
  FOREIGN KEY (charge_id, tenant_id) REFERENCES charges (id, tenant_id),
  CONSTRAINT charge_steps_once UNIQUE (charge_id, kind)
);

CREATE FUNCTION refuse_charge_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('webside.reseal', true) = 'on'
     AND (to_jsonb(NEW) - 'content') = (to_jsonb(OLD) - 'content') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a confirmed charge stays as it is' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER charges_kept BEFORE UPDATE OR DELETE ON charges
  FOR EACH ROW EXECUTE FUNCTION refuse_charge_change();
CREATE TRIGGER charge_steps_kept BEFORE UPDATE OR DELETE ON charge_steps
  FOR EACH ROW EXECUTE FUNCTION refuse_charge_change();
