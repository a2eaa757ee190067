-- Up Migration

-- Rare, so that it costs nothing while people register.
CREATE INDEX registrations_by_bounce ON registrations (event_id, id) WHERE bounced_at IS NOT NULL;

-- Down Migration

DROP INDEX registrations_by_bounce;
