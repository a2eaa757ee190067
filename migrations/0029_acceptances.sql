-- Up Migration

ALTER TABLE invitations ADD COLUMN acceptances integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN invitations.acceptances IS
  'How often the guest has accepted it themself: each is a mail to an address that they have typed, so it is bounded.';

-- Down Migration

ALTER TABLE invitations DROP COLUMN acceptances;
