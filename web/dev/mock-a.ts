// Made-up answers for the coordinator's pages.
import type { VulnerabilityDetail, VulnerabilityRow } from '@leadtime/contract';
import { type Ask, type Handlers, Refusal } from './mock.ts';

const NOW = Date.now();
const H = 3_600_000;
const D = 24 * H;
const at = (delta: number): string => new Date(NOW + delta).toISOString();
let seed = 7;
const rnd = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const pick = <T>(items: readonly T[]): T => items[Math.floor(rnd() * items.length)] as T; // never empty here
let serial = 1;
export const uid = (): string => {
  const n = (serial++).toString(16).padStart(12, '0');
  return `0198a000-0000-7000-8000-${n}`;
};

const person = { id: uid(), name: 'Ines Marchetti' };
const parties = {
  house: { id: uid(), name: 'North Clearinghouse' },
  lab1: { id: uid(), name: 'Lab Alder' },
  lab2: { id: uid(), name: 'Lab Birch' },
  human: { id: uid(), name: 'R. Okafor' },
  hospital: { id: uid(), name: 'Cedar Valley Hospital' },
  maint: { id: uid(), name: 'libtessera maintainers' },
};
const ROLE_PARTY = {
  coordinator: parties.house,
  finder: parties.lab1,
  maintainer: parties.maint,
  operator: parties.hospital,
  overseer: parties.house,
  evaluator: parties.house,
  model_developer: parties.lab2,
  auditor: parties.house,
  administrator: parties.house,
} as const;
type Role = keyof typeof ROLE_PARTY;
let role: Role | null = (process.env.LEADTIME_MOCK_ROLE as Role | undefined) ?? 'coordinator';

export const session = () => ({
  signedIn: role !== null,
  person: role ? person : null,
  acting: role ? { party: ROLE_PARTY[role], role } : null,
  memberships: role ? (Object.keys(ROLE_PARTY) as Role[]).map((r) => ({ party: ROLE_PARTY[r], role: r })) : [],
  actsFor: [],
  instance: {
    name: 'North Clearinghouse',
    marking: 'TLP:AMBER',
    demo: true,
    needsSetup: process.env.LEADTIME_MOCK_EMPTY === '1',
    version: '0.1.0',
    now: new Date().toISOString(),
    feeds: [
      { source: 'KEV', asOf: at(-5 * H), stale: false },
      { source: 'OSV', asOf: at(-31 * H), stale: false },
    ],
  },
  unreadNotices: 3,
});

const PROJECTS = ['libtessera', 'quillpdf', 'northgate-proxy', 'ferrule', 'mica-image', 'stoat-mq', 'pump-gateway'].map(
  (name, i) => ({
    id: uid(),
    name,
    packages: [`pkg:npm/${name}`],
    maintainer: i === 5 ? null : { id: uid(), name: `${name} maintainers` },
    weeklyBudget: i === 1 ? 5 : 2,
    pausedUntil: i === 3 ? at(6 * D) : null,
    acceptsUnvalidated: i === 4,
    contact: i === 5 ? null : `security@${name}.example`,
    toldThisWeek: i % 3,
    waiting: [5, 0, 2, 1, 0, 3, 0][i] ?? 0,
    openCases: [3, 4, 1, 1, 2, 0, 1][i] ?? 0,
    weekEndsAt: at(3 * D + 4 * H),
  }),
);
const KINDS = [
  ['Heap buffer overflow in', 'CWE-122', 'decode_run_length'],
  ['Use after free in', 'CWE-416', 'session_close'],
  ['Path traversal in', 'CWE-22', 'extractEntry'],
  ['SQL injection in', 'CWE-89', 'buildFilter'],
  ['Integer overflow in', 'CWE-190', 'alloc_tiles'],
  ['Missing authentication for', 'CWE-306', 'POST /admin/pumps'],
  ['Prototype pollution in', 'CWE-1321', 'mergeOptions'],
  ['Server-side request forgery in', 'CWE-918', 'fetchPreview'],
  ['Cross-site scripting in', 'CWE-79', 'renderNotice'],
  ['Uncontrolled recursion in', 'CWE-674', 'parseValue'],
] as const;
const ROWS = [
  [1, 'three_days', 'KEV, exposed, total: fix within 3 days'],
  [2, 'fourteen_days', 'exposed, automatable: fix within 14 days'],
  [3, 'fourteen_days', 'exposed, total impact: fix within 14 days'],
  [null, null, 'unknown until exposure is known'],
  [7, 'next_upgrade', 'not exposed: fix at the next upgrade'],
] as const;

