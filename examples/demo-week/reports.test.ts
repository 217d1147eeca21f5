// The reports of the demo week as our readers and our correlation see them: what must merge by identity does, what is only alike
// is proposed, and each finding stands where the week says it does.
import { type FindingClaim, type ReadEvent, readSarif } from '@leadtime/lib/advisory';
import { readReport, readReportLines } from '@leadtime/lib/advisory/report';
import { candidateKeys, identityKeys, proposals } from '@leadtime/lib/correlate';
import { expectOk } from '@leadtime/lib/kit';
import { parsePurl, withoutVersion } from '@leadtime/lib/version';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoWeek } from './generate.ts';
import { NASTIES } from './nasty.ts';
import type { FindRef, StepOf } from './steps.ts';

const week = demoWeek({ now: Date.UTC(2026, 10, 22, 9) });
const submissions = week.steps.filter((step): step is StepOf<'submitReport'> => step.kind === 'submitReport');
const claims = new Map<string, readonly FindingClaim[]>();
const problems: string[] = [];

beforeAll(async () => {
  for (const step of submissions) {
    const found: FindingClaim[] = [];
    for await (const event of read(step)) {
      if (event.kind === 'finding') found.push(event.finding);
      if (event.kind === 'problem') problems.push(`${step.report} ${event.problem.code} ${event.problem.path}`);
    }
    claims.set(step.report, found);
  }
});

describe('the reports', () => {
  it('are of the sizes that the story tells', () => {
    const count = (prefix: string) =>
      submissions
        .filter((s) => s.report.startsWith(prefix))
        .reduce((sum, s) => sum + (claims.get(s.report)?.length ?? 0), 0);
    expect(count('lab-a-sweep')).toBe(1_810);
    expect(count('lab-b-sweep')).toBe(1_210);
    expect(count('fuzz')).toBeGreaterThan(295);
    expect(count('lab-b-evening')).toBe(24);
  });

  it('are read without a problem, but for one path that climbs out of its folder', () => {
    expect(problems).toEqual([
      'lab-b-sweep-2/tar field.value /runs/0/results/24/locations/0/physicalLocation/artifactLocation/uri',
    ]);
  });

  it('have each finding where the week says it stands', () => {
    for (const ref of week.names) {
      const address = week.resolve(ref);
      const claim = claims.get(address?.report ?? '')?.[address?.ordinal ?? -1];
      expect(claim?.ordinal, ref).toBe(address?.ordinal);
      if (!ref.startsWith('nasty:') && !/[:/]\d+$|:\d+$/.test(ref)) expect(claim?.title, ref).toContain(address?.title);
    }
  });

  it('carry the nasty texts as they are', () => {
    for (const nasty of NASTIES) expect(claimOf(`nasty:${nasty.ref}`).description).toContain(nasty.text.slice(0, 40));
  });

  it('have crashes with kind and frames, proofs with bytes', () => {
    const crashes = ['fuzz-1', 'fuzz-2', 'fuzz-3'].flatMap((key) => claims.get(key) ?? []);
    for (const claim of crashes) {
      expect(claim.crash?.detector).toBe('AddressSanitizer');
      expect(claim.crash?.kind).not.toBe('unknown');
      expect(claim.crash?.frames.slice(0, 2).map((frame) => frame.symbol)).toContain(claim.locations[0]?.symbol); // a double free has `free` on top
      expect(claim.attachments.some((a) => a.role === 'proof' && a.size > 40)).toBe(true);
    }
  });
});

describe('two findings', () => {
  it('from two labs with one CVE id are one by identity', () => {
    expect(sharedIdentity('lab-a:tar-traversal', 'lab-b:tar-traversal')).toEqual(['alias']);
  });

  it('from a lab and a fuzzer with the same proof are one by identity', () => {
    expect(sharedIdentity('fuzz:pump-frame-overflow', 'lab-b:pump-frame-overflow')).toContain('proof');
  });

  it.each([
    ['lab-a:tar-traversal', 'lab-b:tar-symlink'],
    ['lab-a:tar-symlink', 'lab-b:tar-symlink'],
    ['lab-a:cookie-proto', 'lab-b:cookie-proto'],
    ['lab-a:query-injection', 'lab-b:query-injection'],
    ['fuzz:pump-twice-freed', 'lab-b:pump-twice-freed'],
    ['lab-a:lantern-xattr-read', 'fuzz:lantern-xattr-read'],
  ] as const)('that are only alike are proposed, not merged: %s and %s', (a, b) => {
    expect(sharedIdentity(a, b)).toEqual([]);
    expect(proposed(a, b)).toBeGreaterThan(0.3);
  });

  it('are proposed for every prepared merge', () => {
    for (const { findRef, with: other } of week.prepared) {
      if (other === undefined) continue;
      expect(sharedIdentity(findRef, other), findRef).toEqual([]);
      expect(proposed(findRef, other), findRef).toBeGreaterThan(0.3);
    }
  });
});

describe('a lab’s second sweep', () => {
  it('has about one in twenty of the first again, one by the tool’s own fingerprint', () => {
    const keys = (prefix: string) =>
      [...claims]
        .filter(([key]) => key.startsWith(prefix))
        .flatMap(([, list]) =>
          list.map((claim) => identityKeys(claim, { target: claim.target.repository ?? '' }).map((k) => k.digest)),
        );
    const first = new Set(keys('lab-a-sweep-1').flat());
    const second = keys('lab-a-sweep-2');
    const again = second.filter((list) => list.some((digest) => first.has(digest))).length;
    expect(again / second.length).toBeGreaterThan(0.02);
    expect(again / second.length).toBeLessThan(0.09);
  });
});

function read({ format, bytes, target }: StepOf<'submitReport'>): AsyncIterable<ReadEvent> {
  const open = async function* () {
    yield bytes;
  };
  if (format === 'sarif') return readSarif(open, target === undefined ? {} : { target: { purl: target } });
  return format === 'ndjson' ? readReportLines(open) : readReport(open);
}

function claimOf(ref: FindRef): FindingClaim {
  const address = week.resolve(ref);
  const claim = claims.get(address?.report ?? '')?.[address?.ordinal ?? -1];
  if (!claim) throw new Error(`no finding ${ref}`);
  return claim;
}

/** As the pipeline resolves it: the package without its version. */
const targetOf = (claim: FindingClaim): string =>
  claim.target.purl === undefined
    ? (claim.target.repository ?? '')
    : withoutVersion(expectOk(parsePurl(claim.target.purl)));

const sharedIdentity = (a: FindRef, b: FindRef): readonly string[] => shared(a, b, identityKeys).map((key) => key.kind);

function proposed(a: FindRef, b: FindRef): number {
  const [proposal] = proposals([{ other: b, keys: shared(a, b, candidateKeys) }]);
  return proposal?.score ?? 0;
}

function shared(a: FindRef, b: FindRef, keysOf: typeof candidateKeys | typeof identityKeys) {
  const [left, right] = [claimOf(a), claimOf(b)];
  const others = new Set(keysOf(right, { target: targetOf(right) }).map((key) => key.digest));
  return keysOf(left, { target: targetOf(left) }).filter((key) => others.has(key.digest));
}
