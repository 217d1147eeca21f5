// Advisories to publish, for the tests of the writers: one that is plain, and forty that are each odd in one way.
import type { Instant } from '../../kit/index.ts';
import type { Affected } from '../advisory-model.ts';
import type { PublishedAdvisory, PublishedSeverity } from '../published-model.ts';
import { CWE_NAMES } from './cwe-names.ts';

const at = (text: string) => text as Instant; // literals below are instants

const affected: Affected = {
  ecosystem: 'npm',
  name: 'left-parse',
  purl: 'pkg:npm/left-parse',
  ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }, { fixed: '1.4.2' }] }],
  versions: [],
};
const three: PublishedSeverity = {
  source: 'validator',
  version: '3.1',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  base: 9.8,
  severity: 'critical',
};
const four: PublishedSeverity = {
  source: 'validator',
  version: '4.0',
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  base: 9.3,
  severity: 'critical',
};
const two: PublishedSeverity = {
  source: 'vendor',
  version: '2.0',
  vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P',
  base: 7.5,
  severity: 'high',
};

export const plain: PublishedAdvisory = {
  id: 'LT-2026-0042',
  title: 'left-parse reads past the end of its buffer',
  summary: 'A crafted header makes left-parse read and write outside its buffer.',
  details: 'The length field is trusted.\n\nAn attacker who can send a header can run code.',
  aliases: ['CVE-2026-20253', 'GHSA-aaaa-bbbb-cccc'],
  affected: [affected],
  severity: [three],
  weaknesses: ['CWE-787'],
  mitigations: [{ kind: 'workaround', text: 'Refuse headers over 4 KiB.', url: 'https://example.org/how' }],
  credits: [
    { name: 'Ada Example', organisation: 'Lab One', part: 'found it' },
    { name: 'Model run 7', organisation: 'Lab Two' },
  ],
  references: [{ type: 'FIX', url: 'https://example.org/commit/1' }],
  tlp: 'TLP:CLEAR',
  publisher: { name: 'Example Clearinghouse', category: 'coordinator', namespace: 'https://clearinghouse.example' },
  revisions: [{ number: 1, at: at('2026-09-01T14:00:00.000Z'), summary: 'First publication.' }],
  discoveredAt: at('2026-08-01T00:00:00.000Z'),
};

const withAffected = (...list: Partial<Affected>[]): PublishedAdvisory => ({
  ...plain,
  affected: list.map((one) => ({ ...affected, ...one })),
});
const events = (...list: Affected['ranges'][number]['events']): Affected['ranges'] => [
  { type: 'ECOSYSTEM', events: list },
];

