// What the generators promise: the same seed gives the same bytes, another seed others, and our readers find nothing wrong.
import { readCycloneDx, readKev, readOsv, readSarif, readSheet } from '@leadtime/lib/advisory';
import { readReportLines } from '@leadtime/lib/advisory/report';
import { digestOf, expectOk } from '@leadtime/lib/kit';
import { ssvcOfCveRecord } from '@leadtime/lib/triage';
import { describe, expect, it } from 'vitest';
import { cyclonedxBom } from './cyclonedx.ts';
import { kevBytes } from './kev.ts';
import { osvAdvisories, osvNdjson } from './osv.ts';
import { packageAt, UNIVERSE } from './packages.ts';
import { randomOf } from './random.ts';
import { reportNdjson } from './report.ts';
import { sarifBytes } from './sarif.ts';
import { productSheet } from './sheet.ts';
import { ssvcNdjson } from './ssvc.ts';

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const GENERATORS: Readonly<Record<string, (seed: string) => Promise<Uint8Array> | Uint8Array>> = {
  sarif: (seed) => collected(sarifBytes({ results: 300, seed })),
  'sarif, brief': (seed) => collected(sarifBytes({ results: 300, seed, detail: 'brief' })),
  cyclonedx: (seed) => cyclonedxBom({ components: 120, seed }),
  osv: (seed) => collected(osvNdjson({ n: 50, seed })),
  kev: (seed) => kevBytes({ n: 40, seed }),
  ssvc: (seed) =>
    ssvcNdjson(
      seed,
      [{ cve: 'CVE-2099-30001' }, { cve: 'CVE-2099-30002' }, { cve: 'CVE-2099-30003' }],
      '2026-11-01T00:00:00Z',
    ),
  'report ndjson': (seed) => collected(reportNdjson({ n: 20, seed })),
  sheet: (seed) => productSheet({ rows: 60, seed }),
};

describe('a generator', () => {
  it.each(Object.entries(GENERATORS))(
    'of %s gives the same bytes for the same seed, and others for another',
    async (_, make) => {
      const [once, again, other] = [await make('one'), await make('one'), await make('two')];
      expect(digestOf(once)).toBe(digestOf(again));
      expect(digestOf(once)).not.toBe(digestOf(other));
    },
  );

  it('gives the bytes that it gave when it was written', () => {
    const r = randomOf('fixed');
    expect([r.u32(), r.below(100), r.hex(8), r.uuid()]).toMatchInlineSnapshot(`
      [
        4120862802,
        58,
        "98881b43",
        "e82744f5-c26f-4a7f-8780-131b766adb24",
      ]
    `);
  });
});

describe('random numbers', () => {
  it('spread evenly enough, and weights are kept', () => {
    const r = randomOf('spread');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i += 1) {
      const key = r.weighted([
        ['a', 1],
        ['b', 2],
        ['c', 9],
      ] as const);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.get('a')).toBeGreaterThan(850);
    expect(counts.get('a')).toBeLessThan(1_150);
    expect(counts.get('c')).toBeGreaterThan(8_700);
    expect(counts.get('c')).toBeLessThan(9_300);
  });
});

describe('the universe', () => {
  it('has a name of its own for every package', () => {
    for (const ecosystem of ['npm', 'Debian:12'] as const) {
      const step = ecosystem === 'npm' ? 16 : 1; // building a package costs its versions; an even sixteenth shows a collision of names
      const names = new Set<string>();
      for (let i = 0; i < UNIVERSE[ecosystem]; i += step) names.add(packageAt(ecosystem, i).name);
      expect(names.size).toBe(Math.ceil(UNIVERSE[ecosystem] / step));
    }
  });
});

