-- Up Migration

ALTER TABLE sessions ADD COLUMN announcement text;
ALTER TABLE sessions ADD COLUMN announced_at timestamptz;
ALTER TABLE sessions ADD CONSTRAINT sessions_announced CHECK ((announcement IS NULL) = (announced_at IS NULL));
COMMENT ON COLUMN sessions.announcement IS
  'Why it was last rescheduled or cancelled, in the words in which its people are told.';

-- Not what a holder gives up, nor what the team takes from one party: the session itself does not take place.
ALTER TABLE registrations DROP CONSTRAINT registrations_cancelled_by_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_cancelled_by_check
  CHECK (cancelled_by IN ('attendee', 'expiry', 'team', 'called-off'));

-- Down Migration

UPDATE registrations SET cancelled_by = 'team' WHERE cancelled_by = 'called-off';
ALTER TABLE registrations DROP CONSTRAINT registrations_cancelled_by_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_cancelled_by_check
  CHECK (cancelled_by IN ('attendee', 'expiry', 'team'));
ALTER TABLE sessions DROP CONSTRAINT sessions_announced;
ALTER TABLE sessions DROP COLUMN announced_at;
ALTER TABLE sessions DROP COLUMN announcement;
