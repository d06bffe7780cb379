-- The audit trail: append-only rows in hash chains, their content sealed batch by batch, signed heads.

-- Names this trail, so that a head from another database is not taken for one of ours.
CREATE TABLE audit_ledger (id text PRIMARY KEY);
INSERT INTO audit_ledger (id) VALUES (gen_random_uuid()::text);

CREATE TABLE audit_batches (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  content sealed NOT NULL
);

CREATE TABLE audit_events (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  chain integer NOT NULL,
  seq integer NOT NULL,
  -- ISO 8601 UTC as text: the chain covers it to the last digit.
  recorded_at text NOT NULL,
  event text NOT NULL,
  outcome text NOT NULL,
  person_index text,
  patient_index text,
  batch_id text NOT NULL REFERENCES audit_batches (id),
  position integer NOT NULL,
  content_mac text NOT NULL,
  mac text NOT NULL,
  -- Two writers on one chain: the second is refused here and takes another chain.
  CONSTRAINT audit_events_place UNIQUE (chain, seq)
);
CREATE INDEX audit_events_by_time ON audit_events (tenant_id, recorded_at);
CREATE INDEX audit_events_by_patient ON audit_events (tenant_id, patient_index, recorded_at);
CREATE INDEX audit_events_by_person ON audit_events (tenant_id, person_index, recorded_at);
CREATE INDEX audit_events_by_batch ON audit_events (batch_id);

CREATE TABLE audit_heads (
  ledger text NOT NULL,
  chain integer NOT NULL,
  seq integer NOT NULL,
  mac text NOT NULL,
  signed_at text NOT NULL,
  public_key text NOT NULL,
  key_mac text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (chain, seq, signed_at)
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are append-only' USING ERRCODE = 'restrict_violation';
END $$;

-- Key rotation may seal the same content anew; the chain holds what the content was.
CREATE FUNCTION refuse_audit_change_but_reseal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('webside.reseal', true) = 'on' AND NEW.id = OLD.id AND NEW.tenant_id = OLD.tenant_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit rows are append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_heads_append_only BEFORE UPDATE OR DELETE ON audit_heads
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_ledger_append_only BEFORE UPDATE OR DELETE ON audit_ledger
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_batches_no_delete BEFORE DELETE ON audit_batches
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_batches_append_only BEFORE UPDATE ON audit_batches
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change_but_reseal();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_batches_no_truncate BEFORE TRUNCATE ON audit_batches
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_heads_no_truncate BEFORE TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
