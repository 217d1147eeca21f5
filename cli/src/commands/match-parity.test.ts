// An index answers as the records do that it was built from, in every form in which an answer is given: to a reader of the answer it is the same
// which of the two was asked.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { makePurl } from '@leadtime/lib/version';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type } from '../terminal.fixture.ts';

const FORMATS = ['table', 'json', 'sarif', 'csaf-vex', 'openvex', 'cyclonedx-vex'] as const;
const NOW = '2026-11-22T12:00:00Z';

let place: string;
const at = (...names: string[]): string => path.join(place, ...names);
const write = (file: string, value: unknown): Promise<void> => writeFile(file, JSON.stringify(value));

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-parity-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** The answer from records and from the index of them, which must be one; the exit code first. */
async function asked(folder: string, ...argv: readonly string[]): Promise<string> {
  const ask = async (advisories: string): Promise<string> => {
    const typed = ['match', '--sbom', path.join(folder, 'bom.json'), '--advisories', advisories, '--all', ...argv];
    const { exit, out, err } = await type(typed, { now: NOW });
    return `${exit}\n${out}\n${err}`;
  };
  const answer = await ask(path.join(folder, 'all.index'));
  expect(answer).toBe(await ask(path.join(folder, 'records')));
  return answer;
}

async function build(folder: string): Promise<void> {
  const typed = ['index', 'build', path.join(folder, 'records'), '--out', path.join(folder, 'all.index')];
  expect(await type(typed, { now: NOW })).toMatchObject({ exit: 0 });
}

