-- The ledger (DESIGN law 10). An entry is a commitment written in the transaction of the change; one sequencer puts
-- entries into the RFC 6962 tree and signs checkpoints. The body and its nonce are for those who may see the wall.

CREATE TABLE ledger_entry (
  id uuid PRIMARY KEY,
  wall uuid NOT NULL,
  commitment bytea NOT NULL,
  nonce bytea NOT NULL,
  body jsonb NOT NULL,
  written_at timestamptz NOT NULL,
  index bigint
);
CREATE UNIQUE INDEX ledger_entry_index ON ledger_entry (index) WHERE index IS NOT NULL;
CREATE INDEX ledger_entry_waiting ON ledger_entry (written_at, id) WHERE index IS NULL;
CREATE INDEX ledger_entry_wall ON ledger_entry (wall);
-- Bodies are for those who own, coordinate or maintain what they are about: a reason may name what a finder or a reader of
-- a party's name may not know.
CALL protect('ledger_entry', tiers => ARRAY['owner', 'coordinator', 'maintainer']);
CALL let_knowers_add('ledger_entry');

-- Leaves, tiles and checkpoints hold no party's data: they are public.
CREATE TABLE ledger_leaf (index bigint PRIMARY KEY, commitment bytea NOT NULL);
CREATE TABLE ledger_tile (path text PRIMARY KEY, bytes bytea NOT NULL);
CREATE TABLE ledger_checkpoint (size bigint PRIMARY KEY, root bytea NOT NULL, note text NOT NULL, at timestamptz NOT NULL);
GRANT SELECT ON ledger_leaf, ledger_tile, ledger_checkpoint TO leadtime_app, leadtime_worker;
GRANT INSERT, UPDATE, DELETE ON ledger_leaf, ledger_tile, ledger_checkpoint TO leadtime_worker;

-- What an export may open: the bodies of the entries whose wall the asking party may see.
INSERT INTO verb_reach VALUES ('ledger.sequence', 'ledger_entry', 'leadtime_worker');
