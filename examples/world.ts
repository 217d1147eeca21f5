// The people and organisations of the demo week, as data. All of them are made up; addresses end in reserved example domains.
import type { PARTY_KINDS, Role } from '@leadtime/contract';

export interface DemoParty {
  readonly name: string;
  readonly kind: (typeof PARTY_KINDS)[number];
  readonly sector?: string;
}
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly memberships: readonly { readonly party: PartyKey; readonly role: Role }[];
  /** What one sees when signed in as this person: the text beside the sign-in link. */
  readonly sees: string;
  /** The one to show where a role has several people. */
  readonly shown: boolean;
}
export interface DemoProject {
  readonly name: string;
  /** Package URLs without a version. */
  readonly packages: readonly string[];
  readonly maintainer: PartyKey;
  readonly contact?: string;
  /** How many new vulnerabilities a week it can take. */
  readonly weeklyBudget: number;
  readonly acceptsUnvalidated: boolean;
}

export type PartyKey = keyof typeof PARTIES;
export type PersonKey = keyof typeof PEOPLE;
export type ProjectKey = keyof typeof PROJECTS;

const parties = <const K extends string>(table: Record<K, DemoParty>): Readonly<Record<K, DemoParty>> => table;
const people = <const K extends string>(table: Record<K, DemoPerson>): Readonly<Record<K, DemoPerson>> => table;
const projects = <const K extends string>(table: Record<K, DemoProject>): Readonly<Record<K, DemoProject>> => table;

export const PARTIES = parties({
  clearinghouse: { name: 'Northway Clearinghouse', kind: 'clearinghouse' },
  'lab-a': { name: 'Brightfen Labs', kind: 'lab' },
  'lab-b': { name: 'Ashgrove Research', kind: 'lab' },
  fuzzer: { name: 'Pebblecrash', kind: 'lab' },
  researcher: { name: 'Mirela Dunne', kind: 'researcher' },
  harborline: { name: 'Harborline Project', kind: 'project' },
  brinepump: { name: 'Brinepump Maintainers', kind: 'project' },
  lanternfs: { name: 'LanternFS', kind: 'project' },
  sluiceworks: { name: 'Sluiceworks', kind: 'project' },
  quaycert: { name: 'Quaycert', kind: 'project' },
  saltmarsh: { name: 'Saltmarsh', kind: 'project' },
  hospital: { name: 'Juniper Flats Regional Hospital', kind: 'operator', sector: 'healthcare' },
  bank: { name: 'Fernhollow Community Bank', kind: 'operator', sector: 'financial services' },
  water: { name: 'Tall Reeds Water District', kind: 'operator', sector: 'water' },
  agency: { name: 'Office of Inland Navigation', kind: 'agency', sector: 'government' },
  isac: { name: 'Plains Health Sharing Center', kind: 'isac', sector: 'healthcare' },
  developer: { name: 'Vantmoor Models', kind: 'developer' },
  evaluator: { name: 'Center for Measured Models', kind: 'oversight' },
  oversight: { name: 'Office of Lead Oversight', kind: 'oversight' },
});

