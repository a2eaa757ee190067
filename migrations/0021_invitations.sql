-- Up Migration

-- Whom an invitation has let in: how many it allows stays the limit of the party, and not the event's own.
ALTER TABLE registrations ADD COLUMN party_allowed integer;
ALTER TABLE registrations ADD CONSTRAINT registrations_party_allowed CHECK (party_size <= party_allowed);
COMMENT ON COLUMN registrations.party_allowed IS 'How many people its invitation allows; null for who was not invited.';
-- Two who share an address may each be invited. Then the second registration is alone in a world of its own, and nobody
-- who answers an invitation learns whether an address is known here.
ALTER TABLE registrations DROP CONSTRAINT registrations_unique_within;
ALTER TABLE registrations ADD CONSTRAINT registrations_unique_within
  CHECK (unique_within IN (event_id, session_id) OR unique_within = id AND party_allowed IS NOT NULL);

CREATE TABLE invitations (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  session_id      uuid NOT NULL,
  pool_id         uuid NOT NULL,
  state           text NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'withdrawn', 'deputised')),
  salutation      text,
  title           text,
  name            text NOT NULL,
  organisation    text,
  precedence      integer CHECK (precedence > 0),
  language        text NOT NULL,
  email           text,
  party_size      integer NOT NULL CHECK (party_size > 0),
  sealed_note     text,
  deputy_of       uuid,
  registration_id uuid,
  answered_at     timestamptz,
  source          text CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff')),
  sent_at         timestamptz,
  called_off_at   timestamptz,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (id, event_id),
  FOREIGN KEY (event_id, session_id, pool_id) REFERENCES pools (event_id, session_id, id),
  FOREIGN KEY (registration_id, event_id) REFERENCES registrations (id, event_id),
  FOREIGN KEY (deputy_of, event_id) REFERENCES invitations (id, event_id),
  CONSTRAINT invitations_answered CHECK ((answered_at IS NULL) = (source IS NULL)),
  CONSTRAINT invitations_unanswered CHECK (state <> 'pending' OR answered_at IS NULL),
  CONSTRAINT invitations_accepted CHECK (state <> 'accepted' OR registration_id IS NOT NULL),
  CONSTRAINT invitations_no_second_deputy CHECK (deputy_of IS NULL OR state <> 'deputised')
);
COMMENT ON COLUMN invitations.state IS
  'What was answered here. Who has accepted and given the places up by their manage link has declined all the same: '
  'the registration says so.';
COMMENT ON COLUMN invitations.precedence IS 'The order of precedence: the lowest number goes first.';
COMMENT ON COLUMN invitations.called_off_at IS 'When its guest was told that the session does not take place.';
COMMENT ON COLUMN invitations.source IS 'How the answer came.';
CREATE INDEX invitations_by_pool ON invitations (pool_id, state);
CREATE INDEX invitations_by_event ON invitations (event_id, id);
CREATE UNIQUE INDEX invitations_by_registration ON invitations (registration_id, event_id)
  WHERE registration_id IS NOT NULL;
CREATE UNIQUE INDEX invitations_one_deputy ON invitations (deputy_of, event_id) WHERE state <> 'withdrawn';

-- What the team writes in place of the words that the house brings.
CREATE TABLE invitation_templates (
  id         uuid NOT NULL,
  event_id   uuid NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('invitation', 'reminder')),
  subject    text NOT NULL,
  body       text NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (id, event_id),
  UNIQUE (event_id, kind)
);

-- When those are reminded who have not answered.
CREATE TABLE invitation_reminder_rules (
  id          uuid NOT NULL,
  event_id    uuid NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  days_before integer NOT NULL CHECK (days_before BETWEEN 0 AND 365),
  at_time     text NOT NULL CHECK (at_time ~ '^(08|09|1[0-9]):[0-5][0-9]$'),
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (id, event_id),
  UNIQUE (event_id, days_before)
);
COMMENT ON COLUMN invitation_reminder_rules.days_before IS
  'Days before the answer is due, on the calendar of the venue, at the time of its clock.';

-- Each rule reminds each guest once.
CREATE TABLE invitation_reminders (
  invitation_id uuid NOT NULL,
  event_id      uuid NOT NULL,
  rule_id       uuid NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (invitation_id, rule_id, event_id),
  FOREIGN KEY (invitation_id, event_id) REFERENCES invitations (id, event_id),
  FOREIGN KEY (rule_id, event_id) REFERENCES invitation_reminder_rules (id, event_id) ON DELETE CASCADE
);

-- Down Migration

DROP TABLE invitation_reminders;
DROP TABLE invitation_reminder_rules;
DROP TABLE invitation_templates;
UPDATE pools SET promised = 0;
DROP TABLE invitations;
UPDATE registrations SET unique_within = session_id, email_key = id::text WHERE unique_within = id;
ALTER TABLE registrations DROP CONSTRAINT registrations_unique_within;
ALTER TABLE registrations ADD CONSTRAINT registrations_unique_within CHECK (unique_within IN (event_id, session_id));
ALTER TABLE registrations DROP CONSTRAINT registrations_party_allowed;
ALTER TABLE registrations DROP COLUMN party_allowed;
