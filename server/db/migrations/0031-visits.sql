-- Visits: one tenant, one patient, for ever. Who is in one, what was said in it, and the numbered journal.

CREATE TABLE visits (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  -- Blind index of the patient's FHIR id in this tenant.
  patient_index text NOT NULL,
  source_kind text NOT NULL CHECK (source_kind IN ('encounter', 'appointment', 'own')),
  -- Blind index of the EHR's record; for `own` the visit's id.
  source_index text NOT NULL,
  -- Patient's id, name and birth date, the record's id and words, the host's name.
  facts sealed NOT NULL,
  state text NOT NULL CHECK (state IN ('booked', 'invited', 'checking-in', 'waiting', 'in-visit', 'dropped',
    'moved-to-phone', 'moved-to-in-person', 'ended', 'documented', 'closed', 'cancelled', 'no-show',
    'left-before-seen')),
  state_since timestamptz NOT NULL,
  -- Counts changes: a writer who has not seen the last one is refused.
  version integer NOT NULL,
  host_key text,
  planned_start timestamptz,
  planned_end timestamptz,
  made_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  -- When the clock looks at it next; null: never.
  limit_at timestamptz,
  waiting_since timestamptz,
  admitted_at timestamptz,
  ended_at timestamptz,
  -- Since when the gate is closed though care is being given: no newcomers, no recording, no listening.
  refused_since timestamptz,
  hand_over_at timestamptz,
  emergency_at timestamptz,
  -- Codes, why a person must look before it is billed.
  billing_review text[] NOT NULL DEFAULT '{}',
  CONSTRAINT visits_place UNIQUE (id, tenant_id),
  CONSTRAINT visits_source UNIQUE (tenant_id, source_kind, source_index)
);
CREATE INDEX visits_by_patient ON visits (tenant_id, patient_index);
CREATE INDEX visits_by_host ON visits (tenant_id, host_key, state);
CREATE INDEX visits_due ON visits (limit_at) WHERE limit_at IS NOT NULL;

CREATE FUNCTION refuse_visit_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a visit belongs to one tenant and one patient' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER visits_stay BEFORE UPDATE OF id, tenant_id, patient_index, source_kind, source_index ON visits
  FOR EACH ROW WHEN ((OLD.id, OLD.tenant_id, OLD.patient_index, OLD.source_kind, OLD.source_index)
    IS DISTINCT FROM (NEW.id, NEW.tenant_id, NEW.patient_index, NEW.source_kind, NEW.source_index))
  EXECUTE FUNCTION refuse_visit_move();
CREATE TRIGGER visits_kept BEFORE DELETE ON visits FOR EACH ROW EXECUTE FUNCTION refuse_visit_move();

CREATE TABLE visit_people (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('host', 'clinician', 'staff', 'patient', 'proxy', 'guest')),
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  was_admitted boolean NOT NULL DEFAULT false,
  person_key text,
  last_seen_at timestamptz,
  device text,
  epoch integer NOT NULL DEFAULT 0,
  -- Name as shown, a guest's role and language.
  facts sealed NOT NULL,
  invitation_hash text UNIQUE,
  invitation_until timestamptz,
  joined_at timestamptz NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id),
  CONSTRAINT visit_people_once UNIQUE (visit_id, person_key)
);
CREATE INDEX visit_people_by_visit ON visit_people (visit_id);
-- One clinician is responsible at any time, and there is one patient.
CREATE UNIQUE INDEX visit_people_one_host ON visit_people (visit_id) WHERE role = 'host';
CREATE UNIQUE INDEX visit_people_one_patient ON visit_people (visit_id) WHERE role = 'patient';

-- What was said and done, in order: answers, places, modalities, identity, overrides, reasons. Evidence.
CREATE TABLE visit_statements (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL,
  said_by text NOT NULL,
  person_key text,
  said_at timestamptz NOT NULL,
  content sealed NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id),
  CONSTRAINT visit_statements_place UNIQUE (visit_id, position)
);
CREATE FUNCTION refuse_statement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('webside.reseal', true) = 'on' AND NEW.id = OLD.id
     AND NEW.tenant_id = OLD.tenant_id AND NEW.visit_id = OLD.visit_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was said in a visit stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER visit_statements_kept BEFORE UPDATE OR DELETE ON visit_statements
  FOR EACH ROW EXECUTE FUNCTION refuse_statement_change();

