-- A charge that is taken back when it may have gone out is credited: a delivery of its own, which builds on the charge's.

ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_kind_check CHECK (kind IN ('encounter', 'encounter-end', 'note',
  'addendum', 'replacement', 'withdrawal', 'charge', 'charge-credit'));

-- The charge was withdrawn before anybody said what became of this delivery: whoever gets it in hand must know.
ALTER TABLE deliveries ADD COLUMN is_taken_back boolean NOT NULL DEFAULT false;
