// Plays the demo week: every step goes through the handler that the API uses, as the person who acts, at the step's own
// time. Nothing is written past the walls. It runs once, on an instance that is not set up.
import { Readable } from 'node:stream';
import { advisoryDraft, type RouteId } from '@leadtime/contract';
import { sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { demoWeek } from '../../../examples/demo-week/generate.ts';
import type { Step, StepKind, StepOf } from '../../../examples/demo-week/steps.ts';
import { PARTIES, type PartyKey, PEOPLE, type PersonKey, PROJECTS, type ProjectKey } from '../../../examples/world.ts';
import type { Actor, Call, Handlers, Result } from '../edge/handler.ts';
import { Refusal } from '../edge/refusal.ts';
import { addLink, addParty, addPerson, INSTANCE, SET_INSTANCE } from '../modules/access/index.ts';
import { createProject } from '../modules/cases/index.ts';
import { settableClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Query } from '../platform/db/query.ts';
import { runPending } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Connections } from './connect.ts';
import * as store from './demo-store.ts';
import { type House, handlersOf, openHouse, tasksOf } from './wire.ts';

export type DemoProgress = (done: number, of: number, what: string) => void;

/** Loads the week unless the instance is set up already; answers whether it did. */
export async function loadDemo(
  config: Config,
  connections: Connections,
  { log, progress, now }: { log: Log; progress: DemoProgress; now: number },
): Promise<boolean> {
  const week = demoWeek({ now });
  const first = Date.parse(week.steps[0]?.at ?? new Date(now).toISOString());
  const clock = settableClock(new Date(first - 3_600_000).toISOString());
  const house = await openHouse(config, connections, { log, clock });
  try {
    const fresh = await house.db.verb('access.administer', async (tx) => (await tx.one(INSTANCE)).set_up_at === null);
    if (!fresh) return false;
    const loader = await openLoader(house, connections, week);
    for (const [i, step] of week.steps.entries()) {
      clock.set(step.at);
      progress(i, week.steps.length, step.kind);
      await loader.play(step);
    }
    clock.set(new Date(now - 2 * 3_600_000).toISOString());
    await loader.refreshFeeds(week.steps);
    clock.set(new Date(now).toISOString());
    await loader.settle();
    progress(week.steps.length, week.steps.length, 'done');
    return true;
  } finally {
    await house.close();
  }
}

interface Loader {
  play(step: Step): Promise<void>;
  settle(): Promise<void>;
  /** The feeds once more, unchanged: they are as fresh as the instance. */
  refreshFeeds(steps: readonly Step[]): Promise<void>;
}

