-- The words of every consent text that somebody answered, once for each wording: a record can be read as it was read
-- then, and a text that was changed under its old version is found. Words of texts alone; nothing of persons.
CREATE TABLE consent_texts_read (
  kind text NOT NULL CHECK (kind IN ('telehealth', 'guest', 'recording', 'ai-listening')),
  version text NOT NULL,
  language text NOT NULL CHECK (language IN ('en', 'es')),
  -- SHA-256 of title, headings and paragraphs, one line each.
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  words jsonb NOT NULL,
  first_read_at timestamptz NOT NULL,
  PRIMARY KEY (kind, version, language, digest)
);

CREATE FUNCTION refuse_text_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was read stays as it was read' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consent_texts_kept BEFORE UPDATE OR DELETE ON consent_texts_read
  FOR EACH ROW EXECUTE FUNCTION refuse_text_change();
