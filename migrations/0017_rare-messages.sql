-- Up Migration

-- The log is read from its newest end; what is common there is soon found, and these two find what is rare. Neither
-- costs a registration anything: its confirmation is in neither.
CREATE INDEX messages_rare_kinds ON messages (kind, id) WHERE kind <> 'confirmation';
CREATE INDEX messages_superseded ON messages (id) WHERE state = 'superseded';

-- Down Migration

DROP INDEX messages_superseded;
DROP INDEX messages_rare_kinds;
