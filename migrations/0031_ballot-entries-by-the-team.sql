-- Up Migration

-- Whoever rings or writes a letter may enter a ballot too, and may have no address: such a party is told by the team.
ALTER TABLE ballot_entries ALTER COLUMN contact_email DROP NOT NULL;
ALTER TABLE ballot_entries ALTER COLUMN email_key DROP NOT NULL;
ALTER TABLE ballot_entries ADD CONSTRAINT ballot_entries_address CHECK ((contact_email IS NULL) = (email_key IS NULL));
ALTER TABLE ballot_entries ADD CONSTRAINT ballot_entries_told_by_the_team
  CHECK (contact_email IS NOT NULL OR source NOT IN ('web', 'api'));

ALTER TABLE ballot_entries DROP CONSTRAINT ballot_entries_source_check;
ALTER TABLE ballot_entries ADD CONSTRAINT ballot_entries_source_check
  CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff'));

-- Down Migration

-- A published list keeps its entries, so those without an address stay, with one that belongs to nobody.
ALTER TABLE ballot_entries DROP CONSTRAINT ballot_entries_told_by_the_team;
ALTER TABLE ballot_entries DROP CONSTRAINT ballot_entries_address;
UPDATE ballot_entries SET contact_email = '', email_key = id::text WHERE contact_email IS NULL;
ALTER TABLE ballot_entries ALTER COLUMN email_key SET NOT NULL;
ALTER TABLE ballot_entries ALTER COLUMN contact_email SET NOT NULL;
UPDATE ballot_entries SET source = 'api' WHERE source NOT IN ('web', 'api');
ALTER TABLE ballot_entries DROP CONSTRAINT ballot_entries_source_check;
ALTER TABLE ballot_entries ADD CONSTRAINT ballot_entries_source_check CHECK (source IN ('web', 'api'));
