-- What was said of signs that cannot wait, visit by visit: told, gone on after the words for a crisis, acknowledged.
-- What kind a line is stands in the sealed part too: that somebody was shown whom to call is theirs alone.
CREATE TABLE red_flag_words (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  position integer NOT NULL,
  said_by text NOT NULL CHECK (said_by IN ('patient', 'proxy', 'staff')),
  person_key text NOT NULL,
  said_at timestamptz NOT NULL,
  content sealed NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id),
  CONSTRAINT red_flag_words_place UNIQUE (visit_id, position)
);

-- Up only: nothing that was said is taken back or changed.
CREATE FUNCTION refuse_red_flag_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('webside.reseal', true) = 'on'
     AND (NEW.id, NEW.tenant_id, NEW.visit_id, NEW.position, NEW.said_by, NEW.person_key, NEW.said_at)
       = (OLD.id, OLD.tenant_id, OLD.visit_id, OLD.position, OLD.said_by, OLD.person_key, OLD.said_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was said of a sign stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER red_flag_words_kept BEFORE UPDATE OR DELETE ON red_flag_words
  FOR EACH ROW EXECUTE FUNCTION refuse_red_flag_change();
