-- Up Migration

-- What a writer of the admin API says it has seen (If-Match).
ALTER TABLE venues ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE programmes ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE pools ADD COLUMN version integer NOT NULL DEFAULT 1;

-- A key has a role, or scopes of its own; for everything, or for the events named.
ALTER TABLE api_keys ALTER COLUMN role DROP NOT NULL;
ALTER TABLE api_keys ADD COLUMN scopes text[];
ALTER TABLE api_keys ADD COLUMN event_ids uuid[];
ALTER TABLE api_keys ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role_or_scopes CHECK ((role IS NULL) <> (scopes IS NULL));

-- Down Migration

ALTER TABLE api_keys DROP CONSTRAINT api_keys_role_or_scopes;
ALTER TABLE api_keys DROP COLUMN version;
ALTER TABLE api_keys DROP COLUMN event_ids;
ALTER TABLE api_keys DROP COLUMN scopes;
DELETE FROM api_keys WHERE role IS NULL;
ALTER TABLE api_keys ALTER COLUMN role SET NOT NULL;
ALTER TABLE pools DROP COLUMN version;
ALTER TABLE sessions DROP COLUMN version;
ALTER TABLE events DROP COLUMN version;
ALTER TABLE programmes DROP COLUMN version;
ALTER TABLE venues DROP COLUMN version;
