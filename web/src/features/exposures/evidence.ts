// The evidence of a match as names and values that a person can read. What is new is shown as it is; nothing is left out.

const NAMES: Readonly<Record<string, string>> = {
  via: 'Matched by',
  rule: 'Rule',
  package: 'Package',
  version: 'Version compared',
  advisory: 'Advisory',
  interval: 'Affected range',
  range: 'Affected range',
  revision: 'Digest of the advisory',
  inventory: 'Inventory',
  line: 'Row',
  row: 'Row',
};
const VIA: Readonly<Record<string, string>> = {
  'package-url': 'package URL',
  'upstream-qualifier': 'the source package that its package URL names',
  'source-package': 'source package',
  'binary-name': 'the name of the package as it is installed',
  'vendor-and-product': 'vendor and product',
  'cpe-name': 'CPE name',
  'other-package-url': 'another package URL of the same component',
  pedigree: 'what it is a copy or changed form of',
  'file-digest': 'digest of the file',
  'main-module': 'package URL of the program that the inventory is of',
  'assumed-channel': 'its release; which channel of fixes it follows is not told',
};

export const evidenceInWords = (evidence: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(evidence).map(([name, value]) => [NAMES[name] ?? name, valueInWords(name, value)] as const);

function valueInWords(name: string, value: unknown): string {
  if (name === 'interval') return rangeInWords(value);
  if (name === 'version' && isRecord(value) && typeof value.text === 'string') return value.text;
  if (typeof value === 'string') return name === 'via' ? (VIA[value] ?? value) : value;
  if (value === null || value === undefined) return 'not recorded';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** `{from: "0", to: {kind: "fixed", version: "4.2.1"}}` → `before 4.2.1, where it is fixed`. Byte keys are left to the raw record. */
function rangeInWords(value: unknown): string {
  if (!isRecord(value)) return JSON.stringify(value);
  const from = typeof value.from === 'string' && value.from !== '0' && value.from !== '' ? `from ${value.from} ` : '';
  const to = isRecord(value.to) && typeof value.to.version === 'string' ? value.to : undefined;
  if (!to) return `${from}with no end stated`.trim();
  return to.kind === 'fixed' ? `${from}before ${to.version}, where it is fixed` : `${from}up to ${to.version}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
