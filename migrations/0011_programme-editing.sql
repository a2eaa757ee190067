-- Up Migration

ALTER TABLE questions ADD COLUMN sensitive boolean NOT NULL DEFAULT false;
ALTER TABLE questions ADD COLUMN version integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN questions.sensitive IS
  'Whether its answers are kept encrypted and shown to those alone who need them.';

-- Checked at the end of a statement, so that one statement may put the questions of an event in another order.
ALTER TABLE questions DROP CONSTRAINT questions_event_id_position_key;
ALTER TABLE questions ADD CONSTRAINT questions_in_order UNIQUE (event_id, position) DEFERRABLE;

ALTER TABLE pools ADD COLUMN released_places integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN pools.released_places IS
  'How many of its places have gone on to releases_to, so that what was planned can be planned again.';

-- Down Migration

ALTER TABLE pools DROP COLUMN released_places;
ALTER TABLE questions DROP CONSTRAINT questions_in_order;
ALTER TABLE questions ADD CONSTRAINT questions_event_id_position_key UNIQUE (event_id, position);
ALTER TABLE questions DROP COLUMN version;
ALTER TABLE questions DROP COLUMN sensitive;
