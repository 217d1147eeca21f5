// One finding, eight hops: the tour of ARCHITECTURE.md, walked on a real PostgreSQL under the same headings. When a hop
// moves, the heading there and the test here change together, or this test fails.
import { readFileSync } from 'node:fs';
import { LIMITS, ROUTES } from '@leadtime/contract';
import { identityKeys } from '@leadtime/lib/correlate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIPELINE } from '../../src/modules/findings/index.ts';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { sarifOf } from './sarif.ts';

const CVE = 'CVE-2099-40001';
const TARGET = 'pkg:npm/%40story/tar';
const HOPS = [
  'Hop 1: the contract (contract/src/reports.ts)',
  'Hop 2: the route (server/src/modules/intake/routes.ts)',
  'Hop 3: receiving (server/src/modules/intake/receive.ts)',
  'Hop 4: the pipeline (server/src/modules/findings/pipeline.ts)',
  'Hop 5: the keys (lib/src/correlate/keys.ts)',
  'Hop 6: the commit (server/src/modules/findings/commit.ts)',
  'Hop 7: the relay (server/src/modules/notify/relay.ts)',
  'Hop 8: the channels (server/src/modules/notify/channels/)',
] as const;

let story: TestHouse;
let labA: Somebody;
let labB: Somebody;
let coordinator: Somebody;
let maintainer: Somebody;
let reportA: string;
let vulnerability: string;

const log = (tool: string, line: number): string =>
  sarifOf([
    {
      tool,
      rule: 'long-name',
      message: 'A long entry name writes past its buffer',
      path: 'src/unpack.c',
      line,
      cve: CVE,
    },
  ]);

