-- Up Migration

ALTER TABLE events ADD COLUMN waiting_list boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN offer_minutes integer NOT NULL DEFAULT 1440 CHECK (offer_minutes BETWEEN 30 AND 20160);
ALTER TABLE events ADD COLUMN passed_over_limit integer NOT NULL DEFAULT 3 CHECK (passed_over_limit BETWEEN 0 AND 100);
COMMENT ON COLUMN events.offer_minutes IS
  'How long places are kept for a party to whom they are offered; shorter as the session nears, and never ending at night.';
COMMENT ON COLUMN events.passed_over_limit IS
  'How often a party that does not fit is passed over by one behind it before places are saved for it.';

-- The order in which parties have joined, whichever process let them in.
CREATE SEQUENCE waiting_list_ranks AS bigint CACHE 1;

-- A party that waits. What its people say about themselves is sealed.
CREATE TABLE waiting_list_entries (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  state           text NOT NULL CHECK (state IN ('unverified', 'waiting', 'offered', 'accepted', 'left', 'ended')),
  end_reason      text CHECK (end_reason IN ('expired', 'declined', 'called-off', 'over', 'registered', 'removed', 'unverified')),
  party_size      integer NOT NULL CHECK (party_size BETWEEN 1 AND 500),
  fewer_is_fine   boolean NOT NULL,
  contact_name    text NOT NULL,
  contact_email   text,
  contact_phone   text,
  email_key       text,
  sealed_party    text,
  consented_at    timestamptz,
  source          text NOT NULL CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff', 'ballot')),
  priority        integer NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),
  rank            bigint NOT NULL,
  registration_id uuid,
  mailed_at       timestamptz,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  PRIMARY KEY (id, event_id),
  CONSTRAINT waiting_list_entries_address CHECK ((contact_email IS NULL) = (email_key IS NULL)),
  CONSTRAINT waiting_list_entries_ended CHECK ((state IN ('accepted', 'left', 'ended')) = (ended_at IS NOT NULL)),
  CONSTRAINT waiting_list_entries_reason CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
  CONSTRAINT waiting_list_entries_accepted CHECK ((state = 'accepted') = (registration_id IS NOT NULL))
);
COMMENT ON COLUMN waiting_list_entries.sealed_party IS 'Guests, needs and answers as they were given, sealed; null for none.';
COMMENT ON COLUMN waiting_list_entries.rank IS 'Where it stands among those of its priority: who joined earlier is lower.';
COMMENT ON COLUMN waiting_list_entries.mailed_at IS 'When its link was last mailed, so that nobody has us mail it again and again.';
CREATE UNIQUE INDEX waiting_list_entries_one_per_address
  ON waiting_list_entries (email_key, event_id) WHERE state IN ('unverified', 'waiting', 'offered');
CREATE INDEX waiting_list_entries_by_event ON waiting_list_entries (event_id, id);
CREATE INDEX waiting_list_entries_unverified ON waiting_list_entries (created_at) WHERE state = 'unverified';

-- A session that a party would take. A row is written under the lock of the session's public pool and in no other way, so
-- that who looks for the next party has the line of the session to itself.
CREATE TABLE waiting_list_wishes (
  event_id    uuid NOT NULL,
  entry_id    uuid NOT NULL,
  session_id  uuid NOT NULL,
  live        boolean NOT NULL,
  min_size    integer NOT NULL,
  party_size  integer NOT NULL,
  priority    integer NOT NULL,
  rank        bigint NOT NULL,
  passed_over integer NOT NULL DEFAULT 0,
  saved_for   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (entry_id, session_id, event_id),
  FOREIGN KEY (entry_id, event_id) REFERENCES waiting_list_entries (id, event_id),
  CONSTRAINT waiting_list_wishes_sizes CHECK (min_size IN (1, party_size))
);
COMMENT ON COLUMN waiting_list_wishes.live IS 'Whether it stands in the line of the session.';
COMMENT ON COLUMN waiting_list_wishes.min_size IS 'The fewest places that would do.';
COMMENT ON COLUMN waiting_list_wishes.saved_for IS 'It was passed over as often as may be: nobody behind it gets places now.';
-- The first of each size in line, whoever stands before it.
CREATE INDEX waiting_list_wishes_that_fit ON waiting_list_wishes (session_id, min_size, priority DESC, rank) WHERE live;
CREATE INDEX waiting_list_wishes_in_line ON waiting_list_wishes (session_id, priority DESC, rank) WHERE live;
CREATE INDEX waiting_list_wishes_saved_for ON waiting_list_wishes (session_id, priority DESC, rank) WHERE live AND saved_for;

