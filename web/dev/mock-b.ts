// Made-up answers for looking at the operator’s, finder’s, maintainer’s, overseer’s and public pages without a server.
// Keyed by route; each gets the request’s parameters, query and body. State is kept while the mock runs.
import type { Answer, Duty, RouteId } from '@leadtime/contract';

export interface MockRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}
export type MockAnswers = { readonly [Id in RouteId]?: (request: MockRequest) => Answer<Id> | Promise<Answer<Id>> };

const NOW = Date.now();
const DAY = 86_400_000;
const at = (days: number): string => new Date(NOW + days * DAY).toISOString();
const dayAt = (days: number): string => at(days).slice(0, 10);
const id = (n: number): string => `0199d000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const digest = (n: number): string => n.toString(16).padStart(2, '0').repeat(32);
const page = <T>(items: readonly T[], query: MockRequest['query'], total = items.length) => {
  const limit = Number(query.limit ?? 50);
  const offset = Number(query.offset ?? 0);
  return { items: items.slice(offset, offset + limit), total, limit, offset };
};

const HOSPITAL = { id: id(1), name: 'Juniper Flats Regional Hospital' };
const ISAC = { id: id(2), name: 'Plains Health Sharing Center' };

// ---------------------------------------------------------------- the operator’s day

type Priority = Duty['priority'];
const rule = {
  id: 'bod-26-04',
  version: '1.0.0',
  citation: 'CERT/CC SSVC decision table cisa:DT_BOD2604:1.0.0',
};
const priority = (over: Partial<Priority['bod']>, reasons: Priority['reasons']): Priority => ({
  rank: 1,
  bod: {
    row: 12,
    outcome: '3DF',
    outcomeText: 'Fix within 3 calendar days, and look for signs of a break-in first.',
    start: at(-2),
    due: dayAt(1),
    unknowns: [],
    rule,
    inputs: { kev: 'yes', exposed: 'yes', automatable: 'no', impact: 'total' },
    ...over,
  },
  reasons,
});
const duty = (n: number, over: Partial<Duty>): Duty => ({
  id: id(100 + n),
  party: HOSPITAL,
  state: 'open',
  title: 'Infusion pumps can be stopped over the network',
  doThis: 'Install InfuSure firmware 4.2.1 on all 24 pumps.',
  why: 'Your sheet lists InfuSure 300 at 4.1.7. Versions before 4.2.1 are affected, and CISA knows of attacks.',
  due: dayAt(1),
  dueText: 'Within 3 calendar days of 21 Nov 2026',
  overdue: false,
  priority: priority({}, [
    { code: 'kev', text: 'It is in CISA’s list of exploited vulnerabilities since 21 Nov 2026.' },
    { code: 'exposed', text: 'The asset is tagged public: the pump gateway answers from the internet.' },
    { code: 'impact', text: 'An attacker gets total control of the device.' },
  ]),
  advisory: { id: id(501), publicId: 'LT-2026-0007', title: 'InfuSure 300: authentication can be skipped', kev: true },
  component: 'Velloria InfuSure 300 4.1.7',
  fixedIn: '4.2.1',
  asset: 'Ward B pump gateway',
  assetExposure: 'public',
  exposureState: 'affected',
  answeredAt: null,
  history: [],
  needsForensics: true,
  detectedAt: at(-2),
  ...over,
});
const DUTIES: Duty[] = [
  duty(1, {
    title: 'Patient record gateway can be taken over by one message',
    doThis: 'Update the HL7 gateway to 2.14.3, then restart the service.',
    why: 'Your inventory lists @sluiceworks/hl7 2.13.0 on records-gw-01. Versions before 2.14.3 are affected.',
    due: dayAt(-1),
    dueText: 'Was due within 3 calendar days of 18 Nov 2026',
    overdue: true,
    component: '@sluiceworks/hl7 2.13.0',
    fixedIn: '2.14.3',
    asset: 'records-gw-01',
    advisory: {
      id: id(502),
      publicId: 'LT-2026-0005',
      title: 'Sluiceworks HL7: stack overflow in segment parser',
      kev: true,
    },
  }),
  duty(2, {}),
  duty(3, {
    title: 'Backup server accepts forged archives',
    doThis: 'Update the harborline tar library to 6.2.4.',
    why: 'The backup appliance’s SBOM lists @harborline/tar 6.1.0. It may be reached only from inside.',
    due: dayAt(12),
    dueText: 'Within 14 calendar days of 20 Nov 2026',
    component: '@harborline/tar 6.1.0',
    fixedIn: '6.2.4',
    asset: 'backup-02',
    assetExposure: 'internal',
    needsForensics: false,
    advisory: { id: id(503), publicId: 'LT-2026-0009', title: '@harborline/tar: path traversal', kev: false },
    priority: priority(
      {
        row: 7,
        outcome: '14D',
        outcomeText: 'Fix within 14 calendar days.',
        due: dayAt(12),
        inputs: { kev: 'no', exposed: 'yes', automatable: 'yes', impact: 'partial' },
      },
      [{ code: 'automatable', text: 'An attack on it can be automated.' }],
    ),
  }),
  duty(4, {
    title: 'Print server leaks page contents',
    doThis: 'Update brinepump to 1.4.2-3 with the next upgrade of the server.',
    why: 'The package list of print-01 has brinepump 1.4.2-1.',
    due: null,
    dueText: 'With the next scheduled upgrade',
    component: 'brinepump 1.4.2-1',
    fixedIn: '1.4.2-3',
    asset: 'print-01',
    assetExposure: 'unknown',
    exposureState: 'affected',
    needsForensics: false,
    advisory: { id: id(504), publicId: 'LT-2026-0003', title: 'brinepump: uninitialised memory in banner', kev: false },
    priority: priority(
      {
        row: null,
        outcome: null,
        outcomeText: 'No row yet: two inputs are unknown.',
        start: null,
        due: null,
        unknowns: ['Can the attack be automated? Nobody has said.', 'What does an attacker gain? Nobody has said.'],
        inputs: { kev: 'no', exposed: 'unknown, treated as yes', automatable: 'unknown', impact: 'unknown' },
      },
      [{ code: 'unknown', text: 'Two of the four inputs are unknown, so no day is set.' }],
    ),
  }),
  duty(5, {
    state: 'mitigated',
    title: 'Imaging viewer runs scripts from file names',
    doThis: 'Update the viewer to 9.0.1 when the maker certifies it.',
    why: 'Your sheet lists RadView 8.8.',
    due: dayAt(20),
    dueText: 'Mitigation ends 12 Dec 2026',
    component: 'RadView 8.8',
    fixedIn: null,
    asset: 'Radiology workstation 3',
    assetExposure: 'internal',
    answeredAt: at(-3),
    needsForensics: false,
    advisory: { id: id(505), publicId: 'LT-2026-0002', title: 'RadView: script in file names', kev: false },
    history: [
      {
        at: at(-3),
        state: 'mitigated',
        by: 'Dolores Whitcomb',
        note: 'Cut off from the internet by firewall rule 114 until the maker has a patch.',
        justification: null,
        evidence: 'Change ticket 2231',
      },
    ],
  }),
];

type Component = Answer<'today.read'>['couldNotMatch'][number];
const component = (n: number, over: Partial<Component>): Component => ({
  id: id(700 + n),
  name: 'Bedside monitor',
  version: null,
  purl: null,
  vendor: 'Halvorsen Medical',
  asset: null,
  line: n + 2,
  state: 'cannot_match',
  reason: { code: 'version.missing', text: 'unknown: no version in the inventory' },
  exposures: 0,
  ...over,
});
const UNMATCHED: Component[] = [
  component(1, { name: 'Bedside monitor M3' }),
  component(2, {
    name: 'NurseCall',
    vendor: 'Tollard',
    version: '2019 R2',
    reason: { code: 'product.unknown', text: 'no advisory source names the vendor Tollard' },
  }),
  component(3, {
    name: 'Lab analyser',
    vendor: null,
    version: '7',
    reason: { code: 'vendor.missing', text: 'unknown: no vendor in row 5' },
  }),
  component(4, {
    name: 'Pharmacy cabinet',
    vendor: 'Ormond',
    version: 'latest',
    reason: {
      code: 'version.syntax',
      text: '“latest” is not a version; write the number on the device’s about screen',
    },
  }),
];
const MATCHED: Component[] = [
  component(20, {
    name: 'InfuSure 300',
    vendor: 'Velloria',
    version: '4.1.7',
    asset: 'Ward B pump gateway',
    state: 'affected',
    reason: { code: 'range', text: '4.1.7 is in the affected range “before 4.2.1” of LT-2026-0007' },
    exposures: 1,
  }),
  component(21, {
    name: 'RadView',
    vendor: 'Ardent Imaging',
    version: '8.8',
    asset: 'Radiology workstation 3',
    state: 'affected',
    reason: { code: 'range', text: '8.8 is in the affected range “before 9.0.1” of LT-2026-0002' },
    exposures: 1,
  }),
  component(22, {
    name: 'OpenMail',
    vendor: 'Carrick',
    version: '11.2',
    state: 'no_advisory',
    reason: { code: 'no-advisory', text: 'no advisory that we hold names it; feeds are 3 hours old' },
  }),
  component(23, {
    name: 'HospStore',
    vendor: 'Linden',
    version: '3.1',
    state: 'undetermined',
    reason: {
      code: 'scheme.unknown',
      text: 'the advisory states “firmware of 2024”, which cannot be compared with 3.1',
    },
    exposures: 1,
  }),
];

type Inventory = Answer<'inventories.list'>['items'][number];
let INVENTORIES: Inventory[] = [
  {
    id: id(301),
    name: 'Devices (spreadsheet)',
    party: HOSPITAL,
    format: 'sheet',
    uploadedAt: at(-41),
    ageDays: 41,
    stale: true,
    components: 187,
    matched: 121,
    affected: 4,
    undetermined: 12,
    unmatched: 54,
    assets: 63,
    problems: 3,
  },
  {
    id: id(302),
    name: 'Backup appliance SBOM',
    party: HOSPITAL,
    format: 'cyclonedx',
    uploadedAt: at(-2),
    ageDays: 2,
    stale: false,
    components: 1_413,
    matched: 1_409,
    affected: 2,
    undetermined: 3,
    unmatched: 1,
    assets: 1,
    problems: 0,
  },
];
const ASSETS: Answer<'assets.list'>['items'] = [
  {
    id: id(401),
    name: 'Ward B pump gateway',
    organisation: 'Juniper Flats',
    subOrganisation: 'Nursing',
    environment: 'production',
    exposure: 'public',
    type: 'medical device',
    components: 24,
    openDuties: 1,
  },
  {
    id: id(402),
    name: 'records-gw-01',
    organisation: 'Juniper Flats',
    subOrganisation: 'IT',
    environment: 'production',
    exposure: 'public',
    type: 'server',
    components: 212,
    openDuties: 1,
  },
  {
    id: id(403),
    name: 'backup-02',
    organisation: 'Juniper Flats',
    subOrganisation: 'IT',
    environment: 'production',
    exposure: 'internal',
    type: 'server',
    components: 1413,
    openDuties: 1,
  },
  {
    id: id(404),
    name: 'print-01',
    organisation: 'Juniper Flats',
    subOrganisation: null,
    environment: null,
    exposure: 'unknown',
    type: null,
    components: 88,
    openDuties: 1,
  },
  {
    id: id(405),
    name: 'Radiology workstation 3',
    organisation: 'Juniper Flats',
    subOrganisation: 'Radiology',
    environment: 'production',
    exposure: 'internal',
    type: 'workstation',
    components: 3,
    openDuties: 0,
  },
];
const EXPOSURES: Answer<'exposures.list'>['items'] = [
  ...DUTIES.map((d, i) => ({
    id: id(600 + i),
    party: d.party,
    state: d.exposureState,
    tier: 'inventory',
    advisory: { ...d.advisory, severity: ['critical', 'critical', 'high', 'medium', 'medium'][i] ?? 'unknown' },
    component: d.component,
    version: d.component.split(' ').at(-1) ?? null,
    fixedIn: d.fixedIn,
    assets: 1,
    reasons: [
      { code: 'range', text: `${d.component} is in the affected range “before ${d.fixedIn ?? 'no fixed version'}”` },
    ],
    evidence: {
      inventory: 'Devices (spreadsheet)',
      row: 14 + i,
      range: d.fixedIn ? `< ${d.fixedIn}` : '*',
      rule: 'match/sheet@1',
    },
    since: at(-4 - i),
    asOf: at(-0.1),
    dutyId: d.id,
  })),
  {
    id: id(650),
    party: HOSPITAL,
    state: 'undetermined',
    tier: 'inventory',
    advisory: {
      id: id(506),
      publicId: 'LT-2026-0010',
      title: 'HospStore: default password',
      severity: 'high',
      kev: false,
    },
    component: 'Linden HospStore',
    version: '3.1',
    fixedIn: null,
    assets: 2,
    reasons: [
      { code: 'scheme.unknown', text: 'the advisory states “firmware of 2024”, which cannot be compared with 3.1' },
    ],
    evidence: { inventory: 'Devices (spreadsheet)', row: 88, range: 'firmware of 2024' },
    since: at(-1),
    asOf: at(-0.1),
    dutyId: null,
  },
];

// ---------------------------------------------------------------- reports

type ReportRow = Answer<'reports.list'>['items'][number];
const report = (n: number, over: Partial<ReportRow>): ReportRow => ({
  id: id(800 + n),
  filename: 'brightfen-sweep-3.sarif',
  format: 'sarif',
  size: 4_812_331,
  digest: digest(n),
  receivedAt: at(-n),
  receivedFrom: 'Brightfen Labs',
  stage: 'read',
  findings: 412,
  dropped: 9,
  problems: 3,
  progress: 1,
  finishedAt: at(-n + 0.001),
  outcomes: { new: 38, duplicate: 361, validated: 21, rejected: 13, told: 12, fixed: 6, published: 4 },
  ledgerStage: 'checkpointed',
  ...over,
});
const REPORTS: ReportRow[] = [
  report(1, {
    stage: 'reading',
    filename: 'brightfen-sweep-4.sarif',
    size: 61_203_112,
    findings: 18_220,
    dropped: 4,
    progress: 0.43,
    finishedAt: null,
    ledgerStage: 'written',
    problems: 0,
    outcomes: { new: 0, duplicate: 0, validated: 0, rejected: 0, told: 0, fixed: 0, published: 0 },
  }),
  report(2, {}),
  report(5, {
    filename: 'quaycert-overflow.json',
    format: 'report',
    size: 18_221,
    findings: 1,
    dropped: 0,
    problems: 0,
    outcomes: { new: 1, duplicate: 0, validated: 1, rejected: 0, told: 1, fixed: 0, published: 0 },
  }),
  report(8, {
    filename: 'export.zip',
    format: 'unknown',
    size: 88_122,
    stage: 'unreadable',
    findings: 0,
    dropped: 0,
    problems: 1,
    outcomes: { new: 0, duplicate: 0, validated: 0, rejected: 0, told: 0, fixed: 0, published: 0 },
  }),
];
const BECAME = [
  ['Told its maintainer on 19 Nov. They have acknowledged it and are working on a fix.', 'told', null, true],
  ['The same bug as 4 other reports. You are credited as the second finder.', 'told', null, true],
  [
    'Waits for its maintainer: the project takes 2 a week, and 5 are before it.',
    'validated',
    { place: 6, of: 11 },
    true,
  ],
  [
    'Could not be reproduced on 6.2.4 with the proof attached. Attach a proof that runs to have it looked at again.',
    'rejected',
    null,
    false,
  ],
  ['Waits for validation. A coordinator looks at what can be exploited first.', 'found', { place: 31, of: 120 }, true],
  ['Fixed in 2.14.3 and published as LT-2026-0005.', 'published', null, true],
] as const;
const FINDINGS: Answer<'reports.findings'>['items'] = Array.from({ length: 60 }, (_, i) => {
  const b = BECAME[i % BECAME.length] ?? BECAME[0];
  return {
    id: id(2_000 + i),
    ordinal: i + 1,
    title:
      [
        'Out-of-bounds read in banner parser',
        'Path traversal when unpacking archives',
        'Integer overflow in segment length',
        'Use after free on reconnect',
      ][i % 4] ?? '',
    target:
      ['pkg:deb/debian/brinepump@1.4.2-1', 'pkg:npm/%40harborline/tar@6.1.0', 'pkg:npm/%40sluiceworks/hl7@2.13.0'][
        i % 3
      ] ?? '',
    location: ['src/banner.c:212', 'lib/unpack.js:88', null][i % 3] ?? null,
    weaknesses: [['CWE-125'], ['CWE-22'], []][i % 3] ?? [],
    severity: ['critical', 'high', 'medium', 'unknown'][i % 4] ?? 'unknown',
    vulnerabilityId: id(3_000 + i),
    became: b[0],
    state: b[1],
    placeInLine: b[2],
    credited: b[3],
  };
});
const receiptOf = (n: number, size: number) => ({
  reportId: id(800 + n),
  digest: digest(n),
  size,
  receivedAt: at(0),
  seenBefore: false,
  monitor: `/api/v1/reports/${id(800 + n)}`,
  ledger: { entryId: id(9_000 + n), commitment: digest(77), nonce: digest(78) },
});

// ---------------------------------------------------------------- maintainer

type CaseRow = Answer<'cases.list'>['items'][number];
const vulnerability = (n: number, over: Partial<CaseRow['vulnerability']> = {}): CaseRow['vulnerability'] => ({
  id: id(3_000 + n),
  title: 'Out-of-bounds read when a banner line has no end',
  target: 'pkg:deb/debian/brinepump',
  version: '1.4.2-1',
  location: 'src/banner.c:212',
  weaknesses: ['CWE-125'],
  aliases: [],
  state: 'told',
  project: { id: id(4_001), name: 'Brinepump' },
  reports: 5,
  findings: 7,
  finders: 2,
  proof: 'reproduced',
  kev: false,
  severity: 'high',
  priority: priority({ row: 7, outcome: '14D', outcomeText: 'Fix within 14 calendar days.' }, []),
  exposedOperators: 4,
  maintainerQueue: null,
  holds: [],
  embargoUntil: at(28),
  embargoZone: 'Europe/Oslo',
  candidates: 0,
  assignedTo: null,
  firstSeenAt: at(-6),
  caseId: id(5_000 + n),
  ...over,
});
const CASES: CaseRow[] = [
  {
    id: id(5_001),
    state: 'told',
    vulnerability: vulnerability(1),
    waitingFor: 'you: say that you have it',
    toldAt: at(-1),
  },
  {
    id: id(5_002),
    state: 'acknowledged',
    vulnerability: vulnerability(2, {
      title: 'Stack overflow in reply parser',
      severity: 'critical',
      reports: 2,
      location: 'src/reply.c:40',
      kev: true,
    }),
    waitingFor: 'you: the fixed version',
    toldAt: at(-6),
  },
  {
    id: id(5_003),
    state: 'fix_ready',
    vulnerability: vulnerability(3, {
      title: 'Temporary file with a name that can be guessed',
      severity: 'low',
      reports: 1,
      state: 'fixed',
    }),
    waitingFor: 'the day of publication, 2 Dec 2026',
    toldAt: at(-13),
  },
];
const caseView = (n: number): Answer<'cases.read'> => {
  const row = CASES.find((c) => c.id === id(n)) ?? CASES[0];
  if (!row) throw new Error('a case');
  return {
    id: row.id,
    state: row.state,
    vulnerability: row.vulnerability,
    conclusion:
      row.state === 'told'
        ? 'Five reports are one bug in the banner parser; it is yours to acknowledge.'
        : row.state === 'acknowledged'
          ? 'You have acknowledged it; operators wait for the fixed version.'
          : 'The fix is ready and will be published on 2 Dec 2026.',
    clocks: [
      {
        name: 'Acknowledge',
        start: at(-1),
        due: at(4),
        zone: 'Europe/Oslo',
        state: 'running',
        why: 'The policy gives five days to say that you have it.',
      },
      {
        name: 'Embargo',
        start: at(-1),
        due: at(28),
        zone: 'Europe/Oslo',
        state: 'running',
        why: 'Agreed with both finders; it may be published then.',
      },
      { name: 'Fix', start: null, due: null, zone: null, state: 'not_started', why: 'It starts when you acknowledge.' },
    ],
    holds: [],
    embargo: { until: at(28), zone: 'Europe/Oslo', basis: 'The project’s policy: 30 days', proposedBy: null },
    vendorStatuses: [
      {
        product: 'brinepump 1.4 (Debian)',
        status: 'not_answered',
        justification: null,
        fixedVersion: null,
        by: null,
        at: null,
      },
      {
        product: 'brinepump 2.0',
        status: 'not_affected',
        justification: 'The parser was rewritten in 2.0.',
        fixedVersion: null,
        by: 'Wilhelmina Stroud',
        at: at(-0.5),
      },
    ],
    messages: [
      {
        id: id(6_001),
        lane: 'shared',
        from: 'Ines Okafor',
        party: 'Northway Clearinghouse',
        text: 'Both labs have agreed to your usual 30 days. The failing test is in the bundle.',
        at: at(-1),
      },
      {
        id: id(6_002),
        lane: 'shared',
        from: 'Anselm Brook',
        party: 'Brightfen Labs',
        text: 'We also see it on arm64. <script>alert(1)</script> is what the fuzzer put into the banner.',
        at: at(-0.4),
      },
    ],
    bundle: {
      summary:
        'read_banner() copies until it sees a line end. A peer that closes the connection first makes it read past the buffer; 1,024 bytes of heap can leak to the log.',
      howToReproduce:
        'git checkout 1.4.2-1\nmake check-asan\nprintf "220 hello" | ./brinepump --stdin\n==ERROR: AddressSanitizer: heap-buffer-overflow on src/banner.c:212',
      patch:
        "--- a/src/banner.c\n+++ b/src/banner.c\n@@ -209,7 +209,7 @@ static int read_banner(struct conn *c)\n   size_t n = 0;\n-  while (c->buf[n] != '\\n')\n+  while (n < c->len && c->buf[n] != '\\n')\n     n++;\n   return n;",
      credits: ['Brightfen Labs', 'Pebblecrash'],
      mergedReports: 5,
      whyOneBug: [
        'Three reports carry the same proof, byte for byte.',
        'The other two crash at the same frame, and the proposed patch stops all five proofs.',
      ],
    },
    advisoryId: null,
    fix: row.state === 'fix_ready' ? { version: '1.4.2-3', commit: '9f2c1aa', at: at(-2) } : null,
  };
};
let PROJECTS: Answer<'projects.list'>['items'] = [
  {
    id: id(4_001),
    name: 'Brinepump',
    packages: ['pkg:deb/debian/brinepump'],
    maintainer: { id: id(3), name: 'Brinepump Maintainers' },
    weeklyBudget: 2,
    pausedUntil: null,
    acceptsUnvalidated: false,
    contact: 'mina@brinepump.example.org',
    toldThisWeek: 2,
    waiting: 5,
    openCases: 3,
    weekEndsAt: at(3),
  },
];

// ---------------------------------------------------------------- measures

const FUNNEL: Answer<'measures.funnel'> = {
  asOf: at(0),
  since: at(-90),
  conclusion:
    'Of 4,812 findings received in 90 days, 96 are fixed and 61 of those are deployed; most were the same bug told twice.',
  stages: [
    {
      name: 'Received',
      count: 4_812,
      of: 'findings',
      lost: [{ why: 'could not be read', count: 41 }],
      medianHours: null,
    },
    {
      name: 'Distinct',
      count: 611,
      of: 'vulnerabilities',
      lost: [{ why: 'the same bug as another report', count: 4_160 }],
      medianHours: 0.1,
    },
    {
      name: 'Validated',
      count: 208,
      of: 'vulnerabilities',
      lost: [
        { why: 'not reproduced', count: 102 },
        { why: 'rejected with a reason', count: 61 },
        { why: 'waiting for validation', count: 240 },
      ],
      medianHours: 31,
    },
    {
      name: 'Told',
      count: 171,
      of: 'vulnerabilities',
      lost: [
        { why: 'maintainer at capacity', count: 29 },
        { why: 'no contact found', count: 8 },
      ],
      medianHours: 4,
    },
    {
      name: 'Fixed',
      count: 96,
      of: 'vulnerabilities',
      lost: [
        { why: 'maintainer has not answered', count: 44 },
        { why: 'fix under way', count: 31 },
      ],
      medianHours: 410,
    },
    {
      name: 'Deployed',
      count: 61,
      of: 'vulnerabilities',
      lost: [{ why: 'operators have open duties', count: 35 }],
      medianHours: 220,
    },
  ],
};
const HOLDS: Answer<'measures.holds'> = {
  asOf: at(0),
  total: 280,
  items: [
    { kind: 'not_validated', owner: 'Northway Clearinghouse', count: 240, oldestSince: at(-22), expiringSoon: 12 },
    { kind: 'maintainer_capacity', owner: 'Brinepump Maintainers', count: 29, oldestSince: at(-9), expiringSoon: 0 },
    { kind: 'no_contact', owner: 'Northway Clearinghouse', count: 8, oldestSince: at(-31), expiringSoon: 3 },
    { kind: 'other', owner: 'Northway Clearinghouse', count: 3, oldestSince: at(-3), expiringSoon: 0 },
  ],
};
const MODELS: Answer<'models.list'>['items'] = [
  {
    id: id(11_001),
    name: 'Cormorant-3',
    developer: 'Vantmoor Models',
    opensAt: at(-24),
    releaseAt: at(6),
    partnersAt: at(-1),
    state: 'open',
    note: 'Recorded by the developer. It is information and decides nothing about the release.',
  },
  {
    id: id(11_002),
    name: 'Cormorant-2',
    developer: 'Vantmoor Models',
    opensAt: at(-120),
    releaseAt: at(-90),
    partnersAt: null,
    state: 'released',
    note: '',
  },
];
const burndown = (n: string): Answer<'measures.burndown'> => {
  const model = MODELS.find((m) => m.id === n) ?? MODELS[0];
  if (!model) throw new Error('a model');
  const past = model.state === 'released';
  const days = past ? 45 : 24;
  const from = past ? -120 : -24;
  const s = (d: number, lag: number, speed: number, top: number) =>
    Math.round(top / (1 + Math.exp(-(d - lag) / speed)) - top / (1 + Math.exp(lag / speed)));
  return {
    model,
    asOf: at(0),
    headline: past
      ? 'On release day between 52 % and 67 % of what this model can find was closed at the operators that run it.'
      : 'Six days before release between 21 % and 29 % of what this model can find is closed at the operators that run it.',
    denominator:
      'Vulnerabilities in the 41 packages of the declared scope, found with this model or estimated to be findable by it.',
    days: Array.from({ length: days + 1 }, (_, d) => ({
      day: dayAt(from + d),
      found: s(d, 7, 3.2, 260) + d,
      validated: s(d, 9, 3.4, 230) + d,
      told: s(d, 11, 3.6, 205),
      fixed: s(d, 17, 4.2, 170),
      deployed: s(d, 22, 4.4, past ? 160 : 130) + (d % 3 === 0 ? 0.5 : 0),
    })),
    unfound: past
      ? { low: 14, high: 52, method: 'capture and recapture over three finders' }
      : { low: 31, high: 96, method: 'capture and recapture over three finders' },
    unfoundUnknownWhy: null,
    closedShare: past ? { low: 0.52, high: 0.67 } : { low: 0.21, high: 0.29 },
  };
};

// ---------------------------------------------------------------- advisories, notices, settings

type AdvisoryRow = Answer<'advisories.list'>['items'][number];
const advisory = (n: number, over: Partial<AdvisoryRow>): AdvisoryRow => ({
  id: id(500 + n),
  publicId: `LT-2026-00${String(n).padStart(2, '0')}`,
  source: 'ours',
  title: 'InfuSure 300: authentication can be skipped',
  aliases: [`CVE-2026-1${String(n).padStart(4, '0')}`],
  state: 'published',
  tlp: 'TLP:CLEAR',
  severity: 'critical',
  packages: ['velloria/infusure-300'],
  revision: 1,
  publishedAt: at(-n),
  modifiedAt: at(-n + 0.5),
  kev: false,
  ...over,
});
const ADVISORIES: AdvisoryRow[] = [
  advisory(1, { kev: true, revision: 2 }),
  advisory(2, { title: 'RadView: script in file names', severity: 'medium', packages: ['ardent/radview'] }),
  advisory(3, {
    title: 'brinepump: uninitialised memory in banner',
    severity: 'medium',
    packages: ['pkg:deb/debian/brinepump'],
    tlp: 'TLP:GREEN',
  }),
  advisory(4, {
    title: '@harborline/tar: path traversal when unpacking',
    severity: 'high',
    packages: ['pkg:npm/%40harborline/tar'],
    state: 'withdrawn',
  }),
  advisory(5, {
    title: 'Sluiceworks HL7: stack overflow in segment parser',
    severity: 'critical',
    packages: ['pkg:npm/%40sluiceworks/hl7'],
    kev: true,
  }),
];
let NOTICES: Answer<'notices.list'>['items'] = [
  {
    id: id(7_001),
    event: 'duty.due',
    title: 'Due tomorrow: infusion pumps',
    text: 'Install InfuSure firmware 4.2.1 on all 24 pumps by 23 Nov 2026.',
    href: `/duties/${id(102)}`,
    at: at(-0.1),
    readAt: null,
    deliveries: [
      { channel: 'in-app', state: 'sent', attempts: 1, at: at(-0.1), reason: null },
      { channel: 'webhook', state: 'failed', attempts: 5, at: at(-0.05), reason: 'the host answered 503' },
    ],
  },
  {
    id: id(7_002),
    event: 'exposure.new',
    title: 'A new advisory reaches 1 of your components',
    text: 'LT-2026-0009 reaches @harborline/tar 6.1.0 on backup-02.',
    href: `/duties/${id(103)}`,
    at: at(-2),
    readAt: at(-1),
    deliveries: [{ channel: 'in-app', state: 'sent', attempts: 1, at: at(-2), reason: null }],
  },
  {
    id: id(7_003),
    event: 'advisory.published',
    title: 'Published: LT-2026-0007',
    text: 'InfuSure 300: authentication can be skipped',
    href: `/advisories/${id(501)}`,
    at: at(-3),
    readAt: at(-1),
    deliveries: [
      { channel: 'in-app', state: 'sent', attempts: 1, at: at(-3), reason: null },
      { channel: 'webhook', state: 'dropped', attempts: 0, at: null, reason: 'your party may no longer see it' },
    ],
  },
];
let TOKENS: Answer<'tokens.list'>['items'] = [
  {
    id: id(8_001),
    name: 'nightly SBOM',
    scopes: ['inventory:write'],
    createdAt: at(-80),
    expiresAt: at(10),
    lastUsedAt: at(-0.4),
    revokedAt: null,
  },
  {
    id: id(8_002),
    name: 'old laptop',
    scopes: ['inventory:write', 'measures:read'],
    createdAt: at(-200),
    expiresAt: at(-20),
    lastUsedAt: at(-31),
    revokedAt: null,
  },
];
let WEBHOOKS: Answer<'webhooks.list'>['items'] = [
  {
    id: id(8_101),
    url: 'https://hooks.juniperflats.example.org/leadtime',
    events: ['duty.due', 'exposure.new'],
    createdAt: at(-60),
    pausedAt: null,
    lastState: 'failed',
    lastAt: at(-0.05),
  },
];
const PARTIES: Answer<'parties.list'>['items'] = [
  { id: HOSPITAL.id, name: HOSPITAL.name, kind: 'operator', sector: 'healthcare', people: 1, createdAt: at(-90) },
  { id: ISAC.id, name: ISAC.name, kind: 'isac', sector: 'healthcare', people: 1, createdAt: at(-90) },
  { id: id(3), name: 'Brinepump Maintainers', kind: 'project', sector: null, people: 1, createdAt: at(-90) },
  { id: id(4), name: 'Northway Clearinghouse', kind: 'clearinghouse', sector: null, people: 3, createdAt: at(-90) },
];
const PEOPLE: Answer<'people.list'>['items'] = [
  {
    id: id(21),
    name: 'Ines Okafor',
    email: 'ines.okafor@northway.example.org',
    memberships: [{ party: { id: id(4), name: 'Northway Clearinghouse' }, role: 'coordinator' }],
    disabledAt: null,
  },
  {
    id: id(22),
    name: 'Dolores Whitcomb',
    email: 'd.whitcomb@juniperflats.example.org',
    memberships: [{ party: HOSPITAL, role: 'operator' }],
    disabledAt: null,
  },
  { id: id(23), name: 'Garrick Poole', email: 'garrick@lanternfs.example.org', memberships: [], disabledAt: at(-9) },
];
let DELEGATIONS: Answer<'delegations.list'>['items'] = [
  { id: id(8_201), from: HOSPITAL, to: ISAC, since: at(-30), until: null },
];
const FEEDS: Answer<'feeds.list'> = {
  egress: [],
  items: [
    {
      source: 'kev',
      name: 'CISA KEV',
      address: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
      records: 1_673,
      lastSuccessAt: at(-4),
      asOf: at(-4.2),
      maxAgeHours: 48,
      stale: true,
      running: false,
      progress: null,
      lastError: 'www.cisa.gov is not on the egress list',
      allowed: false,
    },
    {
      source: 'osv',
      name: 'OSV',
      address: 'https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip',
      records: 88_210,
      lastSuccessAt: at(-0.1),
      asOf: at(-0.2),
      maxAgeHours: 72,
      stale: false,
      running: true,
      progress: 'npm: 88,210 of about 90,000',
      lastError: null,
      allowed: true,
    },
    {
      source: 'ssvc',
      name: 'SSVC decision points',
      address: null,
      records: 0,
      lastSuccessAt: null,
      asOf: null,
      maxAgeHours: 720,
      stale: true,
      running: false,
      progress: null,
      lastError: null,
      allowed: false,
    },
  ],
};

const dutyOf = (request: MockRequest): Duty => {
  const found = DUTIES.find((d) => d.id === request.params.id);
  if (!found) throw new Error('resource.not-found');
  return found;
};

export const ANSWERS_B: MockAnswers = {
  'today.read': () => ({
    conclusion:
      '2 things are due by Monday, one of them is overdue; 54 rows of your device sheet could not be matched.',
    due: DUTIES.slice(0, 2),
    coming: DUTIES.slice(2, 4),
    dueTotal: 2,
    comingTotal: 2,
    closedTotal: 11,
    couldNotMatch: UNMATCHED,
    couldNotMatchTotal: 54,
    undeterminedTotal: 12,
    inventories: INVENTORIES,
    feedsStale: ['CISA KEV'],
  }),
  'duties.list': ({ query }) =>
    page(
      DUTIES.filter((d) => !query.state || d.state === query.state),
      query,
    ),
  'duties.read': dutyOf,
  'duties.answer': (request) => {
    const body = request.body as {
      state: Duty['state'];
      note: string;
      justification?: string;
      evidence?: string;
      until?: string;
    }; // the contract’s body
    const i = DUTIES.indexOf(dutyOf(request));
    const before = dutyOf(request);
    const next: Duty = {
      ...before,
      state: body.state,
      answeredAt: new Date().toISOString(),
      history: [
        ...before.history,
        {
          at: new Date().toISOString(),
          state: body.state,
          by: 'Dolores Whitcomb',
          note: body.note,
          justification: body.justification ?? null,
          evidence: body.evidence ?? null,
        },
      ],
    };
    DUTIES[i] = next;
    return next;
  },
  'duties.notice': (request) => {
    const d = dutyOf(request);
    return {
      title: d.title,
      tlp: 'TLP:AMBER',
      forParty: d.party.name,
      madeAt: at(0),
      asOf: at(-0.1),
      grade: 6.8,
      sections: [
        {
          heading: 'Are we hit?',
          lines: [
            'Yes. You have 24 InfuSure 300 pumps at version 4.1.7.',
            'All versions before 4.2.1 can be stopped by someone on the network.',
          ],
        },
        {
          heading: 'How to look',
          lines: [
            'On the pump, press Menu, then About.',
            'Read the line “Firmware”.',
            'If the number is 4.2.1 or higher, that pump is safe.',
          ],
        },
        {
          heading: 'Do this by Monday, 23 November 2026',
          lines: [
            'Call the maker’s service line and ask for firmware 4.2.1.',
            'Update the pumps in ward B first. They can be reached from outside.',
            'Before you update, save the pump’s log. Someone may have been in already.',
            'Write down the day and who did it.',
          ],
        },
        {
          heading: 'If you cannot patch',
          lines: [
            'Take the pump gateway off the network and use the pumps by hand.',
            'Or block port 4711 on the firewall. Do this by the same day.',
          ],
        },
        {
          heading: 'Whom to call',
          lines: ['Plains Health Sharing Center, day and night: 555-0142.', 'Velloria Medical service: 555-0190.'],
        },
      ],
    };
  },
  'inventories.list': () => ({ items: INVENTORIES }),
  'inventories.upload': ({ query }) => {
    const added: Inventory = {
      id: id(303),
      name: query.name ?? 'New',
      party: HOSPITAL,
      format: 'sheet',
      uploadedAt: new Date().toISOString(),
      ageDays: 0,
      stale: false,
      components: 40,
      matched: 29,
      affected: 1,
      undetermined: 2,
      unmatched: 9,
      assets: 12,
      problems: 2,
    };
    INVENTORIES = [...INVENTORIES.filter((i) => i.name !== added.name), added];
    return {
      inventory: added,
      problems: [
        { code: 'csv.row', path: 'row 7', detail: 'has 2 columns, the header has 3' },
        { code: 'field.missing', path: 'row 12, column product', detail: 'is empty' },
      ],
      problemsTotal: 2,
    };
  },
  'inventories.remove': ({ params }) => {
    INVENTORIES = INVENTORIES.filter((i) => i.id !== params.id);
    return { done: true };
  },
  'inventories.components': ({ query }) => {
    const all = [...UNMATCHED, ...MATCHED].filter(
      (c) =>
        (!query.state || c.state === query.state) && (!query.q || c.name.toLowerCase().includes(query.q.toLowerCase())),
    );
    return page(all, query);
  },
  'assets.list': ({ query }) => page(ASSETS, query),
  'assets.import': () => ({ updated: 4, added: 1, problems: [], problemsTotal: 0 }),
  'assets.update': ({ params, body }) => {
    const i = ASSETS.findIndex((a) => a.id === params.id);
    const next = { ...ASSETS[i], ...(body as object) } as (typeof ASSETS)[number]; // the contract’s body
    ASSETS[i] = next;
    return next;
  },
  'exposures.list': ({ query }) =>
    page(
      EXPOSURES.filter((e) => !query.state || e.state === query.state),
      query,
    ),
  'delegations.list': () => ({ items: DELEGATIONS }),
  'delegations.create': () => ({ id: id(8_202) }),
  'delegations.end': ({ params }) => {
    DELEGATIONS = DELEGATIONS.filter((d) => d.id !== params.id);
    return { done: true };
  },
  'delegations.candidates': () => ({ items: [ISAC, { id: id(31), name: 'Prairie Water Watch' }] }),

  'reports.list': ({ query }) =>
    page(
      REPORTS.filter((r) => !query.stage || r.stage === query.stage),
      query,
    ),
  'reports.read': ({ params }) => REPORTS.find((r) => r.id === params.id) ?? report(2, { id: params.id ?? '' }),
  'reports.problems': () => ({
    items: [
      {
        code: 'field.missing',
        path: '/runs/0/results/41/message/text',
        detail: 'is absent',
        advice: 'A required field is absent. Add it.',
      },
      {
        code: 'purl.syntax',
        path: '/runs/0/results/112/properties/purl',
        detail: '“npm:left-pad” is not a package URL',
        advice: 'The package URL is not valid by ECMA-427. The form is pkg:type/namespace/name@version.',
      },
      {
        code: 'field.too-long',
        path: '/runs/0/results/300/message/markdown',
        detail: 'has 1,204,331 characters; the limit is 200,000',
        advice: 'The text is longer than the limit. Shorten it, or attach it as a file.',
      },
    ],
    total: 3,
    dropped: [
      { reason: 'the result has no location and no target', count: 7, first: '/runs/0/results/41' },
      { reason: 'the same result stands twice in the file', count: 2, first: '/runs/0/results/88' },
    ],
  }),
  'reports.findings': ({ query }) => page(FINDINGS, query, 412),
  'reports.receipt': () => ({
    receipt: receiptOf(2, 4_812_331),
    stage: 'checkpointed',
    index: 10_442,
    checkpoint: 'northway.example.org/ledger\n10500\n5u3bq0Jr…',
    proof: [digest(1), digest(2)],
  }),
  'reports.submit': () => receiptOf(2, 18_221),
  'uploads.open': () => ({ uploadId: id(8_301), offset: 0, receipt: null }),
  'uploads.read': () => ({ uploadId: id(8_301), offset: 0, size: 1 }),
  'uploads.append': ({ query }) => ({
    offset: Number(query.offset) + 4 * 1024 * 1024,
    receipt: receiptOf(1, 9_000_000),
  }),

  'cases.list': ({ query }) => page(CASES, query),
  'cases.read': ({ params }) => caseView(Number.parseInt(params.id?.slice(-6) ?? '', 16)),
  'projects.list': () => ({ items: PROJECTS }),
  'projects.update': ({ params, body }) => {
    PROJECTS = PROJECTS.map((p) => (p.id === params.id ? { ...p, ...(body as object) } : p));
    const next = PROJECTS.find((p) => p.id === params.id) ?? PROJECTS[0];
    if (!next) throw new Error('resource.not-found');
    return next;
  },
  'projects.line': ({ query }) =>
    page(
      ['critical', 'high', 'high', 'medium', 'unknown'].map((severity, i) => ({
        place: i + 1,
        severity,
        since: at(-9 + i),
        vulnerability: null,
      })),
      query,
    ),

  'measures.funnel': () => FUNNEL,
  'measures.holds': () => HOLDS,
  'measures.burndown': ({ params }) => burndown(params.id ?? ''),
  'models.list': () => ({ items: MODELS }),
  'models.submit': ({ body }) => ({
    ...(body as { name: string; opensAt: string; releaseAt: string }),
    id: id(11_003),
    developer: 'Vantmoor Models',
    partnersAt: null,
    state: 'open',
    note: '',
  }), // the contract’s body
  'scoreboard.read': () => ({ funnel: FUNNEL, holds: HOLDS }),
  'models.plan': () => ({
    plan: {
      parts: [
        {
          project: id(4_001),
          weight: 3,
          runs: [
            { finder: id(31), done: true },
            { finder: id(32), done: false },
          ],
        },
        { project: id(4_002), weight: 1, runs: [] },
      ],
    },
    byDefault: false,
    declaredAt: at(-30),
  }),
  'models.declarePlan': ({ body }) => ({
    plan: body as NonNullable<Answer<'models.plan'>['plan']>,
    byDefault: false,
    declaredAt: at(-30),
  }), // the contract’s body
  'vulnerabilities.findings': ({ query }) => page([], query),
  'ledger.entry': ({ params }) => ({
    id: params.id ?? '',
    body: { kind: 'vulnerability.told', at: at(-1), party: 'Brinepump Maintainers' },
    nonce: digest(78),
    commitment: digest(77),
    stage: 'checkpointed',
    index: 10_442,
    checkpoint: 'northway.example.org/ledger\n10500\n5u3bq0JrQ1…\n\n— northway.example.org/ledger Az3…',
    proof: [digest(1), digest(2), digest(3)],
  }),

  'notices.list': ({ query }) =>
    page(
      NOTICES.filter((n) => !query.unread || n.readAt === null),
      query,
    ),
  'notices.read': ({ params }) => {
    NOTICES = NOTICES.map((n) => (n.id === params.id ? { ...n, readAt: new Date().toISOString() } : n));
    return { done: true };
  },
  'notices.readAll': () => {
    NOTICES = NOTICES.map((n) => ({ ...n, readAt: n.readAt ?? new Date().toISOString() }));
    return { done: true };
  },
  'webhooks.list': () => ({ items: WEBHOOKS }),
  'webhooks.create': ({ body }) => {
    const b = body as { url: string; events: (typeof WEBHOOKS)[number]['events'] }; // the contract’s body
    const webhook = {
      id: id(8_102),
      url: b.url,
      events: b.events,
      createdAt: at(0),
      pausedAt: null,
      lastState: null,
      lastAt: null,
    };
    WEBHOOKS = [...WEBHOOKS, webhook];
    return { webhook, secret: 'whsec_4f1c9a6e2b7d' };
  },
  'webhooks.test': () => ({ done: true }),
  'webhooks.remove': ({ params }) => {
    WEBHOOKS = WEBHOOKS.filter((w) => w.id !== params.id);
    return { done: true };
  },
  'tokens.list': () => ({ items: TOKENS }),
  'tokens.create': ({ body }) => {
    const b = body as { name: string; scopes: (typeof TOKENS)[number]['scopes']; days?: number }; // the contract’s body
    const token = {
      id: id(8_003),
      name: b.name,
      scopes: b.scopes,
      createdAt: at(0),
      expiresAt: at(b.days ?? 90),
      lastUsedAt: null,
      revokedAt: null,
    };
    TOKENS = [...TOKENS, token];
    return { token, secret: 'lt_3kP9sVb2Qw7eLmZx4TyNc8RdFg1HjU6a' };
  },
  'tokens.revoke': ({ params }) => {
    TOKENS = TOKENS.map((t) => (t.id === params.id ? { ...t, revokedAt: at(0) } : t));
    return { done: true };
  },
  'session.password': () => ({ done: true }),
  'parties.list': () => ({ items: PARTIES }),
  'people.list': () => ({ items: PEOPLE }),
  'people.create': ({ body }) => {
    const b = body as { name: string; email: string }; // the contract’s body
    return {
      person: { id: id(24), name: b.name, email: b.email, memberships: [], disabledAt: null },
      link: 'http://localhost:4409/link#5gJ2mWq8vTzR',
    };
  },
  'people.link': () => ({ link: 'http://localhost:4409/link#9sKdP2xLmQ4v' }),
  'people.disable': () => ({ done: true }),
  'feeds.list': () => FEEDS,
  'feeds.import': () => ({
    importId: id(8_401),
    accepted: 1_672,
    refused: 1,
    problems: [{ code: 'field.missing', path: '/vulnerabilities/14/cveID', detail: 'is absent' }],
    problemsTotal: 1,
  }),
  'feeds.sync': () => ({ done: true }),
  'advisories.list': ({ query }) =>
    page(
      ADVISORIES.filter((a) => !query.q || a.title.toLowerCase().includes(query.q.toLowerCase())),
      query,
    ),
  'advisories.read': ({ params }) => {
    const row = ADVISORIES.find((a) => a.id === params.id) ?? ADVISORIES[0];
    if (!row) throw new Error('resource.not-found');
    return {
      row,
      draft: null,
      summary: 'Anyone on the same network can stop an infusion or change its rate.',
      details:
        'The maintenance service on port 4711 takes commands before it has asked for a password. The fix closes the service until a nurse opens it on the device.',
      affected: [{ package: 'velloria/infusure-300', ranges: ['before 4.2.1'], fixed: '4.2.1' }],
      revisions: [
        { number: '1', date: at(-9), summary: 'First published.' },
        { number: '2', date: at(-2), summary: 'Attacks are known; added to KEV.' },
      ],
      references: ['https://velloria.example.com/psirt/2026-11'],
      credits: ['Brightfen Labs', 'Mirela Dunne'],
      validation: [],
      caseId: null,
      formats: [
        { name: 'CSAF 2.0', path: `/advisories/${row.id}/csaf.json` },
        { name: 'OSV', path: `/advisories/${row.id}/osv.json` },
      ],
    };
  },
};

export const handlers = ANSWERS_B;