function makeRow(i: number): VulnerabilityRow {
  const project = pick(PROJECTS);
  const [what, cwe, symbol] = pick(KINDS);
  const kev = i % 29 === 3;
  const bod = kev ? ROWS[0] : pick(ROWS.slice(1));
  const finders = 1 + (rnd() < 0.3 ? 1 : 0) + (rnd() < 0.1 ? 1 : 0);
  const reports = finders + Math.floor(rnd() * 4);
  const state = i < 130 ? 'found' : pick(['validated', 'told', 'told', 'fixed', 'published', 'rejected'] as const);
  const exposed = rnd() < 0.4 ? Math.floor(rnd() * 40) : null;
  const id = uid();
  const first = NOW - Math.floor((0.1 + rnd() * 30) * D);
  return {
    id,
    title: `${what} ${symbol}`,
    target: `pkg:npm/${project.name}`,
    version: `${1 + Math.floor(rnd() * 4)}.${Math.floor(rnd() * 20)}.${Math.floor(rnd() * 9)}`,
    location: `src/${symbol.toLowerCase().replace(/[^a-z]+/g, '_')}.c:${40 + Math.floor(rnd() * 900)}`,
    weaknesses: [cwe],
    aliases: kev ? [`CVE-2026-${41_000 + i}`] : [],
    state,
    project: { id: project.id, name: project.name },
    reports,
    findings: reports + Math.floor(rnd() * 3),
    finders,
    proof: pick([
      'none',
      'attached',
      'attached',
      state === 'found' ? 'attached' : 'reproduced',
      'not_reproduced',
    ] as const),
    kev,
    severity: pick(['critical', 'high', 'high', 'medium', 'low', 'unknown'] as const),
    priority: {
      rank: kev ? 1 : (bod[0] ?? 5) * 10 + i,
      bod: {
        row: bod[0],
        outcome: bod[1],
        outcomeText: bod[2],
        start: bod[0] ? at(-D) : null,
        due: bod[0] === 1 ? at(2 * D).slice(0, 10) : bod[0] && bod[0] < 4 ? at(9 * D).slice(0, 10) : null,
        unknowns: bod[0] === null ? ['exposure', 'automatable'] : [],
        rule: { id: 'bod-26-04', version: '1', citation: 'BOD 26-04, table 1' },
        inputs: { kev: String(kev), exposed: exposed === null ? 'unknown' : 'yes', automatable: 'unknown' },
      },
      reasons: [
        ...(kev ? [{ code: 'kev', text: 'It is in the KEV catalogue since 21 Nov.' }] : []),
        ...(exposed ? [{ code: 'exposed', text: `${exposed} operators run an affected version.` }] : []),
        { code: 'bod', text: `BOD 26-04 row ${bod[0] ?? 'unknown'}: ${bod[2]}.` },
      ],
    },
    exposedOperators: exposed,
    maintainerQueue:
      project.waiting > 0 && state === 'validated'
        ? { place: 1 + Math.floor(rnd() * project.waiting), of: project.waiting, perWeek: project.weeklyBudget }
        : null,
    holds:
      i % 17 === 5
        ? [
            {
              id: uid(),
              kind: 'no_contact',
              reason: 'No security contact found; asked the registry.',
              owner: 'Ines Marchetti',
              since: at(-3 * D),
              expiresAt: at(4 * D),
            },
          ]
        : [],
    embargoUntil: state === 'told' ? at((5 + rnd() * 60) * D) : null,
    embargoZone: state === 'told' ? 'America/New_York' : null,
    candidates: i % 5 === 1 ? 1 + Math.floor(rnd() * 3) : 0,
    assignedTo: i % 11 === 2 ? person : null,
    firstSeenAt: new Date(first).toISOString(),
    caseId: ['told', 'fixed', 'published'].includes(state) ? uid() : null,
  };
}
const rows = Array.from({ length: 420 }, (_, i) => makeRow(i)).sort((a, b) => a.priority.rank - b.priority.rank);
const find = (id: string): VulnerabilityRow => {
  const row = rows.find((r) => r.id === id);
  if (!row) throw new Refusal('resource.not-found', 'No vulnerability of this id.');
  return row;
};
const change = (
  id: string,
  patch: Partial<VulnerabilityRow>,
): { done: true; decisionId: string; undoUntil: string } => {
  const i = rows.findIndex((r) => r.id === id);
  const before = rows[i];
  if (!before) throw new Refusal('resource.not-found', 'No vulnerability of this id.');
  rows[i] = { ...before, ...patch };
  const decisionId = uid();
  undos.set(decisionId, () => {
    rows[i] = before;
  });
  return { done: true, decisionId, undoUntil: new Date(Date.now() + 30_000).toISOString() };
};
const undos = new Map<string, () => void>();

