-- Up Migration

-- How long people are on site, which is not always until the session ends.
ALTER TABLE sessions ADD COLUMN stay_minutes integer CHECK (stay_minutes BETWEEN 1 AND 1440);
COMMENT ON COLUMN sessions.stay_minutes IS
  'How long a party stays once it is let in; null where all leave when the session ends.';
ALTER TABLE sessions ADD COLUMN gap_minutes integer NOT NULL DEFAULT 0 CHECK (gap_minutes BETWEEN 0 AND 1440);
COMMENT ON COLUMN sessions.gap_minutes IS 'How long it takes until the site is clear of its people.';

-- The person of the team who fills the pool. Who leaves the team leaves it without an owner.
ALTER TABLE pools ADD COLUMN owner_id uuid REFERENCES staff_members ON DELETE SET NULL;
CREATE INDEX pools_by_owner ON pools (owner_id) WHERE owner_id IS NOT NULL;

-- The people of a session count from when the first may be let in until the last may have gone: whoever comes as
-- admission closes stays as long as everybody else, and nobody is taken to leave before the session ends.
CREATE FUNCTION session_clears_at(ends timestamptz, admission_closes timestamptz, stay integer, gap integer)
RETURNS timestamptz LANGUAGE sql STABLE
RETURN greatest(ends, admission_closes + make_interval(mins => coalesce(stay, 0))) + make_interval(mins => gap);

-- A stay and a gap are a day each at the most, so that an index finds who may still be there.
CREATE INDEX sessions_by_end ON sessions (event_id, greatest(ends_at, admission_closes_at));

-- The stretches of time in which the plan of a venue holds more people than its safe number. It counts the sessions
-- of published events, and those of `of_event` whatever its state: with that, only the times at which these are on
-- site matter. What an owner has let through with a reason comes on top and is not counted.
CREATE FUNCTION venue_exceedances(checked uuid, since timestamptz, until timestamptz, of_event uuid DEFAULT NULL)
RETURNS TABLE (over_from timestamptz, people integer, told jsonb)
LANGUAGE sql STABLE AS $$
  WITH there AS MATERIALIZED (
    SELECT s.id, s.event_id, s.capacity, (of_event IS NULL OR e.id = of_event)::int AS own,
           greatest(s.admission_opens_at, since) AS comes, least(c.clears_at, until) AS leaves
    FROM events e JOIN sessions s ON s.event_id = e.id
    CROSS JOIN LATERAL (
      SELECT session_clears_at(s.ends_at, s.admission_closes_at, s.stay_minutes, s.gap_minutes) AS clears_at) c
    WHERE e.venue_id = checked AND (e.status = 'published' OR e.id = of_event)
      AND s.status = 'scheduled' AND s.safe_number_override IS NULL
      AND greatest(s.ends_at, s.admission_closes_at) > since - interval '2 days'
      AND s.admission_opens_at < until AND c.clears_at > since
  ), moments AS (
    -- Those who go and those who come at one moment are never there together.
    SELECT at, sum(sum(people)) OVER (ORDER BY at) AS people, sum(sum(own)) OVER (ORDER BY at) AS own
    FROM (SELECT comes AS at, capacity AS people, own FROM there
          UNION ALL SELECT leaves, -capacity, -own FROM there) steps
    GROUP BY at
  ), marked AS (
    SELECT at, lead(at) OVER (ORDER BY at) AS next, moments.people,
           own > 0 AND moments.people > (SELECT safe_number FROM venues WHERE id = checked) AS too_many
    FROM moments
  ), numbered AS (
    SELECT *, count(*) FILTER (WHERE NOT too_many) OVER (ORDER BY at) AS stretch FROM marked
  ), stretches AS (
    SELECT min(at) AS over_from, max(next) AS over_until, max(people)::int AS people
    FROM numbered WHERE too_many GROUP BY stretch
  )
  SELECT over_from, people, jsonb_build_object(
           'from', over_from, 'until', over_until, 'people', people,
           'safeNumber', (SELECT safe_number FROM venues WHERE id = checked),
           'sessions', (
             SELECT jsonb_agg(jsonb_build_object('sessionId', s.id, 'eventId', s.event_id, 'title', s.title,
                                'startsAt', s.starts_at, 'people', s.capacity) ORDER BY s.starts_at, s.id)
             FROM there JOIN sessions s ON s.event_id = there.event_id AND s.id = there.id
             WHERE comes < over_until AND leaves > over_from))
  FROM stretches ORDER BY over_from
$$;

-- The venue's row is the lock, as before. What is over it, and when, is told in DETAIL: the first twenty times. It runs
-- once for each session that is written, and planning it each time would cost ten times what it does.
CREATE FUNCTION venue_must_hold(checked uuid, since timestamptz, until timestamptz, of_event uuid) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  checked_venue record;
  busiest       integer;
  times         jsonb;
BEGIN
  SELECT name, safe_number INTO checked_venue FROM venues WHERE id = checked FOR NO KEY UPDATE;
  SELECT max(people), jsonb_agg(told ORDER BY over_from) FILTER (WHERE place <= 20)
  INTO busiest, times
  FROM (SELECT *, row_number() OVER (ORDER BY over_from) AS place
        FROM venue_exceedances(checked, since, until, of_event)) found;
  IF busiest IS NOT NULL THEN
    RAISE EXCEPTION 'venue % would hold % people at once, its safe number is %',
      checked_venue.name, busiest, checked_venue.safe_number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sessions_within_safe_number', DETAIL = times::text;
  END IF;
