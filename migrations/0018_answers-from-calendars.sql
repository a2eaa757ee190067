-- Up Migration

ALTER TABLE events ADD COLUMN decline_undo_minutes integer NOT NULL DEFAULT 30
  CHECK (decline_undo_minutes BETWEEN 0 AND 10080);
COMMENT ON COLUMN events.decline_undo_minutes IS
  'How long the places of somebody who declines in their calendar are kept, so that a slip can be undone.';

ALTER TABLE registrations ADD COLUMN bounced_at timestamptz;
ALTER TABLE registrations ADD COLUMN bounce_reason text;
ALTER TABLE registrations ADD CONSTRAINT registrations_bounced CHECK ((bounced_at IS NULL) = (bounce_reason IS NULL));

-- Somebody has declined in their calendar; what becomes of it when the time to undo it is over.
CREATE TABLE declines (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  registration_id uuid NOT NULL,
  sequence        integer NOT NULL,
  declined_at     timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  state           text NOT NULL CHECK (state IN ('pending', 'kept', 'given-up', 'overtaken')),
  settled_at      timestamptz,
  PRIMARY KEY (id, event_id),
  CHECK ((state = 'pending') = (settled_at IS NULL))
);
COMMENT ON COLUMN declines.sequence IS 'SEQUENCE of the invitation that was declined; a later one is not declined by it.';
CREATE UNIQUE INDEX declines_one_pending ON declines (registration_id, event_id) WHERE state = 'pending';
CREATE INDEX declines_due ON declines (due_at) WHERE state = 'pending';

-- What came in by mail and what was decided. What belongs to no event stands under the nil UUID.
CREATE TABLE inbound_mails (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  registration_id uuid,
  source          text NOT NULL CHECK (source IN ('imap', 'smtp', 'http')),
  fingerprint     bytea NOT NULL,
  received_at     timestamptz NOT NULL,
  bytes           integer NOT NULL,
  decision        text NOT NULL,
  why             text NOT NULL,
  answer          jsonb,
  raw             text,
  PRIMARY KEY (id, event_id)
);
COMMENT ON COLUMN inbound_mails.raw IS 'The mail as it came, sealed; null once the time for which it is kept is over.';
CREATE UNIQUE INDEX inbound_mails_once ON inbound_mails (fingerprint, event_id);
CREATE INDEX inbound_mails_by_registration ON inbound_mails (registration_id, id) WHERE registration_id IS NOT NULL;
CREATE INDEX inbound_mails_kept ON inbound_mails (received_at) WHERE raw IS NOT NULL;

ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted'));

-- Down Migration

DELETE FROM messages WHERE kind IN ('decline-noted', 'decline-doubted');
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check'));
DROP TABLE inbound_mails;
DROP TABLE declines;
ALTER TABLE registrations DROP COLUMN bounce_reason;
ALTER TABLE registrations DROP COLUMN bounced_at;
ALTER TABLE events DROP COLUMN decline_undo_minutes;
