// The SARIF that the command prints, held against the published schema of SARIF 2.1.0 where that is at hand, and against rules of the standard that
// no schema says.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type } from '../terminal.fixture.ts';

const SCHEMA = fileURLToPath(
  new URL('../../../../shared/data/sarif/sarif-sdk/Sarif/Schemata/sarif-2.1.0.json', import.meta.url),
);

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
    };
    readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
    readonly results: readonly Result[];
  }[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly index: number } };
  }[];
}

let place: string;
let logs: readonly Log[];
const at = (name: string): string => path.join(place, name);

/** One with all that a log can hold (affected, undetermined, informs only, suppressed, under review), one of which nothing is found. */
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-sarif-'));
  const advisory = (id: string, name: string, more: object = {}) => ({
    schema_version: '1.7.0',
    id,
    modified: '2026-11-22T09:00:00Z',
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
      },
    ],
    ...more,
  });
  const rated = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }] };
  const references = [{ type: 'ADVISORY', url: 'https://example.org/T-1?a=1#b' }];
  await writeFile(
    at('all.json'),
    JSON.stringify([
      advisory('T-1', 'left', { ...rated, references, aliases: ['CVE-2099-1'], summary: 'A bug' }),
      advisory('T-2', 'right', { references: [{ type: 'WEB', url: 'ftp://example.org/T-2' }] }),
      advisory('T-3', 'left', { aliases: ['CVE-2099-3'] }),
    ]),
  );
  const library = (name: string, version: string) => ({
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name}@${version}`,
  });
  const bom = (components: readonly object[]) =>
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components });
  await writeFile(at('bom of mine.json'), bom([library('left', '1.0.0'), library('right', 'strange')]));
  await writeFile(at('safe.json'), bom([library('unheard', '1.0.0')]));
  const vex = (author: string, status: object) => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://${author}.example/vex/1`,
    author,
    timestamp: '2026-11-20T00:00:00Z',
    version: 1,
    statements: [{ vulnerability: { name: 'CVE-2099-1' }, products: [{ '@id': 'pkg:npm/left' }], ...status }],
  });
  await writeFile(
    at('a.json'),
    JSON.stringify(vex('acme', { status: 'not_affected', justification: 'vulnerable_code_not_present' })),
  );
  await writeFile(at('b.json'), JSON.stringify(vex('other', { status: 'affected', action_statement: 'Update.' })));
  const vexed = ['--vex', at('a.json'), '--vex', at('b.json')];
  logs = await Promise.all(
    [['bom of mine.json'], ['bom of mine.json', ...vexed], ['safe.json']].map(async ([bomFile = '', ...more]) => {
      const argv = ['match', at(bomFile), '--advisories', at('all.json'), '--format', 'sarif', ...more];
      return JSON.parse((await type(argv, { now: '2026-11-22T12:00:00Z' })).out) as Log; // what was just written
    }),
  );
});
afterAll(() => rm(place, { recursive: true, force: true }));

it('is valid by the published schema', (context) => {
  if (!existsSync(SCHEMA)) return context.skip('../shared/data is absent');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addFormat(
    'uri-reference',
    (text) => /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/.test(text) && URL.canParse(text, 'file:///'),
  );
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  for (const log of logs) {
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
  }
  expect(validate({ ...logs[0], runs: [{ tool: {} }] }), 'the schema is one').toBe(false);
});

it('keeps what the standard says beside its schema', () => {
  expect(logs.map(({ runs }) => runs[0]?.results.length)).toEqual([3, 3, 0]);
  for (const { runs } of logs)
    for (const { tool, artifacts, results } of runs) {
      const { rules } = tool.driver;
      expect(new Set(rules.map(({ id }) => id)).size, '§3.19.23: a rule stands once').toBe(rules.length);
      for (const { ruleId, ruleIndex, kind, level, message, locations } of results) {
        expect(rules[ruleIndex]?.id, '§3.27.6').toBe(ruleId);
        if (kind !== 'fail') expect(level, '§3.27.10').toBe('none');
        expect(message.text, '§3.11.3: a sentence that ends').toMatch(/\.$/);
        for (const { physicalLocation } of locations) {
          const { uri, index } = physicalLocation.artifactLocation;
          expect(artifacts[index]?.location.uri, '§3.4.5').toBe(uri);
          expect(uri, '§3.4.3').not.toMatch(/[\s\\]/);
        }
      }
    }
});

it('leads to the advisory, where it has an address that is one', () => {
  const rules = logs[0]?.runs[0]?.tool.driver.rules ?? [];
  expect(rules.map(({ id, helpUri }) => [id, helpUri])).toEqual([
    ['T-1', 'https://example.org/T-1?a=1#b'],
    ['T-3', undefined],
    ['T-2', undefined],
  ]);
});
