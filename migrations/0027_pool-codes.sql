-- Up Migration

-- A pool may be opened by a code. It is kept sealed, for the team to read again, and found by a keyed hash. A new code has a
-- new id, so that who came by the one before does not count against it.
ALTER TABLE pools ADD COLUMN code_id uuid;
ALTER TABLE pools ADD COLUMN sealed_code text;
ALTER TABLE pools ADD COLUMN code_hash text;
ALTER TABLE pools ADD COLUMN code_limit integer CHECK (code_limit > 0);
ALTER TABLE pools ADD CONSTRAINT pools_whole_code CHECK (
  (code_id IS NULL) = (sealed_code IS NULL) AND (code_id IS NULL) = (code_hash IS NULL)
  AND (code_limit IS NULL OR code_id IS NOT NULL));
ALTER TABLE pools ADD CONSTRAINT pools_open_without_code
  CHECK (code_id IS NULL OR audience NOT IN ('public', 'wheelchair', 'companion'));
CREATE UNIQUE INDEX pools_one_per_code ON pools (session_id, code_hash, event_id) WHERE code_hash IS NOT NULL;
COMMENT ON COLUMN pools.code_limit IS 'How many people may hold places by the code; null for as many as the pool has.';

ALTER TABLE registrations ADD COLUMN pool_code_id uuid;
COMMENT ON COLUMN registrations.pool_code_id IS 'The code by which the party came into its pool; null for nearly everybody.';
-- Costs those nothing who come without a code.
CREATE INDEX registrations_by_code ON registrations (pool_code_id, event_id)
  WHERE pool_code_id IS NOT NULL AND state <> 'cancelled';

-- Down Migration

DROP INDEX registrations_by_code;
ALTER TABLE registrations DROP COLUMN pool_code_id;
DROP INDEX pools_one_per_code;
ALTER TABLE pools DROP CONSTRAINT pools_open_without_code;
ALTER TABLE pools DROP CONSTRAINT pools_whole_code;
ALTER TABLE pools DROP COLUMN code_limit;
ALTER TABLE pools DROP COLUMN code_hash;
ALTER TABLE pools DROP COLUMN sealed_code;
ALTER TABLE pools DROP COLUMN code_id;
