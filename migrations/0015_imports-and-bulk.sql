-- Up Migration

-- A file of people on its way in: looked at, corrected, then run or forgotten.
CREATE TABLE imports (
  id            uuid NOT NULL,
  event_id      uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('registrations')),
  session_id    uuid,
  state         text NOT NULL CHECK (state IN ('checked', 'done')),
  encoding      text NOT NULL,
  separator     text NOT NULL,
  fields        jsonb NOT NULL,
  override      jsonb NOT NULL,
  report        jsonb NOT NULL,
  made          integer NOT NULL DEFAULT 0,
  sealed_header text,
  sealed_file   text,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (id, event_id),
  CONSTRAINT imports_forget_the_file CHECK (
    (state = 'done') = (finished_at IS NOT NULL)
    AND (sealed_file IS NULL) = (state = 'done') AND (sealed_header IS NULL) = (state = 'done'))
);
COMMENT ON COLUMN imports.fields IS 'What each column stands for, in order; null for one that is passed over.';
COMMENT ON COLUMN imports.sealed_file IS 'The text of the file until it is run or an hour has passed.';
CREATE INDEX imports_by_event ON imports (event_id, id);
CREATE INDEX imports_to_forget ON imports (expires_at) WHERE state = 'checked';

-- One deed for many registrations, which are named when it begins.
CREATE TABLE bulk_actions (
  id          uuid NOT NULL,
  event_id    uuid NOT NULL,
  action      text NOT NULL,
  sealed_wish text NOT NULL,
  filter      jsonb NOT NULL,
  actor_kind  text NOT NULL,
  actor_id    uuid,
  actor_name  text NOT NULL,
  address     text,
  state       text NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
  total       integer NOT NULL,
  people      integer NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (id, event_id),
  CONSTRAINT bulk_actions_finished CHECK ((state = 'running') = (finished_at IS NULL))
);
CREATE INDEX bulk_actions_by_event ON bulk_actions (event_id, id);

CREATE TABLE bulk_action_items (
  bulk_action_id  uuid NOT NULL,
  event_id        uuid NOT NULL,
  position        integer NOT NULL,
  registration_id uuid NOT NULL,
  state           text NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
  code            text,
  detail          text,
  PRIMARY KEY (bulk_action_id, position, event_id),
  CONSTRAINT bulk_action_items_refused CHECK ((state = 'refused') = (code IS NOT NULL) AND (code IS NULL) = (detail IS NULL))
);
CREATE INDEX bulk_action_items_waiting ON bulk_action_items (bulk_action_id, position) WHERE state = 'waiting';
CREATE INDEX bulk_action_items_refused ON bulk_action_items (bulk_action_id, position) WHERE state = 'refused';

-- Down Migration

DROP TABLE bulk_action_items;
DROP TABLE bulk_actions;
DROP TABLE imports;
