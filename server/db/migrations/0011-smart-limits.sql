-- Since when a token holds (a short one is refreshed late, not on every call); since when a new session id
-- waits to be taken up (the old one does not live on without end); facts of a launch go after a time.

ALTER TABLE grants ADD COLUMN issued_at timestamptz;
UPDATE grants SET issued_at = changed_at;
ALTER TABLE grants ALTER COLUMN issued_at SET NOT NULL;

ALTER TABLE session_keys ADD COLUMN first_offered_at timestamptz;

ALTER TABLE launches ALTER COLUMN facts DROP NOT NULL;
CREATE INDEX launches_with_facts ON launches (ended_at) WHERE ended_at IS NOT NULL AND facts IS NOT NULL;
