-- Up Migration

-- The session was called off and everybody has heard already: whoever waits for it goes home without a mail.
ALTER TABLE waiting_list_lines ADD COLUMN untold boolean NOT NULL DEFAULT false;

-- Down Migration

ALTER TABLE waiting_list_lines DROP COLUMN untold;
