// The demo week holds together: every act speaks of something that is there, by somebody who may, after it has come; and every
// byte of it is read by our readers as meant.
import { type Action, advisoryDraft, mayDo, ROLES, ROUTES } from '@leadtime/contract';
import { readAssetSheet, readCycloneDx, readKev, readOsv, readSheet } from '@leadtime/lib/advisory';
import { digestOf, expectOk } from '@leadtime/lib/kit';
import { describe, expect, it } from 'vitest';
import { PARTIES, PEOPLE, PROJECTS } from '../world.ts';
import { demoWeek } from './generate.ts';
import type { FindRef, Step, StepKind, StepOf } from './steps.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const week = demoWeek({ now: NOW });
const of = <K extends StepKind>(kind: K): readonly StepOf<K>[] =>
  week.steps.filter((step): step is StepOf<K> => step.kind === kind);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The action of the API that a step takes. */
const ACTION: Readonly<Record<StepKind, Action>> = {
  submitModel: 'model.submit',
  submitReport: 'report.submit',
  importFeed: 'feed.manage',
  uploadInventory: 'inventory.manage',
  importAssets: 'inventory.manage',
  delegate: 'inventory.manage',
  setProject: 'project.manage',
  validate: 'vulnerability.decide',
  setSeverity: 'case.answer',
  setSsvc: 'vulnerability.decide',
  decideCandidate: 'vulnerability.decide',
  batch: 'vulnerability.decide',
  split: 'vulnerability.decide',
  undo: 'vulnerability.decide',
  assign: 'vulnerability.decide',
  tellMaintainer: 'case.coordinate',
  hold: 'case.coordinate',
  setEmbargo: 'case.coordinate',
  acknowledge: 'case.answer',
  vendorStatus: 'case.answer',
  fixReady: 'case.answer',
  message: 'case.message',
  draftAdvisory: 'advisory.write',
  publishAdvisory: 'advisory.write',
  withdrawAdvisory: 'advisory.write',
  duty: 'inventory.manage',
};

describe('the world', () => {
  it('has somebody to show for every role, and nobody with an address that could be real', () => {
    for (const role of ROLES)
      expect(
        Object.values(PEOPLE).filter((one) => one.shown && one.memberships.some((m) => m.role === role)),
        role,
      ).not.toEqual([]);
    for (const { email } of Object.values(PEOPLE)) expect(email).toMatch(/@([a-z0-9-]+\.)*example\.(org|com|net)$/);
  });

  it('names only parties that exist, and no package twice', () => {
    for (const { memberships } of Object.values(PEOPLE))
      for (const { party } of memberships) expect(PARTIES).toHaveProperty(party);
    const packages = Object.values(PROJECTS).flatMap((project) => project.packages);
    expect(new Set(packages).size).toBe(packages.length);
  });
});