function page<T>(all: readonly T[], query: Ask['query']) {
  const limit = Number(query.limit ?? 50);
  const offset = Number(query.offset ?? 0);
  return { items: all.slice(offset, offset + limit), total: all.length, limit, offset };
}
function list(q: Ask['query']): readonly VulnerabilityRow[] {
  const open = ['found', 'validated', 'told'];
  const out = rows.filter(
    (r) =>
      (!q.state || r.state === q.state) &&
      (q.open !== 'true' || open.includes(r.state)) &&
      (q.kev !== 'true' || r.kev) &&
      (!q.proof || r.proof === q.proof) &&
      (!q.severity || r.severity === q.severity) &&
      (!q.project || r.project?.id === q.project) &&
      (!q.held || r.holds.some((h) => q.held === 'any' || h.kind === q.held)) &&
      (q.mine !== 'true' || r.assignedTo?.id === person.id) &&
      (q.candidates !== 'true' || r.candidates > 0) &&
      (q.several !== 'true' || r.finders > 1) &&
      (!q.q || `${r.title} ${r.target} ${r.aliases.join(' ')}`.toLowerCase().includes(q.q.toLowerCase())),
  );
  if (q.sort === 'newest') return out.toSorted((a, b) => b.firstSeenAt.localeCompare(a.firstSeenAt));
  if (q.sort === 'oldest') return out.toSorted((a, b) => a.firstSeenAt.localeCompare(b.firstSeenAt));
  if (q.sort === 'reports') return out.toSorted((a, b) => b.reports - a.reports);
  if (q.sort === 'title') return out.toSorted((a, b) => a.title.localeCompare(b.title));
  return out;
}

function findingsOf(row: VulnerabilityRow) {
  return Array.from({ length: row.findings }, (_, i) => ({
    id: `${row.id.slice(0, -4)}f${i.toString(16).padStart(3, '0')}`,
    reportId: uid(),
    ordinal: i,
    title: i === 0 ? row.title : `${row.title} (reported by another run)`,
    description:
      'A crafted stream with a run length of 0xFFFF makes the decoder write 512 bytes past the tile buffer.\n\nThe length is checked before it is multiplied by the sample size, so the check passes and the copy does not fit. <b>This is text, not markup.</b>',
    ruleId: i % 2 ? 'alder/heap-write' : null,
    finder: [parties.lab1, parties.lab2, parties.human][i % 3] ?? null,
    credits: [['Alder run 8812', 'Birch fuzz farm', 'R. Okafor'][i % 3] ?? ''],
    discovery: {
      by: i % 3 === 2 ? 'human' : 'model',
      tool: i % 3 === 2 ? null : 'alder-scan 4.1',
      model: i % 3 === 2 ? null : 'alder-7-preview',
      harness: 'crash-loop',
      runId: `run-${8800 + i}`,
      promptRetention: 'none',
    },
    receivedAt: at(-(3 + i) * D),
    target: row.target,
    version: row.version,
    commit: i % 2 ? '4c1f7d0a9e' : null,
    locations: [
      {
        path: 'src/decode.c',
        startLine: 214 + i,
        endLine: 221 + i,
        symbol: 'decode_run_length',
        snippet:
          '  uint16_t run = read_u16(in);\n  if (run > tile->len) return ERR_RANGE;\n  memcpy(tile->data + off, src, run * tile->sample);',
      },
    ],
    crash:
      i % 3 === 2
        ? null
        : {
            detector: 'AddressSanitizer',
            kind: 'heap-buffer-overflow',
            access: 'WRITE of size 512',
            frames: [
              '__asan_memcpy',
              'decode_run_length',
              i % 2 ? 'decode_tile_v2' : 'decode_tile',
              'decode_image',
              'main',
            ].map((symbol, n) => ({ symbol, path: n ? 'src/decode.c' : 'asan.cc', line: 200 + n * 31 })),
          },
    weaknesses: row.weaknesses,
    aliases: row.aliases,
    severity: row.severity,
    vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H'],
    attachments: [
      {
        role: 'proof',
        name: 'crash.tsr',
        mediaType: 'application/octet-stream',
        digest: 'a'.repeat(63) + i.toString(16).slice(-1),
        size: 1_874,
      },
      ...(i === 0
        ? [{ role: 'patch', name: 'bounds.patch', mediaType: 'text/x-patch', digest: 'b'.repeat(64), size: 622 }]
        : []),
    ],
  }));
}