END $$;

-- A draft is a plan that may still be too large: it is checked when it is published. The event is locked, so that it
-- is not published and does not go to another venue meanwhile. What only makes a session smaller or shorter is never
-- refused, whatever else is wrong at that time.
CREATE OR REPLACE FUNCTION check_venue_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  event     record;
  clears_at timestamptz := session_clears_at(NEW.ends_at, NEW.admission_closes_at, NEW.stay_minutes, NEW.gap_minutes);
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'scheduled' AND OLD.safe_number_override IS NULL
     AND NEW.capacity <= OLD.capacity AND NEW.admission_opens_at >= OLD.admission_opens_at
     AND clears_at <= session_clears_at(OLD.ends_at, OLD.admission_closes_at, OLD.stay_minutes, OLD.gap_minutes)
  THEN
    RETURN NULL;
  END IF;
  SELECT venue_id, status INTO event FROM events WHERE id = NEW.event_id FOR SHARE;
  IF event.status = 'published' THEN
    PERFORM venue_must_hold(event.venue_id, NEW.admission_opens_at, clears_at, NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_venue_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM venue_must_hold(NEW.venue_id, min(admission_opens_at),
                          max(session_clears_at(ends_at, admission_closes_at, stay_minutes, gap_minutes)), NEW.id)
  FROM sessions WHERE event_id = NEW.id AND status = 'scheduled';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM venue_must_hold(NEW.id, '-infinity', 'infinity', NULL);
  RETURN NULL;
END $$;

DROP FUNCTION venue_must_hold(uuid, timestamptz, timestamptz);

DROP TRIGGER sessions_within_safe_number ON sessions;
CREATE CONSTRAINT TRIGGER sessions_within_safe_number
  AFTER INSERT OR UPDATE OF starts_at, ends_at, admission_opens_at, admission_closes_at, stay_minutes, gap_minutes,
                            capacity, status, safe_number_override ON sessions
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'scheduled' AND NEW.safe_number_override IS NULL)
  EXECUTE FUNCTION check_venue_of_session();

DROP TRIGGER events_within_safe_number ON events;
CREATE CONSTRAINT TRIGGER events_within_safe_number
  AFTER UPDATE OF venue_id, status ON events
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'published' AND (NEW.venue_id <> OLD.venue_id OR OLD.status <> 'published'))
  EXECUTE FUNCTION check_venue_of_event();

-- Down Migration

DROP TRIGGER events_within_safe_number ON events;
DROP TRIGGER sessions_within_safe_number ON sessions;

CREATE FUNCTION venue_must_hold(checked uuid, since timestamptz, until timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  checked_venue record;
  busiest       integer;
BEGIN
  SELECT name, safe_number INTO checked_venue FROM venues WHERE id = checked FOR NO KEY UPDATE;
  -- The most people at once are always reached at the start of some session.
  SELECT max(together.people) INTO busiest FROM (
    SELECT (
      SELECT sum(other.capacity)
      FROM sessions other JOIN events ON events.id = other.event_id
      WHERE events.venue_id = checked AND events.status <> 'cancelled'
        AND other.status = 'scheduled' AND other.safe_number_override IS NULL
        AND other.starts_at <= moment.starts_at AND other.ends_at > moment.starts_at
    ) AS people
    FROM sessions moment JOIN events ON events.id = moment.event_id
    WHERE events.venue_id = checked AND moment.status = 'scheduled'
      AND moment.starts_at < until AND moment.ends_at > since
  ) together;
  IF busiest > checked_venue.safe_number THEN
    RAISE EXCEPTION 'venue % would hold % people at once, its safe number is %',
      checked_venue.name, busiest, checked_venue.safe_number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sessions_within_safe_number';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION check_venue_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid;
BEGIN
  SELECT venue_id INTO checked FROM events WHERE id = NEW.event_id FOR SHARE;
  PERFORM venue_must_hold(checked, NEW.starts_at, NEW.ends_at);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_venue_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM venue_must_hold(NEW.venue_id, min(starts_at), max(ends_at)) FROM sessions WHERE event_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM venue_must_hold(NEW.id, '-infinity', 'infinity');
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER sessions_within_safe_number
  AFTER INSERT OR UPDATE OF starts_at, ends_at, capacity, status, safe_number_override ON sessions
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'scheduled' AND NEW.safe_number_override IS NULL)
  EXECUTE FUNCTION check_venue_of_session();

CREATE CONSTRAINT TRIGGER events_within_safe_number
  AFTER UPDATE OF venue_id, status ON events
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status <> 'cancelled' AND (NEW.venue_id <> OLD.venue_id OR OLD.status = 'cancelled'))
  EXECUTE FUNCTION check_venue_of_event();

DROP FUNCTION venue_must_hold(uuid, timestamptz, timestamptz, uuid);
DROP FUNCTION venue_exceedances(uuid, timestamptz, timestamptz, uuid);
DROP FUNCTION session_clears_at(timestamptz, timestamptz, integer, integer);
DROP INDEX sessions_by_end;

ALTER TABLE pools DROP COLUMN owner_id;
ALTER TABLE sessions DROP COLUMN gap_minutes;
ALTER TABLE sessions DROP COLUMN stay_minutes;