export const PEOPLE = people({
  ines: {
    name: 'Ines Okafor',
    email: 'ines.okafor@northway.example.org',
    shown: true,
    memberships: [{ party: 'clearinghouse', role: 'coordinator' }],
    sees: 'The queue: one row per vulnerability, what to do next and why.',
  },
  tomas: {
    name: 'Tomas Wren',
    email: 'tomas.wren@northway.example.org',
    shown: false,
    memberships: [{ party: 'clearinghouse', role: 'coordinator' }],
    sees: 'The same queue, with a colleague’s assignments.',
  },
  priya: {
    name: 'Priya Vance',
    email: 'priya.vance@northway.example.org',
    shown: true,
    memberships: [{ party: 'clearinghouse', role: 'administrator' }],
    sees: 'Parties, people and feeds; no reports.',
  },
  anselm: {
    name: 'Anselm Brook',
    email: 'anselm.brook@brightfen.example.com',
    shown: true,
    memberships: [{ party: 'lab-a', role: 'finder' }],
    sees: 'Three sweeps of a lab and what became of each finding.',
  },
  jun: {
    name: 'Jun Castell',
    email: 'jun.castell@ashgrove.example.com',
    shown: false,
    memberships: [{ party: 'lab-b', role: 'finder' }],
    sees: 'A second lab that found some of the same bugs.',
  },
  rosalind: {
    name: 'Rosalind Achterberg',
    email: 'rosalind@pebblecrash.example.net',
    shown: false,
    memberships: [{ party: 'fuzzer', role: 'finder' }],
    sees: 'Crashes with proofs, many of them the same bug.',
  },
  mirela: {
    name: 'Mirela Dunne',
    email: 'mirela@dunne.example.net',
    shown: false,
    memberships: [{ party: 'researcher', role: 'finder' }],
    sees: 'Two reports written by hand.',
  },
  oskar: {
    name: 'Oskar Lindqvist',
    email: 'oskar@harborline.example.org',
    shown: false,
    memberships: [{ party: 'harborline', role: 'maintainer' }],
    sees: 'A project that answers: one fix out, one under embargo.',
  },
  wilhelmina: {
    name: 'Wilhelmina Stroud',
    email: 'mina@brinepump.example.org',
    shown: true,
    memberships: [{ party: 'brinepump', role: 'maintainer' }],
    sees: 'A budget of two a week, and the line of what waits.',
  },
  garrick: {
    name: 'Garrick Poole',
    email: 'garrick@lanternfs.example.org',
    shown: false,
    memberships: [{ party: 'lanternfs', role: 'maintainer' }],
    sees: 'Notices that nobody has answered.',
  },
  leocadia: {
    name: 'Leocadia Fenn',
    email: 'leo@sluiceworks.example.org',
    shown: false,
    memberships: [{ party: 'sluiceworks', role: 'maintainer' }],
    sees: 'A project that has paused for two weeks.',
  },
  bertrand: {
    name: 'Bertrand Osei',
    email: 'bertrand@quaycert.example.org',
    shown: false,
    memberships: [{ party: 'quaycert', role: 'maintainer' }],
    sees: 'One critical bug under embargo, one that the maintainer disputes.',
  },
  noor: {
    name: 'Noor Havlicek',
    email: 'noor@saltmarsh.example.org',
    shown: false,
    memberships: [{ party: 'saltmarsh', role: 'maintainer' }],
    sees: 'A fix that is ready and waits for its day.',
  },
  dolores: {
    name: 'Dolores Whitcomb',
    email: 'd.whitcomb@juniperflats.example.org',
    shown: true,
    memberships: [{ party: 'hospital', role: 'operator' }],
    sees: 'A spreadsheet of devices, one page to print, and who acts for us.',
  },
  calvin: {
    name: 'Calvin Roper',
    email: 'calvin.roper@fernhollow.example.com',
    shown: false,
    memberships: [{ party: 'bank', role: 'operator' }],
    sees: 'A bank with its SBOM: due, coming, done.',
  },
  marguerite: {
    name: 'Marguerite Sayle',
    email: 'm.sayle@tallreeds.example.org',
    shown: false,
    memberships: [{ party: 'water', role: 'operator' }],
    sees: 'Pumps that could not be patched at once, and what was done instead.',
  },
  desmond: {
    name: 'Desmond Achebe',
    email: 'desmond.achebe@inland.example.net',
    shown: false,
    memberships: [{ party: 'agency', role: 'operator' }],
    sees: 'Two hundred assets in three bureaus, with BOD 26-04 dates.',
  },
  philippa: {
    name: 'Philippa Grange',
    email: 'philippa@plainshealth.example.org',
    shown: false,
    memberships: [{ party: 'isac', role: 'operator' }],
    sees: 'The hospital’s duties: it named this center to act for it.',
  },
  yusuf: {
    name: 'Yusuf Marchetti',
    email: 'yusuf@vantmoor.example.com',
    shown: true,
    memberships: [{ party: 'developer', role: 'model_developer' }],
    sees: 'What was found with the model, and how far it got before release day.',
  },
  hanneke: {
    name: 'Hanneke Vos',
    email: 'hanneke@measured.example.org',
    shown: true,
    memberships: [{ party: 'evaluator', role: 'evaluator' }],
    sees: 'Measures, and reports of one’s own.',
  },
  augusta: {
    name: 'Augusta Renfield',
    email: 'augusta.renfield@oversight.example.org',
    shown: true,
    memberships: [{ party: 'oversight', role: 'overseer' }],
    sees: 'The burn-down, the funnel, the holds and who owns them.',
  },
  ignatius: {
    name: 'Ignatius Bell',
    email: 'ignatius.bell@oversight.example.org',
    shown: true,
    memberships: [{ party: 'oversight', role: 'auditor' }],
    sees: 'Records and the ledger, to check and not to change.',
  },
});

export const PROJECTS = projects({
  harborline: {
    name: 'Harborline',
    maintainer: 'harborline',
    weeklyBudget: 8,
    acceptsUnvalidated: false,
    packages: ['pkg:npm/%40harborline/tar', 'pkg:npm/%40harborline/gate', 'pkg:npm/%40harborline/cookie'],
    contact: 'security@harborline.example.org',
  },
  brinepump: {
    name: 'Brinepump',
    maintainer: 'brinepump',
    weeklyBudget: 2,
    acceptsUnvalidated: false,
    packages: ['pkg:deb/debian/brinepump'],
    contact: 'mina@brinepump.example.org',
  },
  lanternfs: {
    name: 'LanternFS',
    maintainer: 'lanternfs',
    weeklyBudget: 3,
    acceptsUnvalidated: false,
    packages: ['pkg:deb/debian/lanternfs'],
    contact: 'garrick@lanternfs.example.org',
  },
  sluiceworks: {
    name: 'Sluiceworks HL7',
    maintainer: 'sluiceworks',
    weeklyBudget: 3,
    acceptsUnvalidated: false,
    packages: ['pkg:npm/%40sluiceworks/hl7'],
    contact: 'leo@sluiceworks.example.org',
  },
  quaycert: {
    name: 'Quaycert',
    maintainer: 'quaycert',
    weeklyBudget: 18,
    acceptsUnvalidated: false,
    packages: ['pkg:deb/debian/quaycert'],
    contact: 'security@quaycert.example.org',
  },
  saltmarsh: {
    name: 'Saltmarsh',
    maintainer: 'saltmarsh',
    weeklyBudget: 18,
    acceptsUnvalidated: false,
    packages: ['pkg:npm/%40saltmarsh/query', 'pkg:npm/%40saltmarsh/sheet'],
    contact: 'noor@saltmarsh.example.org',
  },
});

/** The model whose release day the week counts down to. Days are relative to the demo’s now. */
export const MODEL = {
  name: 'Cormorant-3',
  developer: 'developer',
  windowOpenedDaysAgo: 9,
  releaseInDays: 21,
} as const satisfies {
  readonly name: string;
  readonly developer: PartyKey;
  readonly windowOpenedDaysAgo: number;
  readonly releaseInDays: number;
};