function detail(id: string): VulnerabilityDetail {
  const row = find(id);
  const findings = findingsOf(row);
  const other = rows.find((r) => r.id !== id && r.project?.id === row.project?.id && r.state === 'found') ?? rows[0];
  const opinion = (o: object) => ({
    true: null,
    reachable: null,
    severity: null,
    vector: null,
    score: null,
    by: null,
    at: null,
    ...o,
  });
  return {
    row,
    conclusion:
      row.state === 'found'
        ? `${row.reports} reports say the same of ${row.project?.name}; nobody has reproduced it yet.`
        : row.state === 'told'
          ? `${row.project?.name} was told 6 days ago and has not answered; the embargo ends in ${Math.ceil((Date.parse(row.embargoUntil ?? at(0)) - NOW) / D)} days.`
          : `It is ${row.state}.`,
    next:
      row.state === 'found'
        ? [
            {
              action: 'validate',
              label: 'Validate',
              why: 'A proof is attached and the project wants only validated findings.',
            },
            { action: 'merge', label: 'Settle 1 candidate', why: 'A report of Lab Birch names the same function.' },
          ]
        : [{ action: 'tell', label: 'Remind the maintainer', why: 'No answer for 6 days.' }],
    tier: 'coordinator',
    opinions: {
      finder: opinion({
        true: 'true',
        severity: 'critical',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
        score: 8.8,
        by: 'Lab Alder',
        at: at(-3 * D),
      }),
      validator:
        row.state === 'found'
          ? opinion({})
          : opinion({
              true: 'true',
              reachable: 'true',
              severity: 'high',
              score: 7.8,
              by: 'Ines Marchetti',
              at: at(-2 * D),
            }),
      vendor: opinion({}),
    },
    findings,
    findingsTotal: findings.length,
    edges: findings.slice(1).map((f, i) => ({
      id: uid(),
      level: i === 0 ? 'E0' : 'E1',
      kind: i === 0 ? 'same-proof-bytes' : 'same-alias',
      a: findings[0]?.id ?? '',
      b: f.id,
      text: i === 0 ? 'Both carry the same proof, byte for byte.' : 'Both name the same advisory.',
      evidence: { digest: 'a'.repeat(64) },
      by: 'rule E0/proof-bytes v1',
      at: at(-(2 - i * 0.1) * D),
      undoneAt: null,
    })),
    candidates:
      row.candidates > 0 && other
        ? [
            {
              id: uid(),
              other: {
                id: other.id,
                title: other.title,
                target: other.target,
                state: other.state,
                reports: other.reports,
              },
              score: 0.71,
              reasons: [
                { code: 'frames', text: '3 of 5 stack frames are the same: decode_run_length, decode_image, main.' },
                { code: 'location', text: 'Same file, 9 lines apart.' },
              ],
              settle: 'Run its proof against the patch of this one: if it no longer crashes, they are one bug.',
            },
          ]
        : [],
    timeline: [
      {
        at: at(-3 * D),
        hop: 1,
        kind: 'report.received',
        text: 'Lab Alder sent a report of 1.8 KiB.',
        reasons: [],
        by: 'Lab Alder',
        entryId: uid(),
        decisionId: null,
        undoable: false,
      },
      {
        at: at(-3 * D + 2000),
        hop: 2,
        kind: 'receipt',
        text: 'Stored by digest; a receipt was given.',
        reasons: [],
        by: null,
        entryId: uid(),
        decisionId: null,
        undoable: false,
      },
      {
        at: at(-3 * D + 4000),
        hop: 4,
        kind: 'finding',
        text: 'Read as SARIF: 1 finding, nothing dropped.',
        reasons: [],
        by: null,
        entryId: null,
        decisionId: null,
        undoable: false,
      },
      {
        at: at(-3 * D + 4100),
        hop: 5,
        kind: 'correlate',
        text: 'Joined with a report of Lab Birch.',
        reasons: [{ code: 'E0', text: 'both carry the same proof, byte for byte (rule E0/proof-bytes v1).' }],
        by: 'rule',
        entryId: uid(),
        decisionId: uid(),
        undoable: true,
      },
      {
        at: at(-2 * D),
        hop: 6,
        kind: 'commit',
        text: 'Recorded as one vulnerability with two finders credited.',
        reasons: [],
        by: null,
        entryId: uid(),
        decisionId: null,
        undoable: false,
      },
      {
        at: at(-1 * D),
        hop: null,
        kind: 'assign',
        text: 'Given to Ines Marchetti.',
        reasons: [],
        by: 'Ines Marchetti',
        entryId: null,
        decisionId: null,
        undoable: false,
      },
    ],
    knows: [
      { party: parties.house, tier: 'coordinator', since: at(-3 * D), until: null },
      { party: parties.lab1, tier: 'finder', since: at(-3 * D), until: null },
      { party: parties.lab2, tier: 'finder', since: at(-2 * D), until: null },
    ],
    exposure: row.exposedOperators
      ? [
          { sector: 'health', operators: 12, open: 10, closed: 2 },
          { sector: 'water', operators: 4, open: 4, closed: 0 },
          { sector: 'finance', operators: 7, open: 1, closed: 6 },
        ]
      : [],
    supersededBy: null,
  };
}

