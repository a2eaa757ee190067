-- Up Migration

CREATE TABLE registrations (
  id                uuid NOT NULL,
  event_id          uuid NOT NULL,
  session_id        uuid NOT NULL,
  pool_id           uuid NOT NULL,
  reference         text NOT NULL,
  state             text NOT NULL CHECK (state IN ('unverified', 'confirmed', 'cancelled')),
  party_size        integer NOT NULL CHECK (party_size > 0),
  contact_name      text NOT NULL,
  contact_email     text NOT NULL,
  contact_phone     text,
  email_key         text NOT NULL,
  unique_within     uuid NOT NULL,
  stands_in_for     uuid,
  access_needs      text,
  answers           jsonb NOT NULL DEFAULT '{}',
  places            jsonb NOT NULL,
  consented_at      timestamptz,
  source            text NOT NULL CHECK (source IN ('web', 'api')),
  calendar_uid      uuid NOT NULL,
  calendar_sequence integer NOT NULL DEFAULT 0,
  held_until        timestamptz,
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  confirmed_at      timestamptz,
  cancelled_at      timestamptz,
  cancelled_by      text CHECK (cancelled_by IN ('attendee', 'expiry', 'team')),
  PRIMARY KEY (id, event_id),
  UNIQUE (reference, event_id),
  FOREIGN KEY (event_id, session_id, pool_id) REFERENCES pools (event_id, session_id, id),
  CONSTRAINT registrations_places CHECK (jsonb_array_length(places) = party_size),
  CONSTRAINT registrations_unique_within CHECK (unique_within IN (event_id, session_id)),
  CONSTRAINT registrations_held CHECK ((state = 'unverified') = (held_until IS NOT NULL)),
  CONSTRAINT registrations_confirmed CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL),
  CONSTRAINT registrations_standing_in CHECK (stands_in_for IS NULL OR state <> 'confirmed'),
  CONSTRAINT registrations_cancelled
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL) AND (cancelled_at IS NULL) = (cancelled_by IS NULL))
);
COMMENT ON COLUMN registrations.places IS
  'The people in order: name, access needs, answers, ticket code. Never read or changed without the party, and a '
  'table of their own would cost half of a registration again, most of it for an index on the ticket codes, which '
  'are found by their session.';
COMMENT ON COLUMN registrations.email_key IS
  'The address as it is compared: small letters, the domain in its ASCII form.';
COMMENT ON COLUMN registrations.unique_within IS
  'The event or the session, as the event says: one live registration per address within it.';
COMMENT ON COLUMN registrations.stands_in_for IS
  'Places held because a registered address was typed again where nobody may learn that it is registered: '
  'what is left then falls as it does for a new address. Such a row names nobody and only expires.';

CREATE INDEX registrations_stand_ins ON registrations (stands_in_for, event_id) WHERE state = 'unverified';
-- Finds the registrations of an address, too. Each index costs every registration of a rush, so there
-- is none on calendar_uid (122 random bits) and none on pool_id (a pool's are found by their session).
CREATE UNIQUE INDEX registrations_one_per_address
  ON registrations (email_key, unique_within, event_id) WHERE state <> 'cancelled';
CREATE INDEX registrations_by_session ON registrations (event_id, session_id, id);
CREATE INDEX registrations_by_hold ON registrations (held_until) WHERE state = 'unverified';

-- Down Migration

DROP TABLE registrations;
