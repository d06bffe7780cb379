-- Consents to recording and to listening by software: of every person in a visit, not of the patient alone.

ALTER TABLE consents DROP CONSTRAINT consents_given_for_check;
ALTER TABLE consents ADD CONSTRAINT consents_given_for_check
  CHECK (given_for IN ('patient', 'guest', 'proxy', 'staff'));

-- Whom it is about and who said it, by the keys under which persons are known here; `patient` is the visit's patient.
ALTER TABLE consents ADD COLUMN subject_key text;
ALTER TABLE consents ADD COLUMN speaker_key text;
-- `signed`: by their own act on a screen. `spoken`: said, and written down by the clinician who heard it.
ALTER TABLE consents ADD COLUMN way text NOT NULL DEFAULT 'signed' CHECK (way IN ('signed', 'spoken'));
ALTER TABLE consents ADD COLUMN modality text CHECK (modality IN ('video', 'audio'));
ALTER TABLE consents ADD CONSTRAINT consents_listening CHECK (
  kind = 'telehealth' OR (subject_key IS NOT NULL AND speaker_key IS NOT NULL AND modality IS NOT NULL));
