// A sound OpenVEX document, damaged in one place each: every field taken away, emptied or of another type, and every field added that
// the schema does not know.

const PRODUCT = {
  '@id': 'pkg:npm/app@1.0.0',
  identifiers: { purl: 'pkg:npm/app@1.0.0', cpe23: 'cpe:2.3:a:acme:app:1.0.0:*:*:*:*:*:*:*' },
  hashes: { 'sha-256': 'ab'.repeat(32) },
  subcomponents: [{ '@id': 'pkg:npm/left@1.0.0' }],
};

const SOUND = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://acme.example/vex/1',
  author: 'Acme',
  role: 'vendor',
  timestamp: '2026-01-01T00:00:00Z',
  last_updated: '2026-01-02T00:00:00.123456789+01:00',
  version: 1,
  tooling: 'by hand',
  statements: [
    {
      '@id': 'https://acme.example/vex/1/s',
      version: 1,
      vulnerability: { '@id': 'https://acme.example/v', name: 'CVE-2026-1', description: 'd', aliases: ['GHSA-1'] },
      timestamp: '2026-01-01T00:00:00Z',
      last_updated: '2026-01-01T00:00:00Z',
      products: [PRODUCT],
      status: 'not_affected',
      supplier: 'Acme',
      status_notes: 'n',
      justification: 'component_not_present',
      impact_statement: 'i',
    },
    {
      vulnerability: { name: 'CVE-2026-2' },
      products: [PRODUCT],
      status: 'affected',
      action_statement: 'update',
      action_statement_timestamp: '2026-01-01T00:00:00Z',
    },
  ],
};

type Json = Record<string, unknown>;

export function damaged(): readonly { readonly id: string; readonly document: unknown }[] {
  const cases: { id: string; document: unknown }[] = [{ id: 'sound', document: SOUND }];
  for (const place of places(SOUND)) {
    const at = place.join('.');
    cases.push({ id: `${at} absent`, document: edited(place, undefined) });
    for (const value of [7, true, [], {}, null, 'odd word', [1], { odd: 1 }])
      cases.push({ id: `${at} is ${JSON.stringify(value)}`, document: edited(place, value) });
  }
  for (const place of [
    [],
    ['statements', 0],
    ['statements', 0, 'vulnerability'],
    ['statements', 0, 'products', 0],
    ['statements', 0, 'products', 0, 'identifiers'],
  ])
    cases.push({ id: `${place.join('.')} with a field more`, document: edited([...place, 'frobnix'], 'x') });
  return cases;
}

/** Every place in the document; `@context` decides the format, so it is not among them. */
function places(value: unknown, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return step === '@context' ? [] : [[...at, step], ...places(child, [...at, step])];
  });
}

function edited(place: readonly (string | number)[], to: unknown): unknown {
  const copy: Json = structuredClone(SOUND);
  let holder: unknown = copy;
  for (const step of place.slice(0, -1)) holder = (holder as Json)[step]; // a place leads through objects and lists only
  const last = place.at(-1) ?? '';
  if (to !== undefined) (holder as Json)[last] = to;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete (holder as Json)[last];
  return copy;
}
