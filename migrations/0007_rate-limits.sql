-- Up Migration

-- Counters shared by all processes. Unlogged: they are worth nothing after a crash and should cost
-- no disk write while they live. The columns are those that rate-limiter-flexible expects.
CREATE UNLOGGED TABLE rate_limits (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Down Migration

DROP TABLE rate_limits;
