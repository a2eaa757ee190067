-- Up Migration

CREATE TABLE messages (
  id                uuid NOT NULL,
  event_id          uuid NOT NULL,
  registration_id   uuid NOT NULL,
  kind              text NOT NULL
                    CHECK (kind IN ('confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check')),
  recipient         text NOT NULL,
  subject           text,
  calendar_sequence integer,
  state             text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'superseded')),
  tries             integer NOT NULL DEFAULT 0,
  last_error        text,
  created_at        timestamptz NOT NULL,
  next_try_at       timestamptz,
  finished_at       timestamptz,
  PRIMARY KEY (id, event_id)
);
CREATE INDEX messages_by_registration ON messages (registration_id, id);
CREATE INDEX messages_by_event ON messages (event_id, id);
CREATE INDEX messages_unsent ON messages (state, id) WHERE state IN ('queued', 'failed');

-- Down Migration

DROP TABLE messages;
