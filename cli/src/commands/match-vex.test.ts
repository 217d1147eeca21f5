import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCsaf, readCycloneDxVex, readOpenVex } from '@leadtime/lib/advisory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shown, type } from '../terminal.fixture.ts';

let place: string;
const at = (name: string): string => path.join(place, name);
const NOW = '2026-11-22T12:00:00Z';

const osv = (id: string, name: string, cve: string) => ({
  schema_version: '1.7.0',
  id,
  modified: '2026-11-22T09:00:00Z',
  aliases: [cve],
  summary: `A bug in ${name}`,
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ],
});
const openVex = (author: string, status: string, more: object = {}) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': `https://${author.toLowerCase()}.example/vex/1`,
  author,
  timestamp: '2026-11-20T00:00:00Z',
  version: 1,
  statements: [{ vulnerability: { name: 'CVE-2026-1000' }, products: [{ '@id': 'pkg:npm/left' }], status, ...more }],
});
const component = (name: string) => ({ type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0` });

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-match-vex-'));
  const write = (name: string, value: unknown) => writeFile(at(name), JSON.stringify(value));
  await write('bom.json', {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [component('left'), component('right')],
  });
  await write('safe.json', {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [component('other')],
  });
  await write('advisories.json', [osv('T-1', 'left', 'CVE-2026-1000'), osv('T-2', 'right', 'CVE-2026-2000')]);
  await write('acme.json', openVex('Acme', 'not_affected', { justification: 'vulnerable_code_not_in_execute_path' }));
  await write('other.json', openVex('Other', 'affected', { action_statement: 'Update.' }));
  await write('plain.json', { hello: 'world' });
});
afterAll(() => rm(place, { recursive: true, force: true }));

const match = (...argv: string[]): Promise<Shown> =>
  type(['match', at('bom.json'), '--advisories', at('advisories.json'), ...argv], { now: NOW });

describe('a match with VEX', () => {
  it('still lists the exposure, counts it and ends with 1, and says who says what of it', async () => {
    const shown = await match('--vex', at('acme.json'));
    expect(shown.exit).toBe(1);
    expect(shown.out).toMatch(/^2 of 2 components affected\.\n/);
    expect(shown.out).toMatch(
      /SAID BY VEX \(1; nothing was left out for it\)\n.*\nleft +T-1 +affected +not affected +vulnerable_code/,
    );
    expect(shown.out).toMatch(/Acme +2026-11-20 +https:\/\/acme\.example\/vex\/1/);
    expect(shown.out).toContain(
      'CONTRADICTIONS (1)\n  left, T-1: Acme says not affected (2026-11-20); but the match says:',
    );
  });

  it('says the same as JSON, and of authors who disagree that they do', async () => {
    const { out } = await match('--vex', at('acme.json'), '--vex', at('other.json'), '--format', 'json');
    const { counts, vex, components } = JSON.parse(out);
    expect(counts).toMatchObject({ affected: 2 });
    expect(vex).toMatchObject({ documents: 2, statements: 2, exposures: 1, contradictions: 1 });
    expect(components[0].matches[0].vex).toMatchObject({
      notes: [{ author: 'Other' }, { author: 'Acme', certain: true }],
      contradictions: [{ between: 'authors' }, { between: 'match' }],
    });
    expect(components[1].matches[0].vex).toBeNull();
  });

  it('refuses a file that is no VEX document rather than answer without it', async () => {
    for (const name of ['plain.json', 'none.json']) {
      const { exit, out, err } = await match('--vex', at(name));
      expect([exit, out]).toEqual([2, '']);
      expect(err).toMatch(/is no VEX document|there is no such file|cannot be read/);
    }
  });
});

describe('other formats', () => {
  it('SARIF: suppressed and still there', async () => {
    const { exit, out } = await match('--vex', at('acme.json'), '--format', 'sarif');
    const [run] = JSON.parse(out).runs;
    expect(exit).toBe(1);
    expect(run.results).toMatchObject([
      { ruleId: 'T-1', level: 'error', suppressions: [{ status: 'accepted' }] },
      { ruleId: 'T-2', level: 'error' },
    ]);
    expect(run.results[1].suppressions).toBeUndefined();
  });

  it('VEX in three formats reads back with both exposures', async () => {
    for (const [format, read] of [
      ['openvex', (text: string) => readOpenVex(text)],
      ['cyclonedx-vex', (text: string) => readCycloneDxVex(text)],
      [
        'csaf-vex',
        (text: string) => {
          const csaf = readCsaf(text);
          return csaf.ok ? { ...csaf, value: csaf.value.vex } : csaf;
        },
      ],
    ] as const) {
      const { out } = await match('--vex', at('acme.json'), '--format', format, '--author', 'We');
      const vex = read(out);
      expect(
        vex.ok && [vex.value.author, vex.value.statements.map((one) => `${one.vulnerability.name} ${one.status}`)],
      ).toEqual(['We', ['CVE-2026-1000 not_affected', 'CVE-2026-2000 affected']]);
    }
  });

  it('has nothing to state where nothing is exposed', async () => {
    const argv = ['match', at('safe.json'), '--advisories', at('advisories.json'), '--format', 'openvex'];
    const { exit, out, err } = await type(argv, { now: NOW });
    expect([exit, out]).toEqual([0, '']);
    expect(err).toContain('Nothing is exposed');
  });

  it('is asked for once', async () => {
    expect(await match('--json', '--format', 'sarif')).toMatchObject({ exit: 2 });
  });
});
