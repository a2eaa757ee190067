-- Up Migration

-- Mail about a time or a place that is another now, to those who have no places (yet).
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted',
  'invitation', 'invitation-reminder', 'invitation-changed', 'invitation-declined', 'invitation-withdrawn',
  'waiting', 'waiting-changed', 'offer', 'offer-changed', 'offer-ended', 'waiting-ended',
  'ballot-entered', 'ballot-changed', 'ballot-drawn', 'ballot-cancelled'));

-- Down Migration

DELETE FROM messages WHERE kind IN ('invitation-changed', 'waiting-changed', 'offer-changed', 'ballot-changed');
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN (
  'confirmation', 'change', 'cancellation', 'address-changed', 'lost-link', 'email-check',
  'decline-noted', 'decline-doubted',
  'invitation', 'invitation-reminder', 'invitation-declined', 'invitation-withdrawn',
  'waiting', 'offer', 'offer-ended', 'waiting-ended',
  'ballot-entered', 'ballot-drawn', 'ballot-cancelled'));
