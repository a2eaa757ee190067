-- Up Migration

-- Of the places of a pool some may be kept for people who have not taken them yet: `offered` to parties on the waiting
-- list (they count as taken), `promised` to people who were invited (they do not, until they come). A pool that is
-- waited for gives what comes free to those who wait, and to nobody else.
ALTER TABLE pools ADD COLUMN offered integer NOT NULL DEFAULT 0;
ALTER TABLE pools ADD COLUMN promised integer NOT NULL DEFAULT 0 CHECK (promised >= 0);
ALTER TABLE pools ADD COLUMN waited_for boolean NOT NULL DEFAULT false;
ALTER TABLE pools ADD CONSTRAINT pools_within_taken CHECK (offered BETWEEN 0 AND taken);
COMMENT ON COLUMN pools.offered IS 'Of the taken: people to whom a place is offered who have not answered yet.';
COMMENT ON COLUMN pools.promised IS
  'People who may still come by an invitation. It may be more than the free places: some will decline.';

-- A message is about a registration, or about a candidate: somebody who has none (yet).
ALTER TABLE messages ALTER COLUMN registration_id DROP NOT NULL;
ALTER TABLE messages ADD COLUMN candidate_kind text
  CHECK (candidate_kind IN ('invitation', 'waiting-list-entry', 'ballot-entry'));
ALTER TABLE messages ADD COLUMN candidate_id uuid;
ALTER TABLE messages ADD CONSTRAINT messages_candidate
  CHECK ((candidate_kind IS NULL) = (candidate_id IS NULL) AND (candidate_id IS NULL) = (registration_id IS NOT NULL));
CREATE INDEX messages_by_candidate ON messages (candidate_id, id) WHERE candidate_id IS NOT NULL;

ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted',
  'invitation', 'invitation-reminder', 'invitation-declined', 'invitation-withdrawn',
  'waiting', 'offer', 'offer-ended', 'waiting-ended',
  'ballot-entered', 'ballot-drawn'));

-- Down Migration

DELETE FROM messages WHERE candidate_id IS NOT NULL;
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted'));
ALTER TABLE messages DROP CONSTRAINT messages_candidate;
ALTER TABLE messages DROP COLUMN candidate_id;
ALTER TABLE messages DROP COLUMN candidate_kind;
ALTER TABLE messages ALTER COLUMN registration_id SET NOT NULL;
ALTER TABLE pools DROP CONSTRAINT pools_within_taken;
ALTER TABLE pools DROP COLUMN waited_for;
ALTER TABLE pools DROP COLUMN promised;
ALTER TABLE pools DROP COLUMN offered;