const advisory = (id: string) => ({
  row: {
    id,
    publicId: 'LT-2026-0007',
    source: 'ours',
    title: 'Heap buffer overflow in decode_run_length of libtessera',
    aliases: ['CVE-2026-41007'],
    state: 'draft' as const,
    tlp: 'TLP:CLEAR' as const,
    severity: 'high',
    packages: ['pkg:npm/libtessera'],
    revision: 1,
    publishedAt: null,
    modifiedAt: at(-H),
    kev: false,
  },
  draft: draft,
  summary: draft.summary,
  details: draft.details,
  affected: [{ package: 'npm/libtessera', ranges: ['>=0 <2.4.1'], fixed: '2.4.1' }],
  revisions: [{ number: '1', date: at(-H), summary: 'First draft from the case.' }],
  references: ['https://libtessera.example/security/7'],
  credits: ['Lab Alder', 'Lab Birch', 'R. Okafor'],
  validation: validation(),
  caseId: rows.find((r) => r.caseId)?.caseId ?? null,
  formats: [
    { name: 'CSAF 2.0', path: `/advisories/${id}/csaf.json` },
    { name: 'OSV', path: `/advisories/${id}/osv.json` },
  ],
});
let draft = {
  title: 'Heap buffer overflow in decode_run_length of libtessera',
  summary: 'A crafted image makes libtessera before 2.4.1 write past a buffer.',
  details: 'The run length is checked before it is multiplied by the sample size.',
  tlp: 'TLP:CLEAR' as const,
  affected: [{ ecosystem: 'npm', name: 'libtessera', introduced: '0', fixed: '2.4.1', versions: [] as string[] }],
  cve: 'CVE-2026-41007' as string | undefined,
  weaknesses: ['CWE-122'],
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H'],
  mitigation: 'Refuse images over 16 megapixels.',
  plain: {
    what: 'A picture can crash the viewer and run code.',
    howToLook: 'Open Help, About. A version before 2.4.1 is hit.',
    ifYouCannot: 'Do not open pictures from outside.',
  },
  references: ['https://libtessera.example/security/7'],
  credits: ['Lab Alder', 'Lab Birch', 'R. Okafor'],
};
const validation = () =>
  draft.mitigation
    ? []
    : [{ test: 'mandatory 6.1.14', path: '/vulnerabilities/0/remediations', text: 'A remediation is missing.' }];