const component = (name: string, version: string, purl = `pkg:npm/${name}@${version}`) => ({
  type: 'library',
  name,
  version,
  purl,
});
const bom = (components: readonly object[]) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components });
const openVex = (vulnerability: string, product: string, more: object) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://acme.example/vex/1',
  author: 'Acme',
  timestamp: '2026-11-20T00:00:00Z',
  version: 1,
  statements: [{ vulnerability: { name: vulnerability }, products: [{ '@id': product }], ...more }],
});
const SAFE = { status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path' };

describe('records of three formats', () => {
  beforeAll(async () => {
    await mkdir(at('own', 'records'), { recursive: true });
    const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] };
    const osv = (id: string, name: string, more: object = {}) => ({
      schema_version: '1.7.0',
      id,
      modified: '2026-11-22T09:00:00Z',
      affected: [{ package: { ecosystem: 'npm', name }, ranges: [range] }],
      ...more,
    });
    await write(
      at('own', 'records', 'left.json'),
      osv('T-1', 'left', {
        aliases: ['CVE-2099-1000', 'GHSA-xxxx-0000-0001'],
        summary: 'A bug in left – with signs “outside” ASCII',
        severity: [
          { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
          { type: 'Ubuntu', score: 'medium' },
        ],
        references: [
          { type: 'FIX', url: 'https://example.org/fix' },
          { type: 'ADVISORY', url: 'https://example.org/T-1' },
        ],
      }),
    );
    await write(at('own', 'records', 'right.json'), osv('T-2', 'right'));
    await write(at('own', 'records', 'mended.json'), osv('T-3', 'mended', { aliases: ['CVE-2099-3000'] }));
    await write(at('own', 'records', 'withdrawn.json'), osv('T-4', 'left', { withdrawn: '2026-11-22T09:00:00Z' }));
    await write(at('own', 'records', 'cve.json'), {
      dataType: 'CVE_RECORD',
      dataVersion: '5.1',
      cveMetadata: {
        cveId: 'CVE-2099-0001',
        assignerOrgId: '00000000-0000-4000-8000-000000000000',
        state: 'PUBLISHED',
        dateUpdated: '2026-11-22T08:00:00Z',
      },
      containers: {
        cna: {
          providerMetadata: { orgId: '00000000-0000-4000-8000-000000000000' },
          descriptions: [{ lang: 'en', value: 'A made-up weakness in a pump.' }],
          metrics: [{ cvssV3_1: { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N' } }],
          affected: [
            {
              vendor: 'Acme',
              product: 'Pump',
              versions: [{ version: '1.0', status: 'affected', lessThan: '2.0', versionType: 'custom' }],
            },
          ],
          references: [{ url: 'https://example.org/1' }],
        },
      },
    });
    await write(
      at('own', 'bom.json'),
      bom([
        component('left', '1.0.0'),
        component('right', 'unreadable'),
        component('mended', '2.0.0'),
        component('unheard', '1.0.0'),
        { type: 'device', name: 'Pump', version: '1.5', supplier: { name: 'Acme' } },
        { type: 'library', name: 'nameless', version: '1' },
      ]),
    );
    await write(at('own', 'vex.json'), openVex('CVE-2099-1000', 'pkg:npm/left', SAFE));
    await build(at('own'));
  });

  it.each(FORMATS)('%s: the same from the index', async (format) => {
    const plain = await asked(at('own'), '--format', format);
    const annotated = await asked(at('own'), '--format', format, '--vex', at('own', 'vex.json'));
    expect(annotated).not.toBe(plain);
    expect(plain).toContain('T-2');
  });

  it('and says as much: other names, score, words and address of an advisory', async () => {
    const sarif = await asked(at('own'), '--format', 'sarif');
    const { runs } = JSON.parse(sarif.split('\n')[1] ?? '');
    expect(runs[0].tool.driver.rules[0]).toMatchObject({
      id: 'T-1',
      helpUri: 'https://example.org/T-1',
      shortDescription: { text: 'A bug in left – with signs “outside” ASCII' },
      properties: {
        aliases: ['CVE-2099-1000', 'GHSA-xxxx-0000-0001'],
        severities: ['Ubuntu medium'],
        'security-severity': '9.8',
      },
    });
    expect(await asked(at('own'), '--format', 'openvex')).toContain('CVE-2099-1000');
  });
});

describe('real advisories', () => {
  const data = fileURLToPath(new URL('../../../../shared/data/advisories/', import.meta.url));
  interface Osv {
    readonly id: string;
    readonly aliases?: readonly string[];
    readonly affected?: readonly {
      readonly package?: { readonly ecosystem: string; readonly name: string };
      readonly ranges?: readonly {
        readonly type: string;
        readonly events: readonly Readonly<Record<string, string>>[];
      }[];
    }[];
  }
  const TYPES: Readonly<Record<string, string>> = { Go: 'golang', PyPI: 'pypi', 'crates.io': 'cargo' };

  /** As many of each as are read quickly: from all over the file. */
  const MOST = 800;
  /** A component at a bound of a record: some are affected, some just not. */
  const boundOf = (record: Osv): { readonly purl: string; readonly version: string } | undefined => {
    const [entry] = record.affected ?? [];
    const events = entry?.ranges?.filter(({ type: kind }) => kind !== 'GIT').flatMap((range) => range.events) ?? [];
    const event = events.at(-1);
    const version = event?.['fixed'] ?? event?.['introduced'] ?? event?.['last_affected'];
    const purlType = TYPES[entry?.package?.ecosystem ?? ''];
    if (!entry?.package || version === undefined || purlType === undefined) return undefined;
    const parts = entry.package.name.split('/');
    const made = makePurl({
      type: purlType,
      ...(parts.length > 1 ? { namespace: parts.slice(0, -1).join('/') } : {}),
      name: parts.at(-1) ?? '',
      version: version === '0' ? '1.0.0' : version,
      qualifiers: {},
    });
    return made.ok ? { purl: made.value.text, version } : undefined;
  };

  it.for(['golang-vulndb', 'pypa', 'rustsec'])('of %s: every format the same from the index', async (name, context) => {
    const file = path.join(data, name, 'osv.ndjson.gz');
    if (!existsSync(file)) return context.skip('../shared/data is absent');
    const all = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const step = Math.ceil(all.length / MOST);
    const lines = all.filter((line, i) => line !== '' && i % step === 0);
    const folder = at(name);
    await mkdir(path.join(folder, 'records'), { recursive: true });
    await writeFile(path.join(folder, 'records', 'all.ndjson'), lines.join('\n'));
    const records = lines.map((line) => JSON.parse(line) as Osv); // records of a public database
    const bounds = records.flatMap((record) => boundOf(record) ?? []);
    await write(
      path.join(folder, 'bom.json'),
      bom(
        [...new Map(bounds.map((one) => [one.purl, one])).values()].map(({ purl, version }) =>
          component(purl, version, purl),
        ),
      ),
    );
    await build(folder);
    const json = JSON.parse((await asked(folder, '--format', 'json')).split('\n')[1] ?? '');
    expect(json.counts.affected).toBeGreaterThan(20);
    const [reached] = json.components.filter((one: { state: string }) => one.state === 'affected');
    await write(path.join(folder, 'vex.json'), openVex(reached.matches[0].advisory, reached.purl, SAFE));
    for (const format of FORMATS) await asked(folder, '--format', format, '--vex', path.join(folder, 'vex.json'));
  });
});
