-- Up Migration

CREATE TABLE idempotency_keys (
  caller     text NOT NULL,
  route      text NOT NULL,
  key        text NOT NULL,
  body_hash  bytea NOT NULL,
  status     smallint,
  answer     text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (caller, route, key)
);
COMMENT ON COLUMN idempotency_keys.status IS 'Null while the first request is still running.';
COMMENT ON COLUMN idempotency_keys.answer IS 'The body of the answer, sealed: it may hold a manage link.';
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Down Migration

DROP TABLE idempotency_keys;
