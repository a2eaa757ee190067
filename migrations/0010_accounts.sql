-- Up Migration

-- The team. Tables and columns of accounts, sessions, ways to sign in, second factors, passkeys and half-done sign-ins
-- are those that better-auth expects, under our names; a test compares the two.
CREATE TABLE staff_members (
  id                 uuid PRIMARY KEY,
  name               text NOT NULL,
  email              text NOT NULL UNIQUE,
  email_verified     boolean NOT NULL DEFAULT false,
  image              text,
  two_factor_enabled boolean DEFAULT false,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  joined_at          timestamptz,
  disabled_at        timestamptz,
  version            integer NOT NULL DEFAULT 1
);
COMMENT ON COLUMN staff_members.email IS 'As addresses are compared: small letters, the domain in ASCII.';
COMMENT ON COLUMN staff_members.joined_at IS 'When the invitation was accepted.';

CREATE TABLE staff_sessions (
  id         uuid PRIMARY KEY,
  member_id  uuid NOT NULL REFERENCES staff_members ON DELETE CASCADE,
  token      text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX staff_sessions_by_member ON staff_sessions (member_id);

CREATE TABLE staff_credentials (
  id                       uuid PRIMARY KEY,
  member_id                uuid NOT NULL REFERENCES staff_members ON DELETE CASCADE,
  account_id               text NOT NULL,
  provider_id              text NOT NULL,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz NOT NULL,
  updated_at               timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX staff_credentials_by_member ON staff_credentials (member_id);

CREATE TABLE staff_verifications (
  id         uuid PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX staff_verifications_by_identifier ON staff_verifications (identifier);

CREATE TABLE staff_second_factors (
  id                        uuid PRIMARY KEY,
  member_id                 uuid NOT NULL UNIQUE REFERENCES staff_members ON DELETE CASCADE,
  secret                    text NOT NULL,
  backup_codes              text NOT NULL,
  verified                  boolean DEFAULT true,
  failed_verification_count integer DEFAULT 0,
  locked_until              timestamptz
);

CREATE TABLE staff_passkeys (
  id            uuid PRIMARY KEY,
  member_id     uuid NOT NULL REFERENCES staff_members ON DELETE CASCADE,
  name          text,
  public_key    text NOT NULL,
  credential_id text NOT NULL UNIQUE,
  counter       integer NOT NULL,
  device_type   text NOT NULL,
  backed_up     boolean NOT NULL,
  transports    text,
  aaguid        text,
  created_at    timestamptz
);
CREATE INDEX staff_passkeys_by_member ON staff_passkeys (member_id);

-- Ours alone: what a member may do, for everything (event_id null) or in one event.
CREATE TABLE staff_grants (
  member_id uuid NOT NULL REFERENCES staff_members ON DELETE CASCADE,
  role      text NOT NULL CHECK (role IN ('owner', 'manager', 'door', 'viewer')),
  event_id  uuid,
  UNIQUE NULLS NOT DISTINCT (member_id, role, event_id)
);

-- A mailed link with which a member sets a password, once. The link itself is a signature and stands nowhere.
CREATE TABLE staff_links (
  id         uuid PRIMARY KEY,
  member_id  uuid NOT NULL REFERENCES staff_members ON DELETE CASCADE,
  purpose    text NOT NULL CHECK (purpose IN ('invitation', 'password')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at   timestamptz
);
COMMENT ON COLUMN staff_links.ended_at IS 'When it was used, or replaced by another, or withdrawn.';
CREATE INDEX staff_links_by_member ON staff_links (member_id, id);

-- Down Migration

DROP TABLE staff_links;
DROP TABLE staff_grants;
DROP TABLE staff_passkeys;
DROP TABLE staff_second_factors;
DROP TABLE staff_verifications;
DROP TABLE staff_credentials;
DROP TABLE staff_sessions;
DROP TABLE staff_members;
