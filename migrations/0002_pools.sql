-- Up Migration

CREATE TABLE pools (
  id          uuid NOT NULL UNIQUE,
  event_id    uuid NOT NULL,
  session_id  uuid NOT NULL,
  name        text NOT NULL,
  audience    text NOT NULL CHECK (audience IN ('public', 'invited', 'staff', 'walk-in')),
  places      integer NOT NULL CHECK (places >= 0),
  taken       integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
  releases_at timestamptz,
  releases_to uuid,
  released_at timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (event_id, id),
  UNIQUE (event_id, session_id, id),
  FOREIGN KEY (event_id, session_id) REFERENCES sessions (event_id, id),
  FOREIGN KEY (event_id, session_id, releases_to) REFERENCES pools (event_id, session_id, id),
  CONSTRAINT pools_never_overbooked CHECK (taken <= places),
  CHECK ((releases_at IS NULL) = (releases_to IS NULL)),
  CHECK (releases_to <> id)
);
CREATE UNIQUE INDEX pools_one_public ON pools (session_id, event_id) WHERE audience = 'public';
CREATE INDEX pools_to_release ON pools (releases_at) WHERE released_at IS NULL;

-- The sum of a session's pools never exceeds the session's capacity. The session's row is the lock.
-- `taken` changes on every registration and fires nothing.
CREATE FUNCTION check_session_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked_session uuid := CASE TG_TABLE_NAME WHEN 'pools' THEN (to_jsonb(NEW)->>'session_id')::uuid ELSE NEW.id END;
  allowed         integer;
  given           integer;
BEGIN
  SELECT capacity INTO allowed FROM sessions
  WHERE event_id = NEW.event_id AND id = checked_session FOR NO KEY UPDATE;
  SELECT coalesce(sum(places), 0) INTO given FROM pools
  WHERE event_id = NEW.event_id AND session_id = checked_session;
  IF given > allowed THEN
    RAISE EXCEPTION 'the pools of session % hold % places, its capacity is %', checked_session, given, allowed
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pools_within_capacity';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER pools_within_capacity
  AFTER INSERT OR UPDATE OF places, session_id ON pools
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_session_capacity();

CREATE CONSTRAINT TRIGGER sessions_hold_pools
  AFTER UPDATE OF capacity ON sessions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_session_capacity();

-- Down Migration

DROP TRIGGER sessions_hold_pools ON sessions;
DROP TABLE pools;
DROP FUNCTION check_session_capacity();
