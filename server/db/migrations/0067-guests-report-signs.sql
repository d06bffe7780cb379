-- A guest of the patient's side may report a sign that cannot wait.
ALTER TABLE red_flag_words DROP CONSTRAINT red_flag_words_said_by_check;
ALTER TABLE red_flag_words ADD CONSTRAINT red_flag_words_said_by_check
  CHECK (said_by IN ('patient', 'proxy', 'staff', 'guest'));
