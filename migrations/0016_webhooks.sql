-- Up Migration

-- Programs that are told what happens. Of the house as a whole: what they hear of is named by `event_ids`.
CREATE TABLE webhooks (
  id                    uuid PRIMARY KEY,
  url                   text NOT NULL,
  description           text,
  kinds                 text[] NOT NULL,
  event_ids             uuid[],
  active                boolean NOT NULL,
  secret                text NOT NULL,
  previous_secret       text,
  previous_secret_until timestamptz,
  position              bigint NOT NULL,
  failures              integer NOT NULL DEFAULT 0,
  failing_since         timestamptz,
  rests_until           timestamptz,
  switched_off_at       timestamptz,
  switched_off_because  text CHECK (switched_off_because IN ('gone', 'failing')),
  leased_by             uuid,
  leased_until          timestamptz,
  version               integer NOT NULL DEFAULT 1,
  created_at            timestamptz NOT NULL,
  updated_at            timestamptz NOT NULL,
  CONSTRAINT webhooks_previous_secret CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL)),
  CONSTRAINT webhooks_switched_off CHECK ((switched_off_at IS NULL) = (switched_off_because IS NULL))
);
COMMENT ON COLUMN webhooks.secret IS 'Sealed with the house''s secret key.';
COMMENT ON COLUMN webhooks.position IS 'Up to where the feed of changes has become deliveries.';
COMMENT ON COLUMN webhooks.leased_until IS
  'By the clock of the database: so long one worker alone sends, unless it says again that it is there.';

-- What was or is to be sent to one of them, with what came of the last try.
CREATE TABLE webhook_deliveries (
  id          uuid PRIMARY KEY,
  webhook_id  uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  change_id   uuid NOT NULL,
  kind        text NOT NULL,
  subject_id  uuid NOT NULL,
  event_id    uuid NOT NULL,
  at          timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  tries       integer NOT NULL DEFAULT 0,
  status      integer,
  ms          integer,
  error       text,
  created_at  timestamptz NOT NULL,
  last_try_at timestamptz,
  next_try_at timestamptz,
  finished_at timestamptz,
  CONSTRAINT webhook_deliveries_waiting CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
  CONSTRAINT webhook_deliveries_finished CHECK ((state = 'waiting') = (finished_at IS NULL))
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_try_at, id) WHERE state = 'waiting';

-- Down Migration

DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
