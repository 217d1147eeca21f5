import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { findingOfOsv, OSV_LIMITS, osvLeavesOut, purlOf, readOsv, writeOsv } from './index.ts';

const RECORD = {
  schema_version: '1.7.0',
  id: 'LT-2026-0001',
  modified: '2026-02-01T10:00:00.5+01:00',
  published: '2026-01-01T00:00:00Z',
  aliases: ['CVE-2026-1000'],
  upstream: ['CVE-2026-0999'],
  summary: 'Path traversal in unpack',
  details: 'The name of an entry\nis not checked.',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: '@acme/unpack', purl: 'pkg:npm/%40acme/unpack' },
      ranges: [
        { type: 'SEMVER', events: [{ introduced: '1.0.0' }, { fixed: '1.4.2' }] },
        { type: 'GIT', repo: 'https://example.org/unpack', events: [{ introduced: '0' }, { fixed: 'abcdef0' }] },
      ],
      versions: ['1.0.0', '1.4.1'],
      ecosystem_specific: { anything: [1, { goes: null }] },
      database_specific: { source: 'here' },
    },
  ],
  references: [{ type: 'FIX', url: 'https://example.org/unpack/commit/abcdef0' }],
  credits: [{ name: 'Ada', type: 'FINDER', contact: ['mailto:ada@example.org'] }],
  database_specific: { cwe_ids: ['CWE-22', 'CWE-9', 'nonsense'], nested: { deep: true } },
};
const without = (key: keyof typeof RECORD): Record<string, unknown> =>
  Object.fromEntries(Object.entries(RECORD).filter(([k]) => k !== key));
const problemsOf = (input: unknown): string[] => {
  const read = readOsv(input);
  return read.ok ? [] : read.problems.map((p) => `${p.code} ${p.path}`);
};