async function openLoader(house: House, connections: Connections, week: ReturnType<typeof demoWeek>): Promise<Loader> {
  const handlers = handlersOf(house);
  const tasks = tasksOf(house, { linger: false });
  const world = await makeWorld(house);
  const reports = new Map<string, string>();
  const decisions = new Map<string, string>();
  const actorOf = (person: PersonKey): Actor => {
    const actor = world.actors.get(person);
    if (!actor) throw new Error(`the demo names nobody called ${person}`);
    return actor;
  };

  const call = async <Id extends RouteId>(
    id: Id,
    as: PersonKey,
    given: Partial<Pick<Call<Id>, 'params' | 'query' | 'body' | 'bytes'>>,
  ): Promise<Result<Id>> => {
    const handler = handlers[id] as Handlers[Id];
    if (!handler) throw new Error(`no handler for ${id}`);
    return handler({
      actor: actorOf(as),
      params: undefined,
      query: undefined,
      body: undefined,
      bytes: Readable.from([]),
      headers: {},
      rest: '',
      requestId: 'demo',
      reply: { header: () => undefined },
      ...given,
    } as unknown as Call<Id>); // fields of one route, by its schema
  };
  const one = async (
    q: Query<{ id: string }>,
    as: PersonKey,
    params: readonly unknown[],
  ): Promise<string | undefined> => (await house.db.as(actorOf(as).party.id, (tx) => tx.maybe(q, params)))?.id;
  const coordinator: PersonKey = 'ines';
  const vulnerabilityOf = async (ref: string): Promise<string> => {
    const at = week.resolve(ref as Parameters<typeof week.resolve>[0]); // a FindRef of a step
    const report = at ? reports.get(at.report) : undefined;
    const finding = report && at ? uuidFromDigest(sha256(`finding/${report}/${at.ordinal}`)) : '';
    const id = finding ? await one(store.VULNERABILITY_OF, coordinator, [finding]) : undefined;
    if (!id) throw new Error(`the demo finds no vulnerability for ${ref}`);
    return id;
  };
  const caseOf = async (ref: string): Promise<string> => {
    const id = await one(store.CASE_OF, coordinator, [await vulnerabilityOf(ref)]);
    if (!id) throw new Error(`the demo finds no case for ${ref}`);
    return id;
  };
  const settle = (): Promise<void> =>
    runPending({ connection: connections.worker, tasks, log: house.log, metrics: house.metrics });
  const keep = (step: Step, answer: { decisionId?: string }): void => {
    if (answer.decisionId) decisions.set(step.key, answer.decisionId);
  };
  const bytesOf = (bytes: Uint8Array): Readable => Readable.from([Buffer.from(bytes)]);

  /** The table of kinds: each is one call of a route. */
  const plays: { readonly [K in StepKind]: (step: StepOf<K>) => Promise<void> } = {
    submitModel: async (s) =>
      void (await call('models.submit', s.as, { body: { name: s.name, opensAt: s.opensAt, releaseAt: s.releaseAt } })),
    submitReport: async (s) => {
      const query = {
        filename: s.filename,
        format: s.format,
        ...(s.target ? { target: s.target } : {}),
        ...s.discovery,
      };
      const receipt = await call('reports.submit', s.as, { query, bytes: bytesOf(s.bytes) });
      reports.set(s.report, receipt.reportId);
      await tasks['findings.drain']?.({});
    },
    importFeed: async (s) => {
      await call('feeds.import', s.as, {
        params: { source: s.source },
        query: { filename: s.filename, whole: 'true', asOf: house.clock.now() },
        bytes: bytesOf(s.bytes),
      });
      await settle();
    },
    uploadInventory: async (s) => {
      await call('inventories.upload', s.as, {
        query: {
          name: s.name,
          format: s.format,
          filename: s.filename,
          party: world.parties.get(s.party),
          ...(s.asset ? { asset: s.asset } : {}),
          ...(s.exposure ? { exposure: s.exposure } : {}),
        },
        bytes: bytesOf(s.bytes),
      });
      await settle();
    },
    importAssets: async (s) => {
      await call('assets.import', s.as, { query: { party: world.parties.get(s.party) }, bytes: bytesOf(s.bytes) });
      await settle();
    },
    delegate: async (s) =>
      void (await call('delegations.create', s.as, { body: { to: world.parties.get(s.to) ?? '' } })),
    setProject: async (s) => {
      const { weeklyBudget, pausedUntil, acceptsUnvalidated } = s;
      await call('projects.update', s.as, {
        params: { id: world.projects.get(s.project) ?? '' },
        body: {
          ...(weeklyBudget === undefined ? {} : { weeklyBudget }),
          ...(pausedUntil === undefined ? {} : { pausedUntil }),
          ...(acceptsUnvalidated === undefined ? {} : { acceptsUnvalidated }),
        },
      });
    },
    validate: async (s) => {
      const { outcome, reason, reachable, severity, vector } = s;
      keep(
        s,
        await call('vulnerabilities.validate', s.as, {
          params: { id: await vulnerabilityOf(s.findRef) },
          body: { outcome, reason, reachable, severity, vector },
        }),
      );
    },
    setSeverity: async (s) =>
      keep(
        s,
        await call('vulnerabilities.rate', s.as, {
          params: { id: await vulnerabilityOf(s.findRef) },
          body: { true: s.true, reachable: s.reachable, severity: s.severity, vector: s.vector, reason: s.reason },
        }),
      ),
    setSsvc: async (s) =>
      keep(
        s,
        await call('vulnerabilities.ssvc', s.as, {
          params: { id: await vulnerabilityOf(s.findRef) },
          body: { automatable: s.automatable, technicalImpact: s.technicalImpact, reason: s.reason },
        }),
      ),
    decideCandidate: async (s) => {
      const [a, b] = [await vulnerabilityOf(s.a), await vulnerabilityOf(s.b)];
      if (s.decision === 'merge')
        return keep(
          s,
          await call('vulnerabilities.merge', s.as, { params: { id: a }, body: { with: b, reason: s.reason } }),
        );
      const id = await one(store.CANDIDATE_BETWEEN, coordinator, [a, b]);
      if (!id) throw new Error(`the demo finds no candidate between ${s.a} and ${s.b}`);
      keep(
        s,
        await call('candidates.decide', s.as, { params: { id }, body: { decision: 'distinct', reason: s.reason } }),
      );
    },
    batch: async (s) => {
      const ids = [];
      for (const ref of s.findRefs) ids.push(await vulnerabilityOf(ref));
      await call('vulnerabilities.batch', s.as, { body: { ids: [...new Set(ids)], verb: s.verb, reason: s.reason } });
    },
    split: async (s) => {
      const ids = s.findRefs.map((ref) => {
        const at = week.resolve(ref);
        return uuidFromDigest(sha256(`finding/${reports.get(at?.report ?? '')}/${at?.ordinal}`));
      });
      keep(
        s,
        await call('vulnerabilities.split', s.as, {
          params: { id: await vulnerabilityOf(s.findRefs[0] ?? '') },
          body: { findings: ids, reason: s.reason },
        }),
      );
    },
    undo: async (s) => void (await call('decisions.undo', s.as, { params: { id: decisions.get(s.step) ?? '' } })),
    assign: async (s) =>
      keep(
        s,
        await call('vulnerabilities.assign', s.as, {
          params: { id: await vulnerabilityOf(s.findRef) },
          body: { person: s.person === null ? null : 'me' },
        }),
      ),
    tellMaintainer: async (s) => {
      // Telling happens by itself after validation; then there is nothing left to do.
      await unlessRefused('state.not-possible', async () =>
        keep(
          s,
          await call('cases.tell', s.as, { params: { id: await vulnerabilityOf(s.findRef) }, body: { note: s.note } }),
        ),
      );
    },
    hold: async (s) =>
      keep(
        s,
        await call('cases.hold', s.as, {
          params: { id: await vulnerabilityOf(s.findRef) },
          body: { kind: s.hold, reason: s.reason, expiresAt: s.expires },
        }),
      ),
    setEmbargo: async (s) =>
      keep(
        s,
        await call('cases.embargo', s.as, {
          params: { id: await caseOf(s.findRef) },
          body: {
            until: s.until,
            zone: s.zone,
            reason: s.reason,
          },
        }),
      ),
    acknowledge: async (s) => void (await call('cases.acknowledge', s.as, { params: { id: await caseOf(s.findRef) } })),
    vendorStatus: async (s) =>
      void (await call('cases.vendorStatus', s.as, {
        params: { id: await caseOf(s.findRef) },
        body: { product: s.product, status: s.status, justification: s.justification, fixedVersion: s.fixedVersion },
      })),
    fixReady: async (s) =>
      void (await call('cases.fix', s.as, {
        params: { id: await caseOf(s.findRef) },
        body: { version: s.fixedVersion, commit: s.commit, note: s.note },
      })),
    message: async (s) =>
      void (await call('cases.message', s.as, {
        params: { id: await caseOf(s.findRef) },
        body: { lane: s.lane, text: s.text },
      })),
    draftAdvisory: async (s) => {
      const drafted = await call('advisories.draft', s.as, { params: { id: await caseOf(s.findRef) } });
      await call('advisories.edit', s.as, { params: { id: drafted.row.id }, body: advisoryDraft.parse(s.draft) });
    },
    publishAdvisory: async (s) => {
      const id = await one(store.ADVISORY_OF, coordinator, [await vulnerabilityOf(s.findRef)]);
      await call('advisories.publish', s.as, {
        params: { id: id ?? '' },
        body: { summary: s.summary, overrideEmbargo: s.overrideEmbargo },
      });
      await settle();
    },
    withdrawAdvisory: async (s) => {
      const id = await one(store.ADVISORY_OF, coordinator, [await vulnerabilityOf(s.findRef)]);
      await call('advisories.withdraw', s.as, { params: { id: id ?? '' }, body: { reason: s.reason } });
      await settle();
    },
    duty: async (s) => {
      const party = world.parties.get(s.party) ?? '';
      const advisory =
        'advisory' in s.about
          ? await one(store.ADVISORY_NAMED, coordinator, [s.about.advisory])
          : await one(store.ADVISORY_OF, coordinator, [await vulnerabilityOf(s.about.findRef)]);
      const duties = await house.db.as(party, (tx) => tx.all(store.DUTIES_FOR, [party, advisory]));
      for (const d of duties) {
        if (s.assets && !s.assets.includes(d.asset)) continue;
        await call('duties.answer', s.as, {
          params: { id: d.id },
          body: {
            state: s.state,
            note: s.note,
            justification: s.justification,
            evidence: s.evidence,
            until: s.until,
          },
        });
      }
    },
  };
  return {
    settle,
    refreshFeeds: async (steps) => {
      const newest = new Map(steps.flatMap((s) => (s.kind === 'importFeed' ? [[s.source, s] as const] : [])));
      for (const step of newest.values()) await plays.importFeed(step);
    },
    play: async (step) => {
      try {
        await (plays[step.kind] as (s: Step) => Promise<void>)(step); // the table's entry of this very kind
      } catch (error) {
        throw new Error(
          `step ${step.key} of the demo week failed${error instanceof Refusal ? `: ${JSON.stringify(error.problems)}` : ''}`,
          { cause: error },
        );
      }
    },
  };
}

