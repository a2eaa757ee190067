-- Up Migration

-- Whoever rings or writes a letter may have no address: such a party gets no mail and no calendar entry.
ALTER TABLE registrations ALTER COLUMN contact_email DROP NOT NULL;
ALTER TABLE registrations ALTER COLUMN email_key DROP NOT NULL;
ALTER TABLE registrations ADD CONSTRAINT registrations_address CHECK ((contact_email IS NULL) = (email_key IS NULL));

ALTER TABLE registrations DROP CONSTRAINT registrations_source_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_source_check
  CHECK (source IN ('web', 'api', 'phone', 'letter', 'staff', 'import'));

ALTER TABLE messages ADD COLUMN resends uuid;
COMMENT ON COLUMN messages.resends IS 'The earlier message that somebody of the team had sent again by this one.';

-- What the team knows about a party and the party did not write.
CREATE TABLE registration_notes (
  id              uuid NOT NULL,
  event_id        uuid NOT NULL,
  registration_id uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('team', 'door')),
  sealed_text     text NOT NULL,
  author_kind     text NOT NULL,
  author_id       uuid,
  author_name     text NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (id, event_id),
  FOREIGN KEY (registration_id, event_id) REFERENCES registrations (id, event_id)
);
COMMENT ON COLUMN registration_notes.kind IS 'Whether it is for the team alone or for the people at the door as well.';
CREATE INDEX registration_notes_by_registration ON registration_notes (registration_id, id);

-- Down Migration

DROP TABLE registration_notes;
ALTER TABLE messages DROP COLUMN resends;
UPDATE registrations SET source = 'api' WHERE source NOT IN ('web', 'api');
ALTER TABLE registrations DROP CONSTRAINT registrations_source_check;
ALTER TABLE registrations ADD CONSTRAINT registrations_source_check CHECK (source IN ('web', 'api'));
ALTER TABLE registrations DROP CONSTRAINT registrations_address;
UPDATE registrations SET contact_email = '', email_key = id::text WHERE contact_email IS NULL;
ALTER TABLE registrations ALTER COLUMN email_key SET NOT NULL;
ALTER TABLE registrations ALTER COLUMN contact_email SET NOT NULL;
