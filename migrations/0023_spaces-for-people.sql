-- Up Migration

-- Places for people who come in a wheelchair, and places for people who come to help somebody, are pools of their own. A
-- party stays one registration: `pool_id` is where its people are counted, but for those that `elsewhere` names.
ALTER TABLE pools DROP CONSTRAINT pools_audience_check;
ALTER TABLE pools ADD CONSTRAINT pools_audience_check
  CHECK (audience IN ('public', 'invited', 'staff', 'walk-in', 'wheelchair', 'companion'));
CREATE UNIQUE INDEX pools_one_of_each_space ON pools (session_id, event_id, audience)
  WHERE audience IN ('wheelchair', 'companion');

CREATE FUNCTION people_elsewhere(elsewhere jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS
  $$ SELECT coalesce(sum(value::integer), 0)::integer FROM jsonb_each_text(elsewhere) $$;

ALTER TABLE registrations ADD COLUMN elsewhere jsonb;
ALTER TABLE registrations ADD CONSTRAINT registrations_elsewhere CHECK (
  elsewhere IS NULL OR (
    people_elsewhere(elsewhere) BETWEEN 1 AND party_size
    AND NOT elsewhere @? '$.* ? (@ < 1)' AND NOT elsewhere ? pool_id::text));
COMMENT ON COLUMN registrations.elsewhere IS
  '{"<pool>": <people>}: how many of the party are counted in other pools of the session than in pool_id. Null for '
  'nearly everybody. Who of them it is stands sealed in places.';

-- The people of a registration by pool, for whoever adds up.
CREATE FUNCTION people_by_pool(own_pool uuid, party_size integer, elsewhere jsonb)
RETURNS TABLE (pool_id uuid, people integer) LANGUAGE sql IMMUTABLE AS $$
  SELECT $1, $2 - people_elsewhere($3)
  UNION ALL
  SELECT key::uuid, value::integer FROM jsonb_each_text($3)
$$;

-- No foreign key sees into `elsewhere`. Its error is that of one, since it says the same.
CREATE FUNCTION refuse_pool_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% people have places in pool %', OLD.taken, OLD.id
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'pools_in_use';
END $$;
CREATE TRIGGER pools_in_use BEFORE DELETE ON pools
  FOR EACH ROW WHEN (OLD.taken > 0) EXECUTE FUNCTION refuse_pool_in_use();

-- Who needs a space, or comes to help somebody, has needs too.
DROP INDEX registrations_with_needs;
CREATE INDEX registrations_with_needs ON registrations (event_id, id)
  WHERE access_needs IS NOT NULL OR places @? '$[*] ? (@.accessNeeds.type() != "null" || @.space.type() != "null")';

-- Down Migration

-- Pools of spaces cannot be told from others any more: where there are some, adding the constraint says so, and
-- nothing is done.
ALTER TABLE pools DROP CONSTRAINT pools_audience_check;
ALTER TABLE pools ADD CONSTRAINT pools_audience_check CHECK (audience IN ('public', 'invited', 'staff', 'walk-in'));
DROP INDEX pools_one_of_each_space;
DROP INDEX registrations_with_needs;
CREATE INDEX registrations_with_needs ON registrations (event_id, id)
  WHERE access_needs IS NOT NULL OR places @? '$[*].accessNeeds ? (@.type() != "null")';
DROP TRIGGER pools_in_use ON pools;
DROP FUNCTION refuse_pool_in_use();
DROP FUNCTION people_by_pool(uuid, integer, jsonb);
ALTER TABLE registrations DROP COLUMN elsewhere;
DROP FUNCTION people_elsewhere(jsonb);