describe('made-up SARIF', () => {
  it('has as many results as asked for, some again with the same fingerprints, about a kilobyte each', async () => {
    const bytes = await collected(sarifBytes({ results: 6_000, seed: 3 }));
    const log = JSON.parse(new TextDecoder().decode(bytes));
    const results = log.runs.flatMap((run: { results: unknown[] }) => run.results);
    const identities = new Set(
      results.map((one: { fingerprints: Record<string, string> }) => one.fingerprints['resultIdentity/v2']),
    );
    expect(results.length).toBe(6_000);
    expect(identities.size / results.length).toBeGreaterThan(0.94);
    expect(identities.size / results.length).toBeLessThan(0.99);
    expect(bytes.length / results.length).toBeGreaterThan(800);
    expect(bytes.length / results.length).toBeLessThan(1_500);
  });

  it('in brief fits half a million results into 200 MB', async () => {
    const bytes = await collected(sarifBytes({ results: 20_000, seed: 3, detail: 'brief' }));
    expect((bytes.length / 20_000) * 500_000).toBeLessThan(200 * 1024 * 1024);
  });
});

describe('our readers', () => {
  it('read every made-up advisory', () => {
    for (const record of osvAdvisories({ n: 600, seed: 'read' })) expectOk(readOsv(JSON.stringify(record)));
  });

  it('read a made-up bill of materials without a problem', () => {
    const inventory = expectOk(readCycloneDx(cyclonedxBom({ components: 900, seed: 'read' })));
    expect(inventory.problems).toEqual([]);
    expect(inventory.components.length).toBe(900);
    expect(inventory.duplicates).toBe(0);
    expect(inventory.components.some((one) => one.version === undefined)).toBe(true);
    expect(inventory.components.some((one) => one.purl === undefined)).toBe(true);
  });

  it('read a made-up catalogue of exploited vulnerabilities without a problem', () => {
    const catalogue = expectOk(readKev(JSON.parse(new TextDecoder().decode(kevBytes({ n: 60 })))));
    expect(catalogue.problems).toEqual([]);
    expect(catalogue.entries.length).toBe(60);
  });

  it('read a thousand made-up reports, some of the same place and some with the same proof', async () => {
    const lines = await collected(reportNdjson({ n: 1_000 }));
    const proofs = new Set<string>();
    let findings = 0;
    for await (const event of readReportLines(async function* () {
      yield lines;
    })) {
      expect(event.kind).not.toBe('problem');
      if (event.kind !== 'finding') continue;
      findings += 1;
      for (const { role, digest } of event.finding.attachments) if (role === 'proof') proofs.add(digest);
    }
    expect(findings).toBe(1_000);
    expect(proofs.size).toBeLessThan(960);
    expect(proofs.size).toBeGreaterThan(650);
  });

  it('read a made-up SARIF file without a problem', async () => {
    const chunks = await collected(sarifBytes({ results: 2_000, seed: 'read' }));
    let findings = 0;
    for await (const event of readSarif(async function* () {
      yield chunks;
    })) {
      expect(event.kind).not.toBe('problem');
      if (event.kind === 'finding') findings += 1;
    }
    expect(findings).toBe(2_000);
  });

  it('read made-up decision points', () => {
    const facts = [{ cve: 'CVE-2099-30001', automatable: 'yes', impact: 'total' }, { cve: 'CVE-2099-30002' }] as const;
    const lines = new TextDecoder()
      .decode(ssvcNdjson('read', facts, '2026-11-01T00:00:00Z'))
      .trim()
      .split('\n');
    const readings = lines.map((line) => ssvcOfCveRecord(JSON.parse(line)));
    expect(readings[0]).toMatchObject({ automatable: 'yes', technicalImpact: 'total', problems: [] });
    expect(readings[1]?.automatable).not.toBe('unknown');
  });

  it('read a made-up equipment list, rows without a version included', () => {
    const sheet = expectOk(readSheet(productSheet({ rows: 140 })));
    expect(sheet.components.length).toBe(140);
    expect(sheet.problems).toEqual([]);
    expect(sheet.components.some((one) => one.version === undefined)).toBe(true);
  });
});
