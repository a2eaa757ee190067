-- Up Migration

CREATE TABLE venues (
  id          uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name        text NOT NULL,
  address     text NOT NULL,
  latitude    double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude   double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time_zone   text NOT NULL,
  safe_number integer NOT NULL CHECK (safe_number > 0),
  access      jsonb NOT NULL DEFAULT '{}',
  directions  text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);

CREATE TABLE programmes (
  id         uuid PRIMARY KEY,
  slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name       text NOT NULL,
  summary    text NOT NULL,
  mood       text NOT NULL CHECK (mood IN ('garden', 'memorial')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE events (
  id                          uuid PRIMARY KEY,
  programme_id                uuid NOT NULL REFERENCES programmes,
  venue_id                    uuid NOT NULL REFERENCES venues,
  slug                        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title                       text NOT NULL,
  summary                     text NOT NULL,
  story                       text NOT NULL,
  drawing                     text,
  status                      text NOT NULL CHECK (status IN ('draft', 'published', 'cancelled')),
  registration_opens_at       timestamptz NOT NULL,
  registration_closes_at      timestamptz CHECK (registration_closes_at > registration_opens_at),
  confirmation                text NOT NULL CHECK (confirmation IN ('immediate', 'by-email')),
  one_registration_per        text NOT NULL CHECK (one_registration_per IN ('event', 'session')),
  party_limit                 integer NOT NULL CHECK (party_limit BETWEEN 1 AND 100),
  changes_close_minutes       integer NOT NULL CHECK (changes_close_minutes >= 0),
  cancellations_close_minutes integer NOT NULL CHECK (cancellations_close_minutes >= 0),
  contact_email               text NOT NULL,
  contact_phone               text,
  arrival                     text NOT NULL DEFAULT '',
  access_help                 text NOT NULL DEFAULT '',
  consent_text                text,
  consent_required            boolean NOT NULL DEFAULT false CHECK (NOT consent_required OR consent_text IS NOT NULL),
  created_at                  timestamptz NOT NULL,
  updated_at                  timestamptz NOT NULL
);
CREATE INDEX events_by_programme ON events (programme_id);
CREATE INDEX events_by_venue ON events (venue_id);

CREATE TABLE speakers (
  id         uuid NOT NULL,
  event_id   uuid NOT NULL REFERENCES events ON DELETE CASCADE,
  position   integer NOT NULL,
  name       text NOT NULL,
  role       text NOT NULL,
  biography  text NOT NULL DEFAULT '',
  PRIMARY KEY (id, event_id),
  UNIQUE (event_id, position)
);

CREATE TABLE questions (
  id        uuid NOT NULL,
  event_id  uuid NOT NULL REFERENCES events ON DELETE CASCADE,
  position  integer NOT NULL,
  label     text NOT NULL,
  help      text NOT NULL DEFAULT '',
  kind      text NOT NULL CHECK (kind IN ('text', 'choice', 'choices', 'yes-no')),
  options   text[] NOT NULL DEFAULT '{}',
  required  boolean NOT NULL,
  asked_per text NOT NULL CHECK (asked_per IN ('party', 'person')),
  PRIMARY KEY (id, event_id),
  UNIQUE (event_id, position),
  CHECK ((kind IN ('choice', 'choices')) = (cardinality(options) > 0))
);

CREATE TABLE sessions (
  id                  uuid NOT NULL UNIQUE,
  event_id            uuid NOT NULL REFERENCES events,
  title               text,
  room                text,
  starts_at           timestamptz NOT NULL,
  ends_at             timestamptz NOT NULL CHECK (ends_at > starts_at),
  admission_opens_at  timestamptz NOT NULL CHECK (admission_opens_at <= starts_at),
  admission_closes_at timestamptz NOT NULL CHECK (admission_closes_at > admission_opens_at),
  capacity            integer NOT NULL CHECK (capacity >= 0),
  status              text NOT NULL CHECK (status IN ('scheduled', 'cancelled')),
  safe_number_override text,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  PRIMARY KEY (event_id, id)
);
COMMENT ON COLUMN sessions.safe_number_override IS
  'The reason of an owner for going over the safe number of the venue; null where the number holds.';
CREATE INDEX sessions_by_start ON sessions (event_id, starts_at);

-- The overlapping sessions of a venue never add up to more than its safe number; those that an owner
-- let through with a reason come on top. The venue's row is the lock: transactions that change what
-- it holds are checked one after the other. Programmes change a few times a year, so the price (a
-- scan of the venue's sessions) is small.
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

-- The event is locked too, so that it does not go to another venue meanwhile.
CREATE FUNCTION check_venue_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid;
BEGIN
  SELECT venue_id INTO checked FROM events WHERE id = NEW.event_id FOR SHARE;
  PERFORM venue_must_hold(checked, NEW.starts_at, NEW.ends_at);
  RETURN NULL;
END $$;

CREATE FUNCTION check_venue_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM venue_must_hold(NEW.venue_id, min(starts_at), max(ends_at)) FROM sessions WHERE event_id = NEW.id;
  RETURN NULL;
END $$;

CREATE FUNCTION check_venue() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE CONSTRAINT TRIGGER venues_within_safe_number
  AFTER UPDATE OF safe_number ON venues
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.safe_number < OLD.safe_number)
  EXECUTE FUNCTION check_venue();

-- Down Migration

DROP TABLE sessions;
DROP TABLE questions;
DROP TABLE speakers;
DROP TABLE events;
DROP TABLE programmes;
DROP TABLE venues;
DROP FUNCTION check_venue();
DROP FUNCTION check_venue_of_event();
DROP FUNCTION check_venue_of_session();
DROP FUNCTION venue_must_hold(uuid, timestamptz, timestamptz);
