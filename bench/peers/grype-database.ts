// OSV records as a database of grype, form 6: packages, advisories, and for each pair of them ranges as text that grype reads anew
// for every question. Only the tables that matching needs; `grype db import` adds the others and all indexes.
import { DatabaseSync } from 'node:sqlite';
import { type Asked, foldPypi, truthOf } from './adjudicate.ts';
import type { Advice, OsvRecord } from './sets.ts';

type Entry = NonNullable<OsvRecord['affected']>[number];

/** grype's names: of its package type, and of the order of versions. */
const KINDS: Readonly<Record<string, { readonly type: string; readonly order: string }>> = {
  npm: { type: 'npm', order: 'semver' },
  PyPI: { type: 'python', order: 'python' },
  Go: { type: 'go-module', order: 'go' },
  'crates.io': { type: 'rust-crate', order: 'semver' },
  'Debian:12': { type: 'deb', order: 'dpkg' },
};

const TABLES = `
  CREATE TABLE db_metadata (build_timestamp datetime NOT NULL, model integer NOT NULL, revision integer NOT NULL, addition integer NOT NULL);
  CREATE TABLE blobs (id integer PRIMARY KEY AUTOINCREMENT, value text NOT NULL);
  CREATE TABLE providers (id text, version text, processor text, date_captured datetime, input_digest text, PRIMARY KEY (id));
  CREATE TABLE vulnerability_handles (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, status text NOT NULL,
    published_date datetime, modified_date datetime, withdrawn_date datetime, provider_id text NOT NULL, blob_id integer);
  CREATE TABLE operating_systems (id integer PRIMARY KEY AUTOINCREMENT, name text, release_id text, major_version text,
    minor_version text, label_version text, codename text, channel text, eol_date datetime, eoas_date datetime);
  CREATE TABLE packages (id integer PRIMARY KEY AUTOINCREMENT, ecosystem text, name text);
  CREATE TABLE affected_package_handles (id integer PRIMARY KEY AUTOINCREMENT, vulnerability_id integer NOT NULL,
    operating_system_id integer, package_id integer, blob_id integer);
  INSERT INTO db_metadata VALUES ('2026-11-20 00:00:00+00:00', 6, 1, 0);
  INSERT INTO providers VALUES ('github', '1', 'bench', '2026-11-20 00:00:00+00:00', 'xxh64:0');
  INSERT INTO providers VALUES ('debian', '1', 'bench', '2026-11-20 00:00:00+00:00', 'xxh64:0');
  INSERT INTO operating_systems VALUES (1, 'debian', 'debian', '12', '', '', 'bookworm', '', NULL, NULL);
`;

/** Withdrawn records are left out, as grype's own builders do. */
export function writeGrypeDatabase(file: string, advisories: readonly Advice[]): void {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${TABLES}`);
  const blob = db.prepare('INSERT INTO blobs (value) VALUES (?)');
  const advisory = db.prepare(
    "INSERT INTO vulnerability_handles (name, status, modified_date, provider_id, blob_id) VALUES (?, 'active', '2026-11-01 00:00:00+00:00', ?, ?)",
  );
  const pkg = db.prepare('INSERT INTO packages (ecosystem, name) VALUES (?, ?)');
  const affected = db.prepare(
    'INSERT INTO affected_package_handles (vulnerability_id, operating_system_id, package_id, blob_id) VALUES (?, ?, ?, ?)',
  );
  const packages = new Map<string, number | bigint>();
  const packageId = (type: string, name: string): number | bigint => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = packages.get(key) ?? pkg.run(type, name).lastInsertRowid;
    packages.set(key, known);
    return known;
  };
  db.exec('BEGIN');
  for (const { record } of advisories) {
    if (record.withdrawn !== undefined) continue;
    const entries = (record.affected ?? []).filter((entry) => KINDS[entry.package?.ecosystem ?? '']);
    const isDebian = entries.some((entry) => entry.package?.ecosystem === 'Debian:12');
    if (entries.length === 0) continue;
    const body = blob.run(JSON.stringify({ id: record.id })).lastInsertRowid;
    const id = advisory.run(record.id, isDebian ? 'debian' : 'github', body).lastInsertRowid;
    for (const entry of entries) {
      const { ecosystem, name } = entry.package ?? { ecosystem: '', name: '' };
      const kind = KINDS[ecosystem];
      const constraints = constraintsOf(record, entry);
      if (!kind || constraints.length === 0) continue;
      const ranges = constraints.map((constraint) => ({ version: { type: kind.order, constraint } }));
      const value = blob.run(JSON.stringify({ ranges })).lastInsertRowid;
      const folded = ecosystem === 'PyPI' ? foldPypi(name) : name;
      affected.run(id, ecosystem === 'Debian:12' ? 1 : null, packageId(kind.type, folded), value);
    }
  }
  db.exec('COMMIT');
  db.close();
}

/** Each a conjunction; any of them suffices. Listed versions stand in it where no range holds them already. */
function constraintsOf(record: OsvRecord, entry: Entry): string[] {
  const ranges = (entry.ranges ?? []).filter(({ type }) => type !== 'GIT');
  const spans = ranges.flatMap(({ events }) => spansOf(events));
  const byRanges = { ...record, affected: [{ ...entry, versions: [] }] };
  const { ecosystem, name } = entry.package ?? { ecosystem: '', name: '' };
  const asked = (version: string): Asked => ({
    ecosystem,
    name: ecosystem === 'PyPI' ? foldPypi(name) : name,
    version,
  });
  const listed = (entry.versions ?? []).filter((version) => truthOf(byRanges, asked(version)) !== 'affected');
  return [...spans, ...listed.map((version) => `= ${version}`)];
}

/** In the order of the file, which in all these sets is that of the versions. */
function spansOf(events: readonly Readonly<Record<string, string>>[]): string[] {
  const spans: string[] = [];
  let open: string | undefined;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) {
      if (open !== undefined) continue;
      open = introduced === '0' ? '' : `>=${introduced}`;
    } else if (open !== undefined && (fixed ?? last) !== undefined) {
      spans.push([open, fixed === undefined ? `<=${last}` : `<${fixed}`].filter(Boolean).join(','));
      open = undefined;
    }
  }
  return open === undefined ? spans : [...spans, open === '' ? '>=0' : open];
}