-- How many stand in the line of a session, counted as they come and go: the timetable shows it.
CREATE TABLE waiting_list_lines (
  event_id   uuid NOT NULL,
  session_id uuid NOT NULL,
  parties    integer NOT NULL,
  PRIMARY KEY (session_id, event_id)
);

-- Places that are kept for a party until it answers.
CREATE TABLE waiting_list_offers (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  entry_id        uuid NOT NULL,
  session_id      uuid NOT NULL,
  pool_id         uuid NOT NULL,
  people          integer NOT NULL CHECK (people > 0),
  state           text NOT NULL CHECK (state IN ('live', 'accepted', 'declined', 'expired', 'withdrawn')),
  offered_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  settled_at      timestamptz,
  taken           integer,
  PRIMARY KEY (id, event_id),
  FOREIGN KEY (entry_id, event_id) REFERENCES waiting_list_entries (id, event_id),
  CONSTRAINT waiting_list_offers_settled CHECK ((state = 'live') = (settled_at IS NULL)),
  CONSTRAINT waiting_list_offers_taken CHECK ((state = 'accepted') = (taken IS NOT NULL) AND taken BETWEEN 1 AND people)
);
COMMENT ON COLUMN waiting_list_offers.taken IS 'Of the people, how many have come of it.';
CREATE UNIQUE INDEX waiting_list_offers_one_live ON waiting_list_offers (entry_id, event_id) WHERE state = 'live';
CREATE INDEX waiting_list_offers_due ON waiting_list_offers (expires_at) WHERE state = 'live';
CREATE INDEX waiting_list_offers_by_session ON waiting_list_offers (session_id, offered_at);
CREATE INDEX waiting_list_offers_by_event ON waiting_list_offers (event_id, id);

-- What was decided and why. Nothing of it is ever changed.
CREATE TABLE waiting_list_decisions (
  id         uuid NOT NULL,
  event_id   uuid NOT NULL,
  entry_id   uuid NOT NULL,
  session_id uuid,
  at         timestamptz NOT NULL,
  kind       text NOT NULL,
  people     integer,
  reason     text NOT NULL,
  by_kind    text NOT NULL,
  by_name    text NOT NULL,
  PRIMARY KEY (id, event_id)
);
CREATE INDEX waiting_list_decisions_by_entry ON waiting_list_decisions (entry_id, id);
CREATE INDEX waiting_list_decisions_by_event ON waiting_list_decisions (event_id, id);
CREATE FUNCTION waiting_list_decisions_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'decisions of the waiting list are never changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER waiting_list_decisions_only_grow
  BEFORE UPDATE OR DELETE OR TRUNCATE ON waiting_list_decisions
  FOR EACH STATEMENT EXECUTE FUNCTION waiting_list_decisions_only_grow();

-- Down Migration

DROP TABLE waiting_list_decisions;
DROP FUNCTION waiting_list_decisions_only_grow();
UPDATE pools p SET taken = taken - offered, offered = 0 WHERE offered > 0;
DROP TABLE waiting_list_offers;
DROP TABLE waiting_list_lines;
DROP TABLE waiting_list_wishes;
DROP TABLE waiting_list_entries;
DROP SEQUENCE waiting_list_ranks;
UPDATE pools SET waited_for = false WHERE waited_for;
ALTER TABLE events DROP COLUMN passed_over_limit;
ALTER TABLE events DROP COLUMN offer_minutes;
ALTER TABLE events DROP COLUMN waiting_list;
