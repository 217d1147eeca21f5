// A sound record, and what can be done to it. One rule of the schema is broken in each of the broken ones.

export const SOUND = {
  schema_version: '1.9.0',
  id: 'LT-2026-1',
  modified: '2026-03-01T00:00:00Z',
  published: '2026-02-01T00:00:00.5Z',
  aliases: ['CVE-2026-1'],
  related: ['LT-2026-2'],
  upstream: ['CVE-2026-3'],
  summary: 'A summary',
  details: 'Details',
  severity: [
    { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' },
    { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'NVD' },
    { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' },
    { type: 'Ubuntu', score: 'medium' },
  ],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'left', purl: 'pkg:npm/left' },
      severity: [{ type: 'Ubuntu', score: 'low' }],
      ranges: [
        {
          type: 'GIT',
          repo: 'https://example.org/left',
          events: [{ fixed: 'b' }, { introduced: 'a' }, { limit: 'c' }],
        },
        {
          type: 'SEMVER',
          events: [{ last_affected: '1.2.0' }, { introduced: '0' }],
          database_specific: { why: ['x'] },
        },
      ],
      versions: ['1.0.0'],
      ecosystem_specific: { imports: [{ path: 'left/pad', symbols: ['Pad'] }] },
      database_specific: { informational: null },
    },
  ],
  references: [{ type: 'FIX', url: 'https://example.org/fix' }],
  credits: [{ name: 'Ada', type: 'FINDER', contact: ['https://example.org/ada'] }],
  database_specific: { cwe_ids: ['CWE-79'] },
};

type Place = readonly (string | number)[];

/** Place, and what stands there instead; undefined: the field is taken away. */
const CHANGES: readonly (readonly [Place, unknown])[] = [
  [['id'], undefined],
  [['id'], ''],
  [['modified'], undefined],
  [['modified'], '2026-03-01'],
  [['published'], 'yesterday'],
  [['withdrawn'], 5],
  [['schema_version'], '2.0.0'],
  [['aliases'], 'CVE-2026-1'],
  [['related', 0], 7],
  [['upstream', 0], ''],
  [['summary'], ['a']],
  [['details'], {}],
  [['severity', 0, 'type'], 'CVSS_V9'],
  [['severity', 1, 'score'], 'CVSS:4.0/AV:N'],
  [['severity', 2, 'score'], 'high'],
  [['severity', 3], 'medium'],
  [['affected'], {}],
  [['affected', 0], null],
  [['affected', 0, 'package', 'ecosystem'], undefined],
  [['affected', 0, 'package', 'name'], ''],
  [['affected', 0, 'package', 'purl'], 'npm/left'],
  [['affected', 0, 'package'], 'npm'],
  [['affected', 0, 'severity', 0, 'type'], undefined],
  [['affected', 0, 'ranges', 0, 'repo'], undefined],
  [['affected', 0, 'ranges', 0, 'type'], 'SVN'],
  [['affected', 0, 'ranges', 0, 'events'], [{ fixed: 'b' }]],
  [['affected', 0, 'ranges', 0, 'events', 0], { fixed: 'b', introduced: 'a' }],
  [['affected', 0, 'ranges', 0, 'events', 0], { fxied: 'b' }],
  [['affected', 0, 'ranges', 0, 'events', 0], { fixed: 3 }],
  [['affected', 0, 'ranges', 1, 'events', 2], { fixed: '1.3.0' }],
  [['affected', 0, 'ranges', 1, 'database_specific'], []],
  [['affected', 0, 'versions', 0], 1],
  [['affected', 0, 'ecosystem_specific'], 'x'],
  [['affected', 0, 'database_specific'], []],
  [['references', 0, 'type'], 'BLOG'],
  [['references', 0, 'url'], undefined],
  [['credits', 0, 'name'], undefined],
  [['credits', 0, 'type'], 'HERO'],
  [['credits', 0, 'contact'], 'ada'],
  [['database_specific'], 'x'],
  [['nonsense'], 1],
];

export const BROKEN: readonly { readonly id: string; readonly record: unknown }[] = CHANGES.map(
  ([place, value], i) => ({
    id: `broken/${i} ${place.join('.')} is ${value === undefined ? 'absent' : JSON.stringify(value)}`,
    record: changed(SOUND, place, value),
  }),
);

function changed(value: unknown, [step, ...rest]: Place, to: unknown): unknown {
  if (step === undefined) return to;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value];
    copy[Number(step)] = changed(copy[Number(step)], rest, to);
    return copy;
  }
  const copy = { ...(value as Record<string, unknown>) }; // a place leads through objects and lists only
  const next = changed(copy[step], rest, to);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}
