-- The credential register of clinicians, the consents of patients, and what one area tells the next.

CREATE TABLE credentials (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  -- Blind index of the practitioner's reference: finds a person's lines without storing who they are.
  practitioner_index text NOT NULL,
  -- What makes a line the same line: origin, kind, state, number.
  line_index text NOT NULL,
  kind text NOT NULL,
  profession text NOT NULL,
  state text,
  compact text,
  status text NOT NULL CHECK (status IN ('active', 'expired', 'suspended', 'revoked', 'pending', 'probation')),
  valid_from text NOT NULL CHECK (valid_from ~ '^\d{4}-\d{2}-\d{2}$'),
  valid_to text NOT NULL CHECK (valid_to ~ '^\d{4}-\d{2}-\d{2}$'),
  is_residence_state boolean NOT NULL DEFAULT false,
  origin text NOT NULL CHECK (origin IN ('by-hand', 'ehr')),
  verified_on text,
  -- Practitioner, number, who entered and who verified it, against which source.
  facts sealed NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT credentials_line UNIQUE (tenant_id, practitioner_index, line_index)
);

CREATE TABLE consents (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  patient_index text NOT NULL,
  visit_id text NOT NULL,
  given_for text NOT NULL CHECK (given_for IN ('patient', 'guest')),
  kind text NOT NULL CHECK (kind IN ('telehealth', 'recording', 'ai-listening')),
  version text NOT NULL,
  language text NOT NULL,
  agreed boolean NOT NULL,
  given_by text NOT NULL CHECK (given_by IN ('self', 'parent', 'guardian', 'proxy')),
  given_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  -- Who said it: person, reference, name; and whether for a guest, whose.
  facts sealed NOT NULL
);
CREATE INDEX consents_by_patient ON consents (tenant_id, patient_index, kind, given_at);
CREATE INDEX consents_by_visit ON consents (visit_id, kind, given_at);

-- A consent is evidence: it may be withdrawn once, and changes in nothing else.
CREATE FUNCTION refuse_consent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('webside.reseal', true) = 'on' AND NEW.id = OLD.id AND NEW.tenant_id = OLD.tenant_id THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
     AND (to_jsonb(NEW) - 'withdrawn_at') = (to_jsonb(OLD) - 'withdrawn_at') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'consents are evidence' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_kept BEFORE UPDATE OR DELETE ON consents
  FOR EACH ROW EXECUTE FUNCTION refuse_consent_change();

-- Facts that one area tells those to its right, written in its own transaction. Nothing undelivered is deleted.
CREATE TABLE outbox (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  kind text NOT NULL,
  -- Id of what it is about, e.g. the visit. Ids only.
  about text NOT NULL,
  due_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  leased_by text,
  leased_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  done_at timestamptz
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE done_at IS NULL;