async function submit(as: Somebody, bytes: string, filename: string) {
  const answer = await story.app.inject({
    method: 'POST',
    url: `/api/v1/reports?filename=${filename}&target=${encodeURIComponent(TARGET)}`,
    headers: { cookie: as.cookie, 'leadtime-request': '1', 'content-type': 'application/json' },
    payload: bytes,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

beforeAll(async () => {
  story = await testHouse();
  labA = await story.person(await story.party('Lab A', 'lab'), 'finder');
  labB = await story.person(await story.party('Lab B', 'lab'), 'finder');
  coordinator = await story.person(story.clearinghouse, 'coordinator');
  maintainer = await story.person(await story.party('Tar maintainers', 'project'), 'maintainer');
  const project = await story.call(coordinator, 'projects.create', {
    body: { name: 'Tar', packages: [TARGET], maintainerId: maintainer.party },
  });
  expect(project.status).toBe(201);
});
afterAll(() => story?.close());

it('has the headings of ARCHITECTURE.md', () => {
  const text = readFileSync(new URL('../../../ARCHITECTURE.md', import.meta.url), 'utf8');
  expect([...text.matchAll(/^### (Hop \d: .*)$/gm)].map((m) => m[1])).toEqual([...HOPS]);
});

describe(HOPS[0], () => {
  it('says what a report may be, and its limits', () => {
    expect(ROUTES['reports.submit']).toMatchObject({
      method: 'POST',
      action: 'report.submit',
      bytes: true,
      status: 202,
    });
    expect(LIMITS.reportBytes).toBe(200 * 1024 * 1024);
  });
});

describe(HOPS[1], () => {
  it('refuses who may not send, and lists every problem of the request at once', async () => {
    expect((await story.call(undefined, 'reports.list')).status).toBe(401);
    const answer = await story.call(labA, 'reports.list', { query: { limit: 'many', offset: -1 } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toEqual(['/query/limit', '/query/offset']);
  });
});

describe(HOPS[2], () => {
  it('keeps the bytes before the receipt, and gives the same receipt for the same bytes', async () => {
    const first = await submit(labA, log('scanner-a', 41), 'a.sarif');
    expect(first.status).toBe(202);
    expect(first.headers.location).toBe(`/api/v1/reports/${first.body.reportId}`);
    const again = await submit(labA, log('scanner-a', 41), 'b.sarif');
    expect(again.body).toMatchObject({ reportId: first.body.reportId, seenBefore: true, ledger: first.body.ledger });
    reportA = first.body.reportId;
  });
});

describe(HOPS[3], () => {
  it('reads the report through the steps in their order', async () => {
    expect(PIPELINE.map((s) => s.name)).toEqual([
      'normalise',
      'resolve target',
      'key',
      'correlate',
      'triage',
      'commit',
    ]);
    await story.work('findings.drain');
    const status = await story.call(labA, 'reports.read', { params: { id: reportA } });
    expect(status.body).toMatchObject({ stage: 'read', format: 'sarif', findings: 1, problems: 0 });
  });
});

describe(HOPS[4], () => {
  it('makes an identity key of the alias, which the second lab shares', () => {
    const claim = {
      aliases: [CVE],
      attachments: [],
      fingerprints: [],
      locations: [],
      weaknesses: [],
      title: 'x',
      discovery: { by: 'tool' as const, promptRetention: 'unknown' as const },
    };
    const keys = identityKeys(claim as never, { target: TARGET }); // only what keys read
    expect(keys.map((k) => k.kind)).toEqual(['alias']);
  });
});

describe(HOPS[5], () => {
  it('commits two labs’ reports as one vulnerability, with both credited', async () => {
    await submit(labB, log('scanner-b', 44), 'b.sarif');
    await story.work('findings.drain');
    const queue = await story.call(coordinator, 'vulnerabilities.list');
    expect(queue.body).toMatchObject({ total: 1, items: [{ reports: 2, finders: 2, aliases: [CVE], state: 'found' }] });
    vulnerability = queue.body.items[0].id;
    const detail = await story.call(coordinator, 'vulnerabilities.read', { params: { id: vulnerability } });
    expect(detail.body.edges).toMatchObject([{ level: 'E0', kind: 'alias' }]);
    expect(detail.body.findings).toHaveLength(2);
  });

  it('shows each lab its own finding and that there is another, never whose', async () => {
    const own = await story.call(labA, 'vulnerabilities.read', { params: { id: vulnerability } });
    expect(own.body.findings).toHaveLength(1);
    expect(own.body.row.finders).toBe(2);
    expect(own.text).not.toContain('Lab B');
    expect(own.text).not.toContain('scanner-b');
  });
});

describe(HOPS[6], () => {
  it('tells the maintainer once it is validated, and makes the notice from the event', async () => {
    const validated = await story.call(coordinator, 'vulnerabilities.validate', {
      params: { id: vulnerability },
      body: { outcome: 'reproduced', reason: 'ran the proof' },
    });
    expect(validated.status).toBe(200);
    expect((await story.call(maintainer, 'cases.list')).body.total).toBe(0);
    await story.work();
    expect((await story.call(maintainer, 'cases.list')).body).toMatchObject({ total: 1, items: [{ state: 'told' }] });
  });
});

describe(HOPS[7], () => {
  it('delivers the notice to the maintainer and to nobody else', async () => {
    const told = await story.call(maintainer, 'notices.list');
    expect(told.body.items).toMatchObject([
      { event: 'vulnerability.told', deliveries: [{ channel: 'in-app', state: 'sent' }] },
    ]);
    const events = async (who: Somebody) =>
      (await story.call(who, 'notices.list')).body.items.map((n: { event: string }) => n.event);
    expect(await events(labA)).not.toContain('vulnerability.told');
  });
});

describe('the page of the vulnerability', () => {
  it('shows the same hops with their reasons', async () => {
    const { body } = await story.call(coordinator, 'vulnerabilities.read', { params: { id: vulnerability } });
    const hops = body.timeline.flatMap((t: { hop: number | null }) => (t.hop === null ? [] : [t.hop]));
    expect([...new Set(hops)].sort()).toEqual([3, 4, 5, 6, 7, 8]);
    const committed = body.timeline.find((t: { hop: number | null }) => t.hop === 6);
    expect(committed.reasons.length).toBeGreaterThan(0);
  });
});