describe('an OSV record', () => {
  it('is read from text, bytes and values alike', () => {
    const advisory = expectOk(readOsv(RECORD));
    expect(expectOk(readOsv(JSON.stringify(RECORD)))).toEqual(advisory);
    expect(expectOk(readOsv(new TextEncoder().encode(JSON.stringify(RECORD))))).toEqual(advisory);
    expect(advisory).toMatchObject({
      id: 'LT-2026-0001',
      modified: '2026-02-01T09:00:00.500Z',
      upstream: ['CVE-2026-0999'],
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      weaknesses: ['CWE-9', 'CWE-22'],
      credits: ['Ada'],
      informational: false,
    });
    expect(advisory.affected[0]?.ranges[0]?.events).toEqual([{ introduced: '1.0.0' }, { fixed: '1.4.2' }]);
  });

  it('without what it needs names everything that is missing or wrong at once, each at its place', () => {
    expect(
      problemsOf({
        ...without('modified'),
        id: '',
        published: 'yesterday',
        aliases: ['CVE-1', 7, 'with space'],
        severity: [
          { type: 'CVSS_V3', score: 'high' },
          { type: 'CVSS_V9', score: 'x' },
        ],
        affected: [
          {
            package: { ecosystem: 'npm', purl: 'npm/x' },
            ranges: [
              { type: 'SEMVER', events: [{ fixed: '1' }, { introduced: '1', fixed: '2' }, { fxied: '3' }] },
              { type: 'GIT', events: [{ introduced: '0' }, { fixed: 'a' }, { last_affected: 'b' }] },
            ],
            versions: [1],
          },
          5,
        ],
        references: [{ type: 'BLOG', url: 'https://example.org' }],
        credits: [{}],
        database_specific: [],
        nonsense: true,
      }).sort(),
    ).toEqual(
      [
        'cvss.syntax /severity/0/score',
        'date.syntax /published',
        'field.missing /affected/0/package/name',
        'field.missing /affected/0/ranges/1/repo',
        'field.missing /credits/0/name',
        'field.missing /id',
        'field.missing /modified',
        'field.type /affected/0/versions/0',
        'field.type /affected/1',
        'field.type /aliases/1',
        'field.type /database_specific',
        'field.unknown /nonsense',
        'field.value /aliases/2',
        'field.value /references/0/type',
        'field.value /severity/1/type',
        'purl.syntax /affected/0/package/purl',
        'range.invalid /affected/0/ranges/0/events',
        'range.invalid /affected/0/ranges/0/events/1',
        'range.invalid /affected/0/ranges/0/events/2',
        'range.invalid /affected/0/ranges/1/events',
      ].sort(),
    );
  });

  it('of a later version of the schema may have fields that are not known here', () => {
    expect(problemsOf({ ...RECORD, schema_version: '1.10.0', later: 1 })).toEqual([]);
    expect(problemsOf({ ...RECORD, schema_version: '2.0.0' })).toEqual(['field.value /schema_version']);
  });

  it('may leave lists null, as the schema allows', () => {
    expect(problemsOf({ ...RECORD, aliases: null, severity: null, affected: null, references: null })).toEqual([]);
  });

  it('keeps withdrawn, and informational apart from vulnerabilities', () => {
    expect(expectOk(readOsv({ ...RECORD, withdrawn: '2026-03-01T00:00:00Z' })).withdrawn).toBe(
      '2026-03-01T00:00:00.000Z',
    );
    const affected = (word: unknown) => [{ ...RECORD.affected[0], database_specific: { informational: word } }];
    expect(expectOk(readOsv({ ...RECORD, affected: affected('unmaintained') })).informational).toBe(true);
    expect(expectOk(readOsv({ ...RECORD, affected: affected(null) })).informational).toBe(false);
    expect(expectOk(readOsv({ ...RECORD, affected: [] })).informational).toBe(false);
  });

  it('keeps what an ecosystem, a database, a rater and a credit add, and writes it again', () => {
    const record = {
      ...RECORD,
      severity: [...RECORD.severity, { type: 'Ubuntu', score: 'low', source: 'SELF' }],
      affected: [{ ...RECORD.affected[0], severity: [{ type: 'CVSS_V3', score: RECORD.severity[0]?.score }] }],
    };
    const advisory = expectOk(readOsv(record));
    expect(advisory).toMatchObject({
      vectors: [RECORD.severity[0]?.score],
      ratings: [{ type: 'CVSS_V3' }, { type: 'Ubuntu', score: 'low', source: 'SELF' }],
      contributors: [{ name: 'Ada', type: 'FINDER', contacts: ['mailto:ada@example.org'] }],
      databaseSpecific: { nested: { deep: true } },
      affected: [{ ecosystemSpecific: { anything: [1, { goes: null }] }, ratings: [{ type: 'CVSS_V3' }] }],
    });
    const written = writeOsv(advisory);
    expect(written).toMatchObject({ schema_version: '1.9.0', severity: record.severity, credits: record.credits });
    expect(expectOk(readOsv(written))).toEqual(advisory);
  });

  it('is refused where text would break a store or a screen', () => {
    expect(problemsOf({ ...RECORD, details: 'a\u0000b' })).toEqual(['field.control-character /details']);
    expect(problemsOf({ ...RECORD, summary: 'half \ud800 pair' })).toEqual(['input.encoding /summary']);
    expect(problemsOf({ ...RECORD, affected: [{ package: { ecosystem: 'npm', name: 'a\nb' } }] })).toEqual([
      'field.control-character /affected/0/package/name',
    ]);
  });

  it('is refused over its limits, as text that is no JSON, with a key twice, or nested without end', () => {
    expect(problemsOf('x'.repeat(OSV_LIMITS.bytes + 1))[0]).toMatch(/^(input.too-large|json.syntax)/);
    expect(problemsOf({ ...RECORD, details: 'x'.repeat(OSV_LIMITS.details + 1) })).toEqual(['field.too-long /details']);
    expect(problemsOf('{"id": ')).toEqual(['json.syntax /id']);
    expect(problemsOf('{"id":"A-1","id":"B-1","modified":"2026-01-01T00:00:00Z"}')[0]).toMatch(/^json.duplicate-key/);
    expect(problemsOf('['.repeat(100_000))[0]).toMatch(/^json.too-deep/);
    expect(problemsOf('')).toEqual(['input.empty ']);
    expect(problemsOf(null)).toEqual(['field.type ']);
    expect(problemsOf([])).toEqual(['field.type ']);
  });

  it('about a source tree alone has its repository for a name', () => {
    const advisory = expectOk(readOsv({ ...RECORD, affected: [{ ranges: [RECORD.affected[0]?.ranges[1]] }] }));
    expect(advisory.affected[0]).toMatchObject({ ecosystem: 'GIT', name: 'https://example.org/unpack' });
  });
});

