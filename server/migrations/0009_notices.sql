-- Notices: events to be told, one delivery per party and channel, asked once more at send time whether the party may know.

CREATE TABLE event (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  wall uuid NOT NULL,
  subject_id uuid NOT NULL,
  facts jsonb NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX event_wall ON event (wall, at);
CALL protect('event');
CALL let_knowers_add('event');

CREATE TABLE webhook (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  url text NOT NULL,
  events text[] NOT NULL,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  paused_at timestamptz,           -- nothing arrived there any more; a test that arrives ends it
  removed_at timestamptz
);
CREATE INDEX webhook_party ON webhook (party_id) WHERE removed_at IS NULL;
CALL protect('webhook', 'party_id', tiers => ARRAY['owner']);

CREATE TABLE notice (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  event_id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  href text NOT NULL,
  at timestamptz NOT NULL,
  shown_at timestamptz,            -- when the in-app channel delivered it
  read_at timestamptz,
  UNIQUE (party_id, event_id)
);
CREATE INDEX notice_party ON notice (party_id, at DESC, id);
CREATE INDEX notice_unread ON notice (party_id) WHERE read_at IS NULL;
CALL protect('notice', 'party_id', tiers => ARRAY['owner']);

CREATE TABLE delivery (
  id uuid PRIMARY KEY,
  notice_id uuid NOT NULL REFERENCES notice ON DELETE CASCADE,
  party_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('in-app', 'webhook')),
  webhook_id uuid,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
  attempts integer NOT NULL DEFAULT 0,
  at timestamptz,
  reason text,
  tries jsonb NOT NULL DEFAULT '[]', -- each attempt: {at, said}
  UNIQUE NULLS NOT DISTINCT (notice_id, channel, webhook_id)
);
CREATE INDEX delivery_notice ON delivery (notice_id);
CREATE INDEX delivery_webhook ON delivery (webhook_id, at DESC) WHERE webhook_id IS NOT NULL;
CALL protect('delivery', 'party_id', tiers => ARRAY['owner']);

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, r FROM (VALUES
  ('notify.relay', ARRAY['event', 'visibility', 'notice', 'delivery', 'webhook', 'party', 'vulnerability', 'finding', 'advisory', 'exposure', 'duty'], ARRAY['leadtime_worker']),
  ('findings.read', ARRAY['event'], ARRAY['leadtime_worker']),
  ('cases.pace', ARRAY['event'], ARRAY['leadtime_worker']),
  ('exposures.match', ARRAY['event'], ARRAY['leadtime_worker'])
) AS reach (v, tables, roles), unnest(tables) AS t, unnest(roles) AS r;