/** Each is to become a valid document. */
export const oddities: { readonly [what: string]: PublishedAdvisory } = {
  plain,
  'bare: nothing optional': {
    ...plain,
    details: '',
    aliases: [],
    severity: [],
    weaknesses: [],
    mitigations: [],
    credits: [],
    references: [],
  },
  'all scores at once': {
    ...plain,
    severity: [
      two,
      four,
      three,
      { ...three, source: 'finder' },
      { ...three, source: 'vendor', version: '3.0', vector: three.vector.replace('3.1', '3.0') },
    ],
  },
  'CVSS 2.0 only': { ...plain, severity: [two] },
  'CVSS 4.0 only': { ...plain, severity: [four] },
  'score of zero': {
    ...plain,
    severity: [{ ...three, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', base: 0, severity: 'none' }],
  },
  'vector with temporal and environmental metrics': {
    ...plain,
    severity: [{ ...three, vector: `${three.vector}/E:U/RL:O/RC:U/CR:H/MAV:L` }],
  },
  'three revisions': {
    ...plain,
    revisions: [1, 2, 3].map((number) => ({
      number,
      at: at(`2026-09-0${number}T00:00:00.000Z`),
      summary: `Revision ${number}.`,
    })),
  },
  'twelve revisions: 10 comes after 9': {
    ...plain,
    revisions: Array.from({ length: 12 }, (_, i) => ({
      number: i + 1,
      at: at(`2026-09-${String(i + 1).padStart(2, '0')}T00:00:00.000Z`),
      summary: 'More.',
    })),
  },
  'revision without a summary': {
    ...plain,
    revisions: [{ number: 1, at: at('2026-09-01T14:00:00.000Z'), summary: ' ' }],
  },
  'TLP:GREEN': { ...plain, tlp: 'TLP:GREEN' },
  'TLP:AMBER': { ...plain, tlp: 'TLP:AMBER' },
  'TLP:RED': { ...plain, tlp: 'TLP:RED' },
  withdrawn: { ...plain, withdrawn: { at: at('2026-09-09T00:00:00.000Z'), reason: 'It was no vulnerability.' } },
  'withdrawn without a reason or a reference': {
    ...plain,
    references: [],
    withdrawn: { at: at('2026-09-09T00:00:00.000Z'), reason: '' },
  },
  'two intervals with two fixes': withAffected({
    ranges: events({ introduced: '0' }, { fixed: '1.4.2' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }),
  }),
  'events in any order': withAffected({
    ranges: events({ fixed: '2.1.0' }, { introduced: '2.0.0' }, { fixed: '1.4.2' }, { introduced: '0' }),
  }),
  'no fix yet': withAffected({ ranges: events({ introduced: '0' }) }),
  'last affected, fix unknown': withAffected({ ranges: events({ introduced: '1.0.0' }, { lastAffected: '1.9.9' }) }),
  'listed versions only': withAffected({ ranges: [], versions: ['1.0.0', '1.0.1', '1.0.1'] }),
  'no version known: under investigation': withAffected({ ranges: [] }),
  'commits only': withAffected({
    ranges: [{ type: 'GIT', repo: 'https://example.org/r', events: [{ introduced: '0' }, { fixed: 'abcdef0' }] }],
  }),
  'same range twice': withAffected({}, {}),
  'same fix from two ranges': withAffected({
    ranges: [
      ...events({ introduced: '0' }, { fixed: '2.0.0' }),
      ...events({ introduced: '1.0.0' }, { fixed: '2.0.0' }),
    ],
  }),
  'many packages': withAffected(
    ...Array.from({ length: 60 }, (_, i) => ({ name: `pkg-${i}`, purl: `pkg:npm/pkg-${i}` })),
  ),
  'Debian with epochs and tildes': withAffected({
    ecosystem: 'Debian:12',
    name: 'libexample',
    purl: 'pkg:deb/debian/libexample?arch=source&distro=bookworm',
    ranges: events({ introduced: '0' }, { fixed: '1:2.0~rc1+dfsg-3' }),
  }),
  'Go, Maven, PyPI and a scoped npm package': withAffected(
    { ecosystem: 'Go', name: 'example.org/mod', purl: 'pkg:golang/example.org/mod' },
    { ecosystem: 'Maven', name: 'org.example:lib', purl: 'pkg:maven/org.example/lib' },
    { ecosystem: 'PyPI', name: 'Example_Lib', purl: 'pkg:pypi/example-lib' },
    { ecosystem: 'npm', name: '@scope/name', purl: 'pkg:npm/%40scope/name' },
  ),
  'a pump by vendor, product and version': withAffected({
    ecosystem: 'product',
    vendor: 'Example Medical',
    name: 'Infusion Pump 3000',
    ranges: events({ introduced: '0' }, { fixed: '4.2' }),
  }),
  'an ecosystem nobody knows': withAffected({ ecosystem: 'Frobnix', name: 'frob' }),
  'versions that look like ranges': withAffected({
    ranges: [],
    versions: ['< 2.0', 'all versions', '1.0 and earlier', '2.0 (before March)'],
  }),
  'a package URL that is none': withAffected({ purl: 'pkg:/nothing' }),
  'a package URL with a blank for a name': withAffected({ purl: 'pkg:generic/%09' }),
  'a package URL with odd letters': withAffected({ name: 'naïve', purl: 'pkg:generic/na%C3%AFve%20name' }),
  'foreign letters everywhere': {
    ...withAffected({ ecosystem: 'product', vendor: 'Ärzte & Söhne', name: '病院 <b>pump</b>' }),
    title: 'Überlauf in „病院“ <script>alert(1)</script>',
    credits: [{ name: '‮evil' }, { name: '\u0000' }, { name: 'Zoë' }],
  },
  'control characters in every text': {
    ...plain,
    title: 'a\u0000b\u001b[31mc\r\nd',
    summary: 'a\u0007\r\n\r\n\r\nb',
    details: '\u202Ex\ud800',
    mitigations: [{ kind: 'mitigation', text: 'a\u0000b' }],
  },
  'empty mitigation': { ...plain, mitigations: [{ kind: 'mitigation', text: ' \n ' }] },
  'addresses that are none': {
    ...plain,
    references: [
      'javascript:alert(1)',
      'not an address',
      'https://user:secret@example.org/',
      'ftp://example.org',
      '',
    ].map((url) => ({ type: 'WEB', url })),
    mitigations: [{ kind: 'mitigation', text: 'Do this.', url: 'file:///etc/passwd' }],
  },
  'addresses that browsers mend': {
    ...plain,
    references: [
      'https://example.org/a b?q=[1]|{2}^`"<>\\%zz#x#y',
      'https://müller.example/straße?ä=ö',
      'https://[::1]:8080/x',
      'HTTP://EXAMPLE.ORG',
    ].map((url) => ({ type: 'ARTICLE', url })),
  },
  'several CVEs and odd aliases': {
    ...plain,
    aliases: ['CVE-2026-2', 'CVE-2026-30001', 'CVE-2026-30001', 'CVE-2026-20253', 'VU#123', 'RUSTSEC-2026-0001', ''],
  },
  'weaknesses without a name, then one with': { ...plain, weaknesses: ['CWE-999999', 'CWE-416', 'CWE-787'] },
  'no weakness with a name': { ...plain, weaknesses: ['CWE-999999'] },
  'other kinds of publisher': {
    ...plain,
    publisher: {
      name: 'Vendor',
      category: 'vendor',
      namespace: 'https://vendor.example/psirt',
      contact: 'psirt@vendor.example',
      authority: 'Itself.',
    },
  },
  'a very long title': { ...plain, title: 'long '.repeat(2_000) },
};

/** One advisory for each weakness whose name we claim to know. */
export const everyWeakness: readonly PublishedAdvisory[] = [...CWE_NAMES.keys()].map((id) => ({
  ...plain,
  weaknesses: [id],
}));