const drafts = new Map<string, string>([[uid(), 'x']]);

function caseOf(id: string) {
  const row = rows.find((r) => r.caseId === id) ?? rows.find((r) => r.caseId);
  if (!row) throw new Refusal('resource.not-found', 'No case of this id.');
  return {
    id,
    state: 'told' as const,
    vulnerability: row,
    conclusion: `${row.project?.name} was told 6 days ago and has not answered; the embargo ends in 39 days.`,
    clocks: [
      {
        name: 'Embargo',
        start: at(-6 * D),
        due: at(39 * D),
        zone: 'America/New_York',
        state: 'running' as const,
        why: '45 days from telling, policy default v1.',
      },
      {
        name: 'BOD 26-04 row 2',
        start: at(-D),
        due: at(13 * D),
        zone: null,
        state: 'running' as const,
        why: '14 days from the day it was exposed and automatable.',
      },
      {
        name: 'Maintainer’s first answer',
        start: at(-6 * D),
        due: at(-D),
        zone: null,
        state: 'overdue' as const,
        why: '5 working days, then the contact is asked again.',
      },
      {
        name: 'Public disclosure',
        start: null,
        due: null,
        zone: null,
        state: 'not_started' as const,
        why: 'Starts when the advisory is published.',
      },
    ],
    holds: row.holds,
    embargo: {
      until: at(39 * D),
      zone: 'America/New_York',
      basis: 'policy default v1: 45 days',
      proposedBy: 'North Clearinghouse',
    },
    vendorStatuses: [
      {
        product: 'libtessera 2.x',
        status: 'not_answered' as const,
        justification: null,
        fixedVersion: null,
        by: null,
        at: null,
      },
      {
        product: 'tessera-viewer 5',
        status: 'looking' as const,
        justification: null,
        fixedVersion: null,
        by: 'K. Brandt',
        at: at(-2 * D),
      },
    ],
    messages: [
      {
        id: uid(),
        lane: 'shared' as const,
        from: 'Ines Marchetti',
        party: 'North Clearinghouse',
        text: 'We have a reproduced heap overflow in decode_run_length. The bundle has a failing test and a candidate patch.',
        at: at(-6 * D),
      },
      {
        id: uid(),
        lane: 'coordinators' as const,
        from: 'T. Abara',
        party: 'North Clearinghouse',
        text: 'Second contact tried through the registry.',
        at: at(-2 * D),
      },
      {
        id: uid(),
        lane: 'shared' as const,
        from: 'K. Brandt',
        party: 'libtessera maintainers',
        text: 'Looking at it now. Is 2.3 also hit?',
        at: at(-1 * D),
      },
    ],
    bundle: {
      summary: 'A crafted image writes 512 bytes past the tile buffer.',
      howToReproduce: 'make asan && ./tessera-view crash.tsr',
      patch:
        '--- a/src/decode.c\n+++ b/src/decode.c\n@@ -214,3 +214,3 @@\n-  if (run > tile->len) return ERR_RANGE;\n+  if ((size_t)run * tile->sample > tile->len) return ERR_RANGE;\n',
      credits: ['Lab Alder', 'Lab Birch'],
      mergedReports: row.reports,
      whyOneBug: ['Both carry the same proof, byte for byte.'],
    },
    advisoryId: [...drafts.keys()][0] ?? null,
    fix: null,
  };
}

