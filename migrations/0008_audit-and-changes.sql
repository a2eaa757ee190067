-- Up Migration

-- Who changed what, and why. What belongs to no event stands under the nil UUID, so that every key holds event_id.
CREATE TABLE audit_trail (
  id         uuid NOT NULL,
  event_id   uuid NOT NULL,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'key', 'worker', 'attendee', 'command')),
  actor_id   uuid,
  actor_name text NOT NULL,
  address    text,
  kind       text NOT NULL,
  subject_id uuid NOT NULL,
  changed    jsonb NOT NULL DEFAULT '{}',
  reason     text,
  PRIMARY KEY (id, event_id)
);
COMMENT ON COLUMN audit_trail.changed IS 'By property: {"from": …, "to": …}. What is sensitive is named and not shown.';
COMMENT ON COLUMN audit_trail.address IS 'Where the request came from; of attendees nothing is kept.';
CREATE INDEX audit_trail_by_subject ON audit_trail (subject_id, id);
CREATE INDEX audit_trail_by_event ON audit_trail (event_id, id);
CREATE INDEX audit_trail_by_actor ON audit_trail (actor_id, id) WHERE actor_id IS NOT NULL;

CREATE FUNCTION audit_trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail only grows' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_trail_only_grows
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_trail
  FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_only_grows();

-- What happened, as ids and kinds, for programs that follow it.
CREATE TABLE changes (
  id         uuid NOT NULL,
  event_id   uuid NOT NULL,
  kind       text NOT NULL,
  subject_id uuid NOT NULL,
  at         timestamptz NOT NULL,
  position   bigint,
  PRIMARY KEY (id, event_id)
);
COMMENT ON COLUMN changes.position IS
  'The place in the feed, given after the commit, so that nothing ever appears behind a reader. Null until then.';
CREATE INDEX changes_by_position ON changes (position) WHERE position IS NOT NULL;
CREATE INDEX changes_unnumbered ON changes (id) WHERE position IS NULL;

-- Down Migration

DROP TABLE changes;
DROP TABLE audit_trail;
DROP FUNCTION audit_trail_only_grows();