async function unlessRefused(code: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== code) throw error;
  }
}

interface World {
  readonly parties: ReadonlyMap<PartyKey, string>;
  readonly projects: ReadonlyMap<ProjectKey, string>;
  readonly actors: ReadonlyMap<PersonKey, Actor>;
}

/** Parties, people, projects and sign-in links of the week. */
async function makeWorld(house: House): Promise<World> {
  const parties = new Map<PartyKey, string>();
  const actors = new Map<PersonKey, Actor>();
  await house.db.verb('access.administer', async (tx) => {
    for (const [key, p] of entries(PARTIES)) parties.set(key, await addParty(tx, p));
    for (const [key, p] of entries(PEOPLE)) {
      const memberships = p.memberships.map((m) => ({ partyId: parties.get(m.party) ?? '', role: m.role }));
      const id = await addPerson(tx, { name: p.name, email: p.email, memberships });
      for (const [i, m] of p.memberships.entries()) {
        if (i === 0)
          actors.set(key, {
            person: { id, name: p.name },
            party: { id: parties.get(m.party) ?? '', name: PARTIES[m.party].name },
            role: m.role,
            credential: Buffer.alloc(32),
          });
      }
      const first = p.memberships[0];
      if (p.shown && first)
        await addLink(tx, id, { partyId: parties.get(first.party) ?? '', role: first.role, demo: true });
    }
    await tx.run(SET_INSTANCE, [PARTIES.clearinghouse.name, true, parties.get('clearinghouse'), tx.now]);
  });
  const coordinator = actors.get('ines');
  const projects = new Map<ProjectKey, string>();
  if (coordinator) {
    for (const [key, p] of entries(PROJECTS)) {
      const made = await house.db.as(coordinator.party.id, (tx) =>
        createProject(tx, coordinator, {
          name: p.name,
          packages: p.packages,
          maintainerId: parties.get(p.maintainer) ?? null,
          contact: p.contact,
          weeklyBudget: p.weeklyBudget,
          acceptsUnvalidated: p.acceptsUnvalidated,
        }),
      );
      projects.set(key, made.id);
    }
  }
  return { parties, projects, actors };
}

const entries = <K extends string, V>(table: Readonly<Record<K, V>>): [K, V][] => Object.entries(table) as [K, V][]; // keys of a literal table