describe('the demo week', () => {
  it('is the same, byte for byte, for the same seed and now, and moves with now', () => {
    const print = (steps: readonly Step[]) =>
      digestOf(
        JSON.stringify(steps.map((step) => ('bytes' in step ? { ...step, bytes: digestOf(step.bytes) } : step))),
      );
    expect(print(demoWeek({ now: NOW }).steps)).toBe(print(week.steps));
    expect(print(demoWeek({ now: NOW, seed: 'another' }).steps)).not.toBe(print(week.steps));
    const later = demoWeek({ now: NOW + 3_600_000 }).steps;
    expect(later.map((step) => Date.parse(step.at) - 3_600_000)).toEqual(week.steps.map((step) => Date.parse(step.at)));
  });

  it('lies within the nine days before now, in order, each step with a key of its own', () => {
    const times = week.steps.map((step) => Date.parse(step.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBe(NOW - 9 * 86_400_000);
    expect(times.at(-1)).toBeLessThan(NOW);
    expect(new Set(week.steps.map((step) => step.key)).size).toBe(week.steps.length);
  });

  it('has an example of every kind of step', () => {
    expect(Object.keys(ACTION).filter((kind) => !week.steps.some((step) => step.kind === kind))).toEqual([]);
  });

  it('has an example of every answer, lane and hold', () => {
    const seen = (values: readonly string[]) => [...new Set(values)].sort();
    expect(seen(of('duty').map((d) => d.state))).toEqual(['fixed', 'mitigated', 'not_affected']);
    expect(seen(of('message').map((m) => m.lane))).toEqual(['coordinators', 'shared']);
    expect(seen(of('hold').map((h) => h.hold))).toEqual([
      'maintainer_capacity',
      'no_contact',
      'not_validated',
      'other',
    ]);
    expect(seen(of('validate').map((v) => v.outcome))).toEqual(['not_reproduced', 'rejected', 'reproduced']);
    expect(seen(of('vendorStatus').map((v) => v.status))).toEqual([
      'affected',
      'fixed',
      'looking',
      'not_affected',
      'not_looked',
    ]);
    expect(seen(of('decideCandidate').map((d) => d.decision))).toEqual(['distinct', 'merge']);
  });

  it('lets nobody do what the role may not, nor for a party that is not theirs', () => {
    const delegations = of('delegate').map(({ from, to }) => `${to} for ${from}`);
    for (const step of week.steps) {
      const { memberships } = PEOPLE[step.as];
      const may = memberships.filter(({ role }) => mayDo(role, ACTION[step.kind]));
      expect(may.length, `${step.as} ${step.kind}`).toBeGreaterThan(0);
      const party = 'party' in step ? step.party : 'from' in step ? step.from : undefined;
      if (party !== undefined)
        expect(
          may.some((m) => m.party === party || delegations.includes(`${m.party} for ${party}`)),
          `${step.as} for ${party}`,
        ).toBe(true);
    }
  });

  it('speaks only of findings that exist and have come before', () => {
    const arrived = new Map(of('submitReport').map((step) => [step.report, step.at]));
    for (const step of week.steps) {
      for (const ref of refsOf(step)) {
        const address = week.resolve(ref);
        expect(address, `${step.key} ${ref}`).toBeDefined();
        expect((arrived.get(address?.report ?? '') ?? '~') < step.at, `${step.key} ${ref}`).toBe(true);
      }
    }
    for (const { findRef, with: other } of week.prepared)
      for (const ref of [findRef, ...(other ? [other] : [])]) expect(week.resolve(ref), ref).toBeDefined();
  });

  it('publishes after a fix and a draft, and answers duties after publication', () => {
    const when = (kind: StepKind, ref: FindRef) =>
      week.steps.find((step) => step.kind === kind && refsOf(step).includes(ref))?.at ?? '~';
    for (const { findRef, at } of of('publishAdvisory')) {
      expect(when('fixReady', findRef) < at, findRef).toBe(true);
      expect(when('draftAdvisory', findRef) < at, findRef).toBe(true);
      expect(when('tellMaintainer', findRef) < when('fixReady', findRef), findRef).toBe(true);
    }
    for (const step of of('duty')) {
      if ('findRef' in step.about) expect(when('publishAdvisory', step.about.findRef) < step.at, step.key).toBe(true);
    }
  });

  it('writes in a case only after the maintainer was told, and within what the project takes in seven days', () => {
    const told: { ref: FindRef; at: string; project: string }[] = [];
    for (const step of week.steps) {
      if (TELLS(step)) {
        for (const ref of refsOf(step))
          if (!told.some((one) => one.ref === ref)) told.push({ ref, at: step.at, project: projectOf(ref) });
      }
      if (!IN_A_CASE.has(step.kind)) continue;
      for (const ref of refsOf(step)) {
        const tell = told.find((one) => one.ref === ref);
        expect(tell, `${step.key} ${ref}`).toBeDefined();
        if (!tell || !PEOPLE[step.as].memberships.some((m) => m.role === 'maintainer')) continue;
        const weekBefore = new Date(Date.parse(tell.at) - 7 * 86_400_000).toISOString();
        const sent = told.filter(
          (one) => one.project === tell.project && one.at <= tell.at && one.at > weekBefore,
        ).length;
        expect(sent, `${step.key} ${ref}`).toBeLessThanOrEqual(
          PROJECTS[tell.project as keyof typeof PROJECTS].weeklyBudget,
        ); // projectOf gives keys
      }
    }
    expect(told.filter((one) => one.project === 'brinepump').length).toBeGreaterThanOrEqual(6);
  });

  it('holds back only what is not yet validated or told, and lets people take work only for themselves', () => {
    for (const { findRef, at, hold, expires } of of('hold')) {
      const due = week.steps.find(
        (step) => (step.kind === 'validate' || step.kind === 'tellMaintainer') && step.findRef === findRef,
      );
      if (hold !== 'maintainer_capacity') expect(due === undefined || due.at > at, findRef).toBe(true);
      expect(Date.parse(expires)).toBeGreaterThan(NOW);
      expect(Date.parse(expires) - Date.parse(at)).toBeLessThan(90 * 86_400_000);
    }
    for (const { person, as } of of('assign')) expect(person === null || person === as).toBe(true);
  });

  it('leaves what is prepared untouched', () => {
    const touched = new Set(week.steps.flatMap(refsOf));
    expect(week.prepared.filter(({ findRef }) => touched.has(findRef))).toEqual([]);
    expect(week.prepared.length).toBeGreaterThanOrEqual(20);
  });

  it('says only what the API takes', () => {
    for (const step of week.steps) {
      const body = bodyOf(step);
      if (body) expect(body.schema.safeParse(body.value).error?.issues ?? [], step.key).toEqual([]);
    }
  });

  it('has no identifier that could be somebody’s', () => {
    for (const step of week.steps) {
      const written = 'bytes' in step ? text(step.bytes) : JSON.stringify(step);
      for (const [cve] of written.matchAll(/CVE-\d{4}-\d+/g)) expect(cve).toMatch(/^CVE-2099-/);
    }
  });
});

describe('what comes in from outside', () => {
  it('is a feed of four hundred advisories and a list of exploited ones that grows by two', () => {
    const lines = text(of('importFeed').find((step) => step.source === 'osv')?.bytes ?? new Uint8Array())
      .trim()
      .split('\n');
    expect(lines.length).toBe(400);
    for (const line of lines) expectOk(readOsv(line));
    const [before, after] = of('importFeed')
      .filter((step) => step.source === 'kev')
      .map((step) => expectOk(readKev(JSON.parse(text(step.bytes)))));
    expect(before?.entries.length).toBe(58);
    expect(after?.entries.length).toBe(60);
    expect([...(before?.problems ?? []), ...(after?.problems ?? [])]).toEqual([]);
    const known = new Map(before?.entries.map((entry) => [entry.cve, entry]));
    const added = after?.entries.filter(({ cve }) => !known.has(cve)) ?? [];
    expect(added.map(({ cve }) => cve).sort()).toEqual(['CVE-2099-20006', 'CVE-2099-20013']);
    for (const entry of after?.entries ?? []) if (known.has(entry.cve)) expect(entry).toEqual(known.get(entry.cve));
    for (const { dateAdded } of after?.entries ?? []) expect(Date.parse(dateAdded)).toBeLessThan(NOW);
  });

  it('has inventories of the sizes that the story tells', () => {
    const sizes = new Map<string, number>();
    for (const step of of('uploadInventory')) {
      const inventory = expectOk(step.format === 'sheet' ? readSheet(step.bytes) : readCycloneDx(step.bytes));
      sizes.set(step.party, (sizes.get(step.party) ?? 0) + inventory.components.length);
      if (step.format === 'cyclonedx') expect(inventory.problems, step.name).toEqual([]);
    }
    expect(sizes.get('bank')).toBe(900);
    expect(sizes.get('water')).toBe(600);
    expect(sizes.get('hospital')).toBe(140);
    expect(sizes.get('agency')).toBeGreaterThan(2_300);
    expect(sizes.get('agency')).toBeLessThan(2_700);
  });

  it('has an equipment list with rows without a version, without a vendor, and of one quantity that is no number', () => {
    const sheet = expectOk(readSheet(of('uploadInventory').find((step) => step.party === 'hospital')?.bytes ?? ''));
    expect(sheet.components.filter((one) => one.version === undefined).length).toBeGreaterThan(5);
    expect(sheet.components.some((one) => one.vendor === undefined)).toBe(true);
    expect(sheet.problems.map((problem) => problem.code).sort()).toEqual(['field.missing', 'field.value']);
  });

  it('has two hundred assets in three bureaus, every one of the bills and duties among them', () => {
    const { assets, problems } = expectOk(readAssetSheet(of('importAssets')[0]?.bytes ?? ''));
    const names = new Set(assets.map((asset) => asset.name));
    expect(names.size).toBe(200);
    expect(problems).toEqual([]);
    expect(new Set(assets.map((asset) => asset.subOrganisation)).size).toBe(3);
    for (const step of of('uploadInventory'))
      if (step.party === 'agency' && step.asset !== undefined) expect(names).toContain(step.asset);
    for (const step of of('duty'))
      if (step.party === 'agency') for (const asset of step.assets ?? []) expect(names).toContain(asset);
  });
});

/** Validation tells too: as soon as the budget allows. */
const TELLS = (step: Step): boolean =>
  step.kind === 'tellMaintainer' ||
  (step.kind === 'validate' && step.outcome === 'reproduced') ||
  (step.kind === 'batch' && (step.verb === 'tell' || step.verb === 'validate'));

const IN_A_CASE: ReadonlySet<StepKind> = new Set<StepKind>([
  'acknowledge',
  'vendorStatus',
  'fixReady',
  'message',
  'setEmbargo',
  'draftAdvisory',
]);

/** The project that answers for the package that a finding is about. */
function projectOf(ref: FindRef): string {
  const short = week.resolve(ref)?.target.split('/').at(-1);
  return (
    Object.entries(PROJECTS).find(([, one]) => one.packages.some((purl) => purl.endsWith(`/${short}`)))?.[0] ?? 'none'
  );
}

function refsOf(step: Step): readonly FindRef[] {
  if ('findRef' in step) return [step.findRef];
  if ('findRefs' in step) return step.findRefs;
  if (step.kind === 'decideCandidate') return [step.a, step.b];
  return step.kind === 'duty' && 'findRef' in step.about ? [step.about.findRef] : [];
}

const ID = '00000000-0000-7000-8000-000000000000';

/** The body that the loader would send, with ids for names, beside the schema of its route. */
function bodyOf(step: Step) {
  const route = <R extends keyof typeof ROUTES>(id: R, value: unknown) => ({
    schema: (ROUTES[id] as { body: typeof advisoryDraft }).body,
    value,
  }); // only routes with a body are named below
  const pick = (...keys: readonly string[]) =>
    Object.fromEntries(Object.entries(step).filter(([key]) => keys.includes(key)));
  switch (step.kind) {
    case 'submitModel':
      return route('models.submit', pick('name', 'opensAt', 'releaseAt'));
    case 'delegate':
      return route('delegations.create', { to: ID });
    case 'setProject':
      return route('projects.update', pick('weeklyBudget', 'pausedUntil', 'acceptsUnvalidated'));
    case 'validate':
      return route('vulnerabilities.validate', pick('outcome', 'reason', 'reachable', 'severity', 'vector'));
    case 'setSeverity':
      return route('vulnerabilities.rate', pick('true', 'reachable', 'severity', 'vector', 'reason'));
    case 'setSsvc':
      return route('vulnerabilities.ssvc', pick('automatable', 'technicalImpact', 'reason'));
    case 'decideCandidate':
      return route('candidates.decide', {
        decision: step.decision === 'merge' ? 'same' : 'distinct',
        reason: step.reason,
      });
    case 'split':
      return route('vulnerabilities.split', { findings: step.findRefs.map(() => ID), reason: step.reason });
    case 'batch':
      return route('vulnerabilities.batch', { ids: step.findRefs.map(() => ID), verb: step.verb, reason: step.reason });
    case 'assign':
      return route('vulnerabilities.assign', { person: step.person === null ? null : ID });
    case 'tellMaintainer':
      return route('cases.tell', pick('note'));
    case 'hold':
      return route('cases.hold', { kind: step.hold, reason: step.reason, expiresAt: step.expires });
    case 'setEmbargo':
      return route('cases.embargo', pick('until', 'zone', 'reason'));
    case 'vendorStatus':
      return route('cases.vendorStatus', pick('product', 'status', 'justification', 'fixedVersion'));
    case 'fixReady':
      return route('cases.fix', { version: step.fixedVersion, ...pick('commit', 'note') });
    case 'message':
      return route('cases.message', pick('lane', 'text'));
    case 'draftAdvisory':
      return { schema: advisoryDraft, value: step.draft };
    case 'publishAdvisory':
      return route('advisories.publish', pick('summary', 'overrideEmbargo'));
    case 'withdrawAdvisory':
      return route('advisories.withdraw', pick('reason'));
    case 'duty':
      return route('duties.answer', pick('state', 'note', 'justification', 'evidence', 'until'));
    default:
      return undefined;
  }
}