describe('writing OSV', () => {
  it('gives a record that reads back as it was', () => {
    const advisory = expectOk(readOsv(RECORD));
    const written = writeOsv(advisory, { databaseSpecific: { tlp: 'TLP:CLEAR' }, creditTypes: { Ada: 'FINDER' } });
    expect(expectOk(readOsv(JSON.stringify(writeOsv(advisory))))).toEqual(advisory);
    expect(expectOk(readOsv(JSON.stringify(written)))).toEqual({
      ...advisory,
      databaseSpecific: { ...advisory.databaseSpecific, tlp: 'TLP:CLEAR' },
    });
    expect(written).toMatchObject({
      schema_version: '1.7.0',
      credits: [{ name: 'Ada', type: 'FINDER' }],
      database_specific: { cwe_ids: ['CWE-22', 'CWE-9', 'nonsense'], nested: { deep: true }, tlp: 'TLP:CLEAR' },
    });
    expect(JSON.stringify(writeOsv({ ...advisory, affected: [] }))).not.toContain('null');
  });

  it('names what OSV cannot say', () => {
    const advisory = {
      ...expectOk(readOsv(RECORD)),
      affected: [{ ecosystem: 'product', vendor: 'Acme', name: 'Pump', ranges: [], versions: ['1'] }],
    };
    expect(writeOsv(advisory).affected).toBeUndefined();
    expect(osvLeavesOut(advisory)).toEqual([
      { path: '/affected/0', reason: "OSV has no ecosystem for a vendor's product (Acme Pump)" },
    ]);
  });
});

describe('an OSV record as a finding', () => {
  it('claims its first package, its aliases and its versions', () => {
    const finding = findingOfOsv(expectOk(readOsv(RECORD)), 3);
    expect(finding).toMatchObject({
      ordinal: 3,
      title: 'Path traversal in unpack',
      target: { purl: 'pkg:npm/%40acme/unpack', repository: 'https://example.org/unpack', name: '@acme/unpack' },
      aliases: ['CVE-2026-1000', 'LT-2026-0001'],
      affectedVersions: 'npm @acme/unpack >= 1.0.0, < 1.4.2 or >= 0, < abcdef0 or = 1.0.0, 1.4.1',
      finders: ['Ada'],
      discovery: { by: 'unknown', promptRetention: 'unknown' },
    });
    expect(finding.crash).toBeUndefined();
  });

  it('takes a fuzzer crash out of the details', () => {
    const details =
      'Fuzz report: https://example.org/1\n\n```\nCrash type: Heap-buffer-overflow READ 4\nCrash state:\nparse_header\nread_file\nmain\n```\n';
    expect(findingOfOsv(expectOk(readOsv({ ...RECORD, details })), 0).crash).toEqual({
      detector: 'unknown',
      kind: 'heap-buffer-overflow',
      access: 'read',
      frames: [{ symbol: 'parse_header' }, { symbol: 'read_file' }, { symbol: 'main' }],
    });
  });

  it('has a package URL wherever the ecosystem has a type', () => {
    expect(purlOf({ ecosystem: 'Maven', name: 'org.acme:lib' })).toBe('pkg:maven/org.acme/lib');
    expect(purlOf({ ecosystem: 'Debian:12', name: 'openssl' })).toBe('pkg:deb/debian/openssl');
    expect(purlOf({ ecosystem: 'Go', name: 'github.com/acme/Lib' })).toBe('pkg:golang/github.com/acme/Lib');
    expect(purlOf({ ecosystem: 'crates.io', name: 'rand' })).toBe('pkg:cargo/rand');
    expect(purlOf({ ecosystem: 'Frobnix', name: 'x' })).toBeUndefined();
    expect(purlOf({ ecosystem: 'product', name: 'x' })).toBeUndefined();
  });
});

describe('real OSV records', () => {
  const OUTSIDE = new URL('../../../../../shared/data/advisories/', import.meta.url);
  const SETS = [
    ['golang-vulndb', ['osv', 'ghsa-fixtures']],
    ['pypa', ['osv']],
    ['rustsec', ['osv']],
    ['oss-fuzz-vulns', ['osv']],
  ] as const;

  it.for(SETS)('of %s are all read, and read back after writing (bar: all)', ([set, files], context) => {
    context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
    const lines = files.flatMap((file) =>
      gunzipSync(readFileSync(new URL(`${set}/${file}.ndjson.gz`, OUTSIDE)))
        .toString()
        .split('\n')
        .filter(Boolean),
    );
    const refused = lines.filter((line) => !readOsv(line).ok);
    console.log(`${set}: ${lines.length - refused.length} of ${lines.length} records are read`);
    expect(refused).toEqual([]);
    for (const line of lines) {
      const advisory = expectOk(readOsv(line));
      expect(expectOk(readOsv(JSON.stringify(writeOsv(advisory))))).toEqual(advisory);
      expect(findingOfOsv(advisory, 0).title).not.toBe('');
    }
  });
});
