-- Up Migration

-- The public places of some sessions of an event, given by a random draw that anybody can check; see docs/ballot.md.
CREATE TABLE ballots (
  id           uuid NOT NULL UNIQUE,
  event_id     uuid NOT NULL REFERENCES events (id),
  opens_at     timestamptz NOT NULL,
  closes_at    timestamptz NOT NULL,
  draws_at     timestamptz NOT NULL,
  commitment   text NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
  sealed_seed  text,
  seed         text CHECK (seed ~ '^[0-9a-f]{64}$'),
  list_hash    text CHECK (list_hash ~ '^[0-9a-f]{64}$'),
  closed_at    timestamptz,
  drawn_at     timestamptz,
  settled_at   timestamptz,
  cancelled_at timestamptz,
  -- Why it was cancelled, for those who entered.
  announcement text,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (event_id, id),
  CHECK (opens_at < closes_at AND closes_at <= draws_at),
  -- The seed lies sealed until the draw, and in the open from then on.
  CONSTRAINT ballots_seed CHECK ((seed IS NULL) = (drawn_at IS NULL) AND (sealed_seed IS NULL) = (drawn_at IS NOT NULL)),
  CONSTRAINT ballots_in_order CHECK (
    (closed_at IS NULL) = (list_hash IS NULL)
    AND (drawn_at IS NULL OR closed_at IS NOT NULL)
    AND (settled_at IS NULL OR drawn_at IS NOT NULL)
    AND (cancelled_at IS NULL OR drawn_at IS NULL)
    AND (cancelled_at IS NULL) = (announcement IS NULL))
);
CREATE INDEX ballots_under_way ON ballots (closes_at) WHERE settled_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE ballot_sessions (
  event_id   uuid NOT NULL,
  ballot_id  uuid NOT NULL,
  session_id uuid NOT NULL,
  -- How many places are drawn, counted at the close.
  places     integer CHECK (places >= 0),
  -- Of them, those that the pool still keeps: they count there as offered.
  kept       integer NOT NULL DEFAULT 0 CHECK (kept >= 0),
  PRIMARY KEY (event_id, ballot_id, session_id),
  FOREIGN KEY (event_id, ballot_id) REFERENCES ballots (event_id, id),
  FOREIGN KEY (event_id, session_id) REFERENCES sessions (event_id, id)
);

CREATE TABLE ballot_entries (
  -- Random, not of time: the published list tells no order of arrival.
  id             uuid NOT NULL UNIQUE,
  event_id       uuid NOT NULL,
  ballot_id      uuid NOT NULL,
  state          text NOT NULL CHECK (state IN ('unverified', 'entered', 'withdrawn', 'lapsed')),
  party_size     integer NOT NULL CHECK (party_size > 0),
  weight         integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  preferences    uuid[] NOT NULL CHECK (cardinality(preferences) > 0),
  contact_name   text NOT NULL,
  contact_email  text NOT NULL,
  contact_phone  text,
  email_key      text NOT NULL,
  -- Guests, needs and answers, sealed.
  details        text NOT NULL,
  consented_at   timestamptz,
  source         text NOT NULL CHECK (source IN ('web', 'api')),
  -- Where the draw has put it, from 1, and the session that it has won.
  rank           integer CHECK (rank > 0),
  won_session_id uuid,
  -- What became of the result: its places, or why there are none.
  outcome        text CHECK (outcome IN ('registered', 'has-places', 'called-off', 'waiting', 'not-drawn')),
  registration_id uuid,
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (event_id, id),
  FOREIGN KEY (event_id, ballot_id) REFERENCES ballots (event_id, id),
  CONSTRAINT ballot_entries_drawn CHECK (rank IS NULL OR state = 'entered'),
  CONSTRAINT ballot_entries_won CHECK (won_session_id IS NULL OR rank IS NOT NULL),
  CONSTRAINT ballot_entries_outcome CHECK (outcome IS NULL OR rank IS NOT NULL),
  CONSTRAINT ballot_entries_registered CHECK ((registration_id IS NULL) = (outcome IS DISTINCT FROM 'registered'))
);
CREATE UNIQUE INDEX ballot_entries_one_per_address ON ballot_entries (ballot_id, email_key, event_id) WHERE state = 'entered';
CREATE INDEX ballot_entries_by_address ON ballot_entries (ballot_id, email_key);
CREATE INDEX ballot_entries_unsettled ON ballot_entries (ballot_id, rank) WHERE rank IS NOT NULL AND outcome IS NULL;

-- While it names a ballot, the places of the pool are for those who are drawn.
ALTER TABLE pools ADD COLUMN ballot_id uuid;
ALTER TABLE pools ADD FOREIGN KEY (event_id, ballot_id) REFERENCES ballots (event_id, id);

ALTER TABLE registrations DROP CONSTRAINT registrations_source_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_source_check
  CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff', 'import', 'ballot'));

ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted',
  'invitation', 'invitation-reminder', 'invitation-declined', 'invitation-withdrawn',
  'waiting', 'offer', 'offer-ended', 'waiting-ended',
  'ballot-entered', 'ballot-drawn', 'ballot-cancelled'));

-- Down Migration

DELETE FROM messages WHERE kind = 'ballot-cancelled';
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted',
  'invitation', 'invitation-reminder', 'invitation-declined', 'invitation-withdrawn',
  'waiting', 'offer', 'offer-ended', 'waiting-ended',
  'ballot-entered', 'ballot-drawn'));
UPDATE registrations SET source = 'api' WHERE source = 'ballot';
ALTER TABLE registrations DROP CONSTRAINT registrations_source_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_source_check
  CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff', 'import'));
UPDATE pools p SET taken = taken - k.kept, offered = offered - k.kept
FROM ballot_sessions k
WHERE p.ballot_id = k.ballot_id AND p.event_id = k.event_id AND p.session_id = k.session_id;
ALTER TABLE pools DROP COLUMN ballot_id;
DROP TABLE ballot_entries;
DROP TABLE ballot_sessions;
DROP TABLE ballots;
