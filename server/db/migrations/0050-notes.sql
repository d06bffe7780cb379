-- Notes: one a visit, its one open draft, what other pages wrote beside it, and what was signed. Summaries for patients.

-- The row whose lock makes writers of one visit's note wait for each other.
CREATE TABLE notes (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL UNIQUE,
  -- Patient's id; the encounter that the launch gave, where the visit has none of its own.
  facts sealed NOT NULL,
  made_at timestamptz NOT NULL,
  CONSTRAINT notes_place UNIQUE (id, tenant_id, visit_id),
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);

CREATE TABLE note_drafts (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  note_id text NOT NULL,
  -- One draft a visit, whoever writes it.
  visit_id text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('note', 'addendum', 'replacement')),
  of_signed text,
  template text NOT NULL,
  reference text NOT NULL UNIQUE,
  -- Counts saves: a page that has not seen the last one is told, and its text is kept beside.
  revision integer NOT NULL,
  -- What was written, and the name of who wrote last.
  content sealed NOT NULL,
  saved_at timestamptz,
  saved_by text,
  saved_page text,
  made_at timestamptz NOT NULL,
  CHECK ((kind = 'note') = (of_signed IS NULL)),
  FOREIGN KEY (note_id, tenant_id, visit_id) REFERENCES notes (id, tenant_id, visit_id)
);

-- Text of a page that was not up to date: kept until a person has looked at it.
CREATE TABLE note_others (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  draft_id text NOT NULL REFERENCES note_drafts (id) ON DELETE CASCADE,
  page text NOT NULL,
  base_revision integer NOT NULL,
  person_key text NOT NULL,
  content sealed NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT note_others_page UNIQUE (draft_id, page)
);

-- Entries of the chart, worded by the server when they were pulled.
CREATE TABLE note_facts (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  content sealed NOT NULL,
  made_at timestamptz NOT NULL,
  FOREIGN KEY (visit_id, tenant_id) REFERENCES visits (id, tenant_id)
);
CREATE INDEX note_facts_by_visit ON note_facts (visit_id, made_at);

-- Keys to what a browser keeps of a draft as ciphertext. With the row goes every way to read it.
CREATE TABLE note_keys (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  draft_id text NOT NULL REFERENCES note_drafts (id) ON DELETE CASCADE,
  person_key text NOT NULL,
  -- Of the launch that asked last.
  launch_id text NOT NULL,
  secret sealed NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT note_keys_person UNIQUE (draft_id, person_key)
);
CREATE INDEX note_keys_by_launch ON note_keys (launch_id);

CREATE TABLE signed_notes (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  note_id text NOT NULL,
  visit_id text NOT NULL,
  -- 1, 2, 3 … within the note.
  position integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('note', 'addendum', 'replacement', 'entered-in-error')),
  of_signed text REFERENCES signed_notes (id),
  -- What a draft becomes, it becomes once; null: signed without one.
  draft_id text UNIQUE,
  reference text NOT NULL UNIQUE,
  type_code text NOT NULL,
  -- The frozen text and its digest, what was written by section, author, patient, encounter.
  content sealed NOT NULL,
  signed_at timestamptz NOT NULL,
  launch_id text NOT NULL,
  person_key text NOT NULL,
  -- One press of the button, however often it was sent.
  request_key text NOT NULL,
  CHECK ((kind = 'note') = (of_signed IS NULL)),
  CONSTRAINT signed_notes_position UNIQUE (note_id, position),
  CONSTRAINT signed_notes_request UNIQUE (visit_id, request_key),
  FOREIGN KEY (note_id, tenant_id, visit_id) REFERENCES notes (id, tenant_id, visit_id)
);
CREATE INDEX signed_notes_by_visit ON signed_notes (visit_id, position);
-- A signed text is replaced or withdrawn once; whoever wants to change that corrects the later one.
CREATE UNIQUE INDEX signed_notes_one_end ON signed_notes (of_signed)
  WHERE kind IN ('replacement', 'entered-in-error');

CREATE FUNCTION refuse_signed_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('webside.reseal', true) = 'on'
     AND (to_jsonb(NEW) - 'content') = (to_jsonb(OLD) - 'content') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was signed stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER signed_notes_kept BEFORE UPDATE OR DELETE ON signed_notes
  FOR EACH ROW EXECUTE FUNCTION refuse_signed_change();
CREATE TRIGGER signed_notes_not_emptied BEFORE TRUNCATE ON signed_notes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_signed_change();

CREATE TABLE summary_drafts (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL UNIQUE,
  signed_note_id text NOT NULL REFERENCES signed_notes (id),
  revision integer NOT NULL,
  content sealed NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL
);

CREATE TABLE summary_releases (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  visit_id text NOT NULL,
  signed_note_id text NOT NULL REFERENCES signed_notes (id),
  content sealed NOT NULL,
  released_at timestamptz NOT NULL,
  launch_id text NOT NULL,
  person_key text NOT NULL,
  request_key text NOT NULL,
  taken_back_at timestamptz,
  CONSTRAINT summary_releases_request UNIQUE (visit_id, request_key)
);
CREATE INDEX summary_releases_by_visit ON summary_releases (visit_id, released_at);

-- What a patient could read stays as it was; it may be taken back, once.
CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('webside.reseal', true) = 'on'
     AND (to_jsonb(NEW) - 'content') = (to_jsonb(OLD) - 'content') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.taken_back_at IS NULL AND NEW.taken_back_at IS NOT NULL
     AND (to_jsonb(NEW) - 'taken_back_at') = (to_jsonb(OLD) - 'taken_back_at') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was released stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER summary_releases_kept BEFORE UPDATE OR DELETE ON summary_releases
  FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
