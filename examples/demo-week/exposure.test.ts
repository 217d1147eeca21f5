// What the week's advisories reach in the week's inventories, judged by our own matcher: the story needs hits, misses and unknowns.
import { type Advisory, type Affected, readCycloneDx, readOsv, readSheet } from '@leadtime/lib/advisory';
import { buildIndex, compile, type InventoryMatch, matchInventory } from '@leadtime/lib/exposure';
import { expectOk } from '@leadtime/lib/kit';
import { describe, expect, it } from 'vitest';
import { demoWeek } from './generate.ts';
import type { AdvisoryDraftInput, Step, StepKind, StepOf } from './steps.ts';

const week = demoWeek({ now: Date.UTC(2026, 10, 22, 9) });
const of = <K extends StepKind>(kind: K): readonly StepOf<K>[] =>
  week.steps.filter((step: Step): step is StepOf<K> => step.kind === kind);

const feed = of('importFeed')
  .filter((step) => step.source === 'osv')
  .flatMap((step) =>
    new TextDecoder()
      .decode(step.bytes)
      .trim()
      .split('\n')
      .map((line) => expectOk(readOsv(line))),
  );
const published = of('draftAdvisory').map((step) => ({
  id: step.findRef,
  advisory: advisoryOf(step.findRef, step.draft),
}));
const index = buildIndex([...feed, ...published.map(({ advisory }) => advisory)].map(compile));
const inventories = of('uploadInventory').map((step) => {
  const { components } = expectOk(step.format === 'sheet' ? readSheet(step.bytes) : readCycloneDx(step.bytes));
  return { step, matches: matchInventory(index, components) };
});

describe('the published advisories', () => {
  it('reach the assets whose duties are answered, and others that still wait', () => {
    const tar = assetsReached('lab-a:tar-traversal');
    expect(tar).toEqual(
      [
        'bank branch-tablets',
        'bank web-banking',
        'agency chart-viewer',
        'agency lock-scheduler',
        'agency permit-desk',
      ].sort(),
    );
    const answered = new Set(
      of('duty').flatMap((step) =>
        'findRef' in step.about ? (step.assets ?? []).map((asset) => `${step.party} ${asset}`) : [],
      ),
    );
    const reached = new Set([...tar, ...assetsReached('fuzz:pump-frame-overflow')]);
    expect([...answered].filter((asset) => !reached.has(asset))).toEqual([]);
    expect([...reached].filter((asset) => !answered.has(asset)).length).toBeGreaterThan(2);
  });

  it('reach a utility by its packages and a hospital by its spreadsheet', () => {
    const pump = assetsReached('fuzz:pump-frame-overflow');
    for (const asset of [
      'water pump-house-north',
      'water pump-house-south',
      'agency lock-control-gateway',
      'hospital Ward 3 infusion pumps',
      'hospital Ward 1 infusion pumps',
    ])
      expect(pump).toContain(asset);
    expect(pump).not.toContain('hospital Theatre A infusion pumps');
  });
});

describe('the hospital’s list', () => {
  it('has rows of every verdict', () => {
    const [hospital] = inventories.filter(({ step }) => step.party === 'hospital');
    const states = new Set(hospital?.matches.map(({ verdict }) => verdict.state));
    expect([...states].sort()).toEqual(['affected', 'cannot_match', 'no_advisory', 'not_affected', 'undetermined']);
    const store = hospital?.matches.find(({ component }) => component.asset?.name === 'Store room infusion pumps');
    expect(store?.verdict.reason.code).toBe('version-missing');
  });
});

describe('the feed', () => {
  it('reaches the bank by every advisory that it answers', () => {
    const hit = new Set(
      inventories.filter(({ step }) => step.party === 'bank').flatMap(({ matches }) => matches.flatMap(affectedBy)),
    );
    const answered = of('duty').flatMap((step) => ('advisory' in step.about ? [step.about.advisory] : []));
    expect(answered.length).toBeGreaterThan(7);
    expect(answered.filter((id) => !hit.has(id))).toEqual([]);
  });

  it('gives every operator with a bill of materials something to do and nobody thousands', () => {
    for (const party of ['bank', 'water', 'agency'] as const) {
      const hits = inventories
        .filter(({ step }) => step.party === party)
        .flatMap(({ matches }) => matches.flatMap(affectedBy)).length;
      expect(hits, party).toBeGreaterThan(30);
      expect(hits, party).toBeLessThan(900);
    }
  });
});

const affectedBy = ({ verdict }: InventoryMatch): readonly string[] =>
  verdict.matches.filter((match) => match.state === 'affected').map((match) => match.evidence.advisory);

function assetsReached(advisory: string): readonly string[] {
  const assets = inventories.flatMap(({ step, matches }) =>
    matches
      .filter((match) => affectedBy(match).includes(advisory))
      .map(({ component }) => `${step.party} ${step.asset ?? component.asset?.name}`),
  );
  return [...new Set(assets)].sort();
}

function advisoryOf(id: string, draft: AdvisoryDraftInput): Advisory {
  const affected = draft.affected.map(
    (one): Affected => ({
      ecosystem: one.ecosystem,
      name: one.name,
      ...(one.vendor !== undefined && { vendor: one.vendor }),
      ...(one.purl !== undefined && { purl: one.purl }),
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: [{ introduced: one.introduced ?? '0' }, ...(one.fixed === undefined ? [] : [{ fixed: one.fixed }])],
        },
      ],
      versions: [],
    }),
  );
  return {
    id,
    affected,
    aliases: [],
    related: [],
    upstream: [],
    summary: draft.summary,
    details: draft.details,
    modified: '2026-11-20T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    references: [],
    credits: [],
    informational: false,
  };
}
