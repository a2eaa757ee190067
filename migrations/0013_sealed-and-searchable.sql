-- Up Migration

-- Access needs and answers to sensitive questions are kept as {"sealed": "<key id>.<ciphertext>"}; a plain text is
-- one that an earlier version wrote, until `gatehouse keys rotate` seals it.
ALTER TABLE registrations ALTER COLUMN access_needs TYPE jsonb
  USING CASE WHEN access_needs ~ '^\{"sealed": "[\w.-]+"\}$' THEN access_needs::jsonb ELSE to_jsonb(access_needs) END;

-- The name of a private pool tells whom it is for, so it is sealed; such a pool has no other.
ALTER TABLE pools ADD COLUMN private boolean NOT NULL DEFAULT false;
ALTER TABLE pools ADD COLUMN sealed_name text;
ALTER TABLE pools ADD CONSTRAINT pools_private_name CHECK (private = (sealed_name IS NOT NULL) AND (NOT private OR name = ''));
ALTER TABLE pools ADD CONSTRAINT pools_public_is_open CHECK (NOT private OR audience <> 'public');

-- Finds parts of words by an index. A trusted extension: whoever may make tables may bring it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- As names are compared: small letters without marks ("Müller" → "muller", "Søren" → "soren"), without punctuation
-- ("O'Connor" → "oconnor", "ada@example.org" → "adaexampleorg"); what is divided by spaces, dashes, commas or
-- slashes are words, with single spaces between them.
CREATE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  btrim(regexp_replace(
    regexp_replace(
      replace(replace(replace(replace(
        translate(lower(normalize(words, NFKD)), 'øłđðı', 'olddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
      U&'[\0300-\036F!-*.:<-@[-^`{-~\00A0-\00BF\02B0-\02FF\2016-\2027\2030-\205E]', '', 'g'),
    U&'[-+,/;_\2010-\2015\\s]+', ' ', 'g'));

-- "mueller" is how "Müller" is written where there are no dots: both are "muller" here.
CREATE FUNCTION search_undotted(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  regexp_replace(folded, '([aou])e', '\1', 'g');

-- All that a registration is found by. Names stand as they are and in one word ("van der berg vanderberg"), each word
-- behind a space; the reference in capital letters, so that what was read as one is looked for in it alone.
CREATE FUNCTION search_words(contact_name text, contact_email text, reference text, places jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  WITH folded AS (
    SELECT DISTINCT search_folded(name) AS name
    FROM (SELECT contact_name UNION ALL SELECT contact_email
          UNION ALL SELECT place ->> 'name' FROM jsonb_array_elements(places) AS place) AS names (name)
    WHERE search_folded(name) <> ''
  ), phrases AS (
    SELECT name AS phrase FROM folded
    UNION SELECT replace(name, ' ', '') FROM folded
    UNION SELECT search_undotted(name) FROM folded
    UNION SELECT search_undotted(replace(name, ' ', '')) FROM folded
  )
  SELECT ' ' || string_agg(phrase, ' ' ORDER BY phrase) || ' ' || upper(replace(reference, '-', '')) FROM phrases
);

-- Written some time after the registration, by who searches or by the worker: these indexes would take a third of
-- the time again that the database needs for a registration, while its pool is locked.
CREATE TABLE registration_search (
  registration_id uuid NOT NULL,
  event_id        uuid NOT NULL,
  name            text NOT NULL COLLATE "C",
  words           text NOT NULL,
  PRIMARY KEY (registration_id, event_id),
  FOREIGN KEY (registration_id, event_id) REFERENCES registrations ON DELETE CASCADE
);
COMMENT ON COLUMN registration_search.name IS 'The contact''s, folded, as lists are sorted by it.';
CREATE TABLE search_progress (
  one_row  boolean PRIMARY KEY DEFAULT true CHECK (one_row),
  position bigint NOT NULL
);
COMMENT ON TABLE search_progress IS 'The one row says up to which place in the feed of changes registration_search is true.';
INSERT INTO search_progress (position) SELECT coalesce(max(position), 0) FROM changes;
INSERT INTO registration_search (registration_id, event_id, name, words)
SELECT id, event_id, left(search_folded(contact_name), 100), search_words(contact_name, contact_email, reference, places)
FROM registrations WHERE stands_in_for IS NULL;

CREATE INDEX registration_search_words ON registration_search USING gin (words gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
CREATE INDEX registration_search_by_name ON registration_search (name, registration_id);
CREATE INDEX registration_search_by_name_in_event ON registration_search (event_id, name, registration_id);
-- The planner has to know how rare a part of a name is.
ALTER TABLE registration_search ALTER COLUMN words SET STATISTICS 500;

-- What the team filters by and is rare; each costs only the rows that it holds. The one by age costs next to nothing.
CREATE INDEX registrations_cancelled ON registrations (event_id, id) WHERE state = 'cancelled';
CREATE INDEX registrations_with_needs ON registrations (event_id, id)
  WHERE access_needs IS NOT NULL OR places @? '$[*].accessNeeds ? (@.type() != "null")';
CREATE INDEX registrations_by_source ON registrations (event_id, id) WHERE source NOT IN ('web', 'api');
CREATE INDEX registrations_by_age ON registrations USING brin (created_at);

-- Down Migration

DROP INDEX registrations_by_age;
DROP INDEX registrations_by_source;
DROP INDEX registrations_with_needs;
DROP INDEX registrations_cancelled;
DROP TABLE search_progress;
DROP TABLE registration_search;
DROP FUNCTION search_words(text, text, text, jsonb);
DROP FUNCTION search_undotted(text);
DROP FUNCTION search_folded(text);
DROP EXTENSION pg_trgm;

-- What is sealed stays so, as text, and is the same again after the way up. The names of private pools are lost.
ALTER TABLE pools DROP CONSTRAINT pools_public_is_open;
ALTER TABLE pools DROP CONSTRAINT pools_private_name;
UPDATE pools SET name = 'Private' WHERE private;
ALTER TABLE pools DROP COLUMN sealed_name;
ALTER TABLE pools DROP COLUMN private;
ALTER TABLE registrations ALTER COLUMN access_needs TYPE text USING access_needs #>> '{}';
