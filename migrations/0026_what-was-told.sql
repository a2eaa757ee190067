-- Up Migration

ALTER TABLE messages ADD COLUMN told jsonb;
COMMENT ON COLUMN messages.told IS
  'When, where and for how many, as a sent mail with a calendar object said; nothing about people. The next mail says by it what is new.';

-- Down Migration

ALTER TABLE messages DROP COLUMN told;
