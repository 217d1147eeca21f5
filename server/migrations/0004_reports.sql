-- Reports: what arrives. Bytes are encrypted at rest: small ones in `blob.bytes`, large ones in a file named by blob id.

CREATE TABLE blob (
  id uuid PRIMARY KEY,
  wall uuid NOT NULL,
  party_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  key_id text NOT NULL,
  bytes bytea,
  created_at timestamptz NOT NULL
);
CREATE INDEX blob_party_digest ON blob (party_id, digest);
CREATE INDEX blob_wall ON blob (wall);
CALL protect('blob');

CREATE TABLE report (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  person_id uuid REFERENCES person,
  blob_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  filename text,
  format text NOT NULL,
  options jsonb NOT NULL DEFAULT '{}',
  entry_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  stage text NOT NULL DEFAULT 'stored' CHECK (stage IN ('stored', 'reading', 'read', 'unreadable')),
  findings integer NOT NULL DEFAULT 0,
  dropped integer NOT NULL DEFAULT 0,
  problems integer NOT NULL DEFAULT 0,
  read_to bigint NOT NULL DEFAULT 0,
  progress real,
  finished_at timestamptz,
  compared_to integer NOT NULL DEFAULT 0, -- findings before this ordinal were compared with what others sent
  compared_at timestamptz,                -- when all of them were
  UNIQUE (party_id, digest)
);
CREATE INDEX report_party ON report (party_id, received_at DESC, id);
CREATE INDEX report_waiting ON report (received_at, id) WHERE stage IN ('stored', 'reading');
CREATE INDEX report_comparing ON report (received_at, id) WHERE stage = 'read' AND compared_at IS NULL;
CALL protect('report', 'id');

CREATE TABLE report_problem (
  report_id uuid NOT NULL REFERENCES report ON DELETE CASCADE,
  n integer NOT NULL,
  code text NOT NULL,
  path text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (report_id, n)
);
CALL protect('report_problem', 'report_id');

CREATE TABLE report_drop (
  report_id uuid NOT NULL REFERENCES report ON DELETE CASCADE,
  reason text NOT NULL,
  count integer NOT NULL,
  first_path text NOT NULL,
  PRIMARY KEY (report_id, reason)
);
CALL protect('report_drop', 'report_id');

-- An upload in parts: each part is stored like any bytes; the last one makes it a report.
CREATE TABLE upload (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  filename text,
  created_at timestamptz NOT NULL
);
CALL protect('upload', 'id');

CREATE TABLE upload_part (
  upload_id uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
  start bigint NOT NULL,
  size bigint NOT NULL,
  blob_id uuid NOT NULL,
  PRIMARY KEY (upload_id, start)
);
CALL protect('upload_part', 'upload_id');