export const handlers: Handlers = {
  'session.read': session,
  'session.open': ({ body }) => {
    if ((body as { password: string }).password !== 'correct horse battery')
      throw new Refusal('access.wrong-credentials', 'No account has this name and password.');
    role = 'coordinator';
    return session();
  },
  'session.redeem': ({ body }) => {
    const name = (body as { secret: string }).secret.replace(/^demo-secret-/, '');
    if (!(name in ROLE_PARTY)) throw new Refusal('access.link-used', 'It was used 2 hours ago.');
    role = name as Role;
    return session();
  },
  'session.setUp': () => session(),
  'session.demoLinks': () => ({
    links: (Object.keys(ROLE_PARTY) as Role[]).map((r) => ({
      role: r,
      person: person.name,
      party: ROLE_PARTY[r].name,
      what: {
        coordinator: 'Settle what came in, tell maintainers, publish.',
        finder: 'Send reports, follow what became of them.',
        maintainer: 'See what you were told, answer in three clicks.',
        operator: 'See what is due today and why.',
        overseer: 'See what moves and what is held.',
        evaluator: 'Plan and run assessments.',
        model_developer: 'Your model’s window and its protections.',
        auditor: 'Read what was decided and verify the ledger.',
        administrator: 'Parties, people, feeds.',
      }[r],
      path: `/sign-in/link#demo-secret-${r}`,
    })),
  }),
  'session.switch': ({ body }) => {
    role = (body as { role: Role }).role;
    return session();
  },
  'session.close': () => {
    role = null;
    return { done: true };
  },
  'vulnerabilities.list': ({ query }) => page(list(query), query),
  'vulnerabilities.flow': () => ({
    since: at(-9 * H),
    in: 42,
    merged: 17,
    rejected: 6,
    validated: 11,
    told: 8,
    waiting: list({ state: 'found' }).length,
  }),
  'vulnerabilities.read': ({ params }) => detail(params.id ?? ''),
  'vulnerabilities.findings': ({ params, query }) => page(findingsOf(find(params.id ?? '')), query),
  'vulnerabilities.validate': ({ params, body }) => {
    const outcome = (body as { outcome: string }).outcome;
    return change(
      params.id ?? '',
      outcome === 'rejected'
        ? { state: 'rejected' }
        : outcome === 'reproduced'
          ? { state: 'validated', proof: 'reproduced' }
          : { proof: 'not_reproduced' },
    );
  },
  'vulnerabilities.rate': ({ params }) => change(params.id ?? '', {}),
  'vulnerabilities.ssvc': ({ params }) => change(params.id ?? '', {}),
  'vulnerabilities.merge': ({ params, body }) => {
    const into = find(params.id ?? '');
    const other = find((body as { with: string }).with);
    const i = rows.indexOf(other);
    rows.splice(i, 1);
    const done = change(into.id, { reports: into.reports + other.reports, candidates: 0 });
    const undo = undos.get(done.decisionId);
    undos.set(done.decisionId, () => {
      undo?.();
      rows.splice(i, 0, other);
    });
    return done;
  },
  'vulnerabilities.split': ({ params }) => ({ ...change(params.id ?? '', {}), newId: rows[3]?.id ?? '' }),
  'vulnerabilities.assign': ({ params, body }) =>
    change(params.id ?? '', { assignedTo: (body as { person: string | null }).person ? person : null }),
  'vulnerabilities.batch': ({ body }) => {
    const { ids, verb } = body as { ids: string[]; verb: string };
    const patch =
      {
        validate: { state: 'validated' as const },
        reject: { state: 'rejected' as const },
        tell: { state: 'told' as const },
        'assign-me': { assignedTo: person },
      }[verb] ?? {};
    return {
      results: ids.map((id) =>
        find(id).holds.length && verb === 'tell'
          ? { id, ok: false, decisionId: null, code: 'state.not-possible', detail: 'It is held: no contact.' }
          : { id, ok: true, decisionId: change(id, patch).decisionId, code: null, detail: null },
      ),
      undoUntil: at(30_000),
    };
  },
  'candidates.decide': ({ params }) => ({
    done: true,
    decisionId: params.id ?? uid(),
    undoUntil: new Date(Date.now() + 30_000).toISOString(),
  }),
  'decisions.undo': ({ params }) => {
    undos.get(params.id ?? '')?.();
    return { done: true };
  },
  'cases.list': ({ query }) =>
    page(
      rows
        .filter((r) => r.caseId)
        .map((r) => ({
          id: r.caseId ?? '',
          state:
            r.state === 'told'
              ? ('told' as const)
              : r.state === 'fixed'
                ? ('fix_ready' as const)
                : ('published' as const),
          vulnerability: r,
          waitingFor: r.state === 'told' ? 'the maintainer to acknowledge' : 'nobody',
          toldAt: at(-6 * D),
        })),
      query,
    ),
  'cases.read': ({ params }) => caseOf(params.id ?? ''),
  'cases.tell': ({ params }) => {
    const row = find(params.id ?? '');
    if (row.state === 'found')
      throw new Refusal('case.not-validated', `${row.project?.name} asked for validated findings only.`);
    const done = change(row.id, { state: 'told', caseId: uid() });
    return {
      told: true,
      place: null,
      of: null,
      why: '1 of 2 this week.',
      caseId: uid(),
      decisionId: done.decisionId,
      undoUntil: done.undoUntil,
    };
  },
  'cases.hold': ({ params, body }) => {
    const b = body as { kind: 'other'; reason: string; expiresAt: string };
    return change(params.id ?? '', {
      holds: [{ id: uid(), kind: b.kind, reason: b.reason, owner: person.name, since: at(0), expiresAt: b.expiresAt }],
    });
  },
  'cases.release': () => ({ done: true }),
  'cases.embargo': () => ({ done: true, decisionId: uid(), undoUntil: at(30_000) }),
  'cases.message': ({ body }) => ({
    id: uid(),
    from: person.name,
    party: parties.house.name,
    at: at(0),
    ...(body as { lane: 'shared'; text: string }),
  }),
  'cases.acknowledge': () => ({ done: true }),
  'cases.vendorStatus': () => ({ done: true }),
  'cases.fix': () => ({ done: true }),
  'projects.list': () => ({ items: PROJECTS }),
  'projects.create': ({ body }) => ({ ...PROJECTS[0], id: uid(), ...(body as object) }),
  'projects.update': ({ params, body }) => Object.assign(PROJECTS.find((p) => p.id === params.id) ?? {}, body),
  'projects.line': ({ params, query }) =>
    page(
      rows
        .filter((r) => r.project?.id === params.id && r.state === 'validated')
        .slice(0, 5)
        .map((v, i) => ({ place: i + 1, severity: v.severity, since: v.firstSeenAt, vulnerability: v })),
      query,
    ),
  'advisories.list': ({ query }) =>
    page(
      [...drafts.keys()].map((id) => advisory(id).row),
      query,
    ),
  'advisories.read': ({ params }) => advisory(params.id ?? ''),
  'advisories.draft': () => {
    const id = uid();
    drafts.set(id, id);
    return advisory(id);
  },
  'advisories.edit': ({ params, body }) => {
    draft = body as typeof draft;
    return advisory(params.id ?? '');
  },
  'advisories.preview': () => ({
    csaf: {
      document: {
        category: 'csaf_security_advisory',
        csaf_version: '2.0',
        title: draft.title,
        tracking: { id: 'LT-2026-0007', status: 'draft' },
      },
    },
    osv: { id: 'LT-2026-0007', summary: draft.summary },
    plain: `${draft.plain.what}\n\nHow to look: ${draft.plain.howToLook}\n\nIf you cannot update: ${draft.plain.ifYouCannot}`,
    validation: validation(),
  }),
  'advisories.publish': ({ params }) => advisory(params.id ?? ''),
  'advisories.withdraw': ({ params }) => advisory(params.id ?? ''),
  'search.all': ({ query }) => {
    const found = list({ q: query.q ?? '' }).slice(0, 30);
    return {
      items: found.map((r) => ({
        kind: 'vulnerability',
        id: r.id,
        title: r.title,
        detail: `${r.project?.name} ${r.version}`,
        href: `/vulnerabilities/${r.id}`,
      })),
      total: found.length,
    };
  },
};
