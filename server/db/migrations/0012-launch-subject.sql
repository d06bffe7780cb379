-- Who a launch belongs to at their EHR, as a blind index of FHIR base and subject: what is delivered after somebody
-- has gone finds their own grants by it, and nobody else's.

ALTER TABLE launches ADD COLUMN subject_key text;
CREATE INDEX launches_of_subject ON launches (tenant_id, subject_key) WHERE subject_key IS NOT NULL;
