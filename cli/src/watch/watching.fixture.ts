// For tests of watching: a house on a socket, an operator with a token, one who hands over its inventory, and advisories of our own.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { advisoryDraft, TokenScope } from '@leadtime/contract';
import type { z } from 'zod';
import type { Somebody, TestHouse, TestHouseOptions } from '../../../server/test/house.ts';
import { type Operators, operators } from '../../../server/test/operators.ts';
import { type Shown, type Typed, type } from '../terminal.fixture.ts';

export interface Watching extends Operators {
  readonly url: string;
  /** A folder of its own, removed at the end. */
  readonly place: string;
  readonly token: string;
  at(name: string): string;
  /** As the hospital, which watches, in its state folder. */
  watch(argv: readonly string[], more?: Typed): Promise<Shown>;
  tokenOf(somebody: Somebody, scopes: readonly TokenScope[]): Promise<string>;
  /** Publishes an advisory of ours on a case of its own; answers its ids. */
  publish(draft: DraftLine): Promise<Published>;
  close(): Promise<void>;
}
export interface DraftLine {
  readonly package: string;
  readonly fixed?: string;
  readonly vendor?: string;
  readonly cve?: string;
  readonly tlp?: z.input<typeof advisoryDraft>['tlp'];
}
export interface Published {
  readonly id: string;
  readonly publicId: string;
  readonly vulnerability: string;
}

export async function watching(more: Pick<TestHouseOptions, 'log'> = {}): Promise<Watching> {
  const o = await operators('2026-11-22T10:00:00.000Z', more);
  const { t } = o;
  const place = await mkdtemp(path.join(tmpdir(), 'leadtime-watch-'));
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`; // it listens on TCP
  const tokenOf: Watching['tokenOf'] = async (somebody, scopes) => {
    const made = await t.call(somebody, 'tokens.create', { body: { name: 'watch', scopes } });
    if (made.status !== 201) throw new Error(made.text);
    return made.body.secret;
  };
  const token = await tokenOf(o.hospital, ['watch']);
  const lab = await t.person(await t.party('A lab', 'lab'), 'finder');
  return {
    ...o,
    url,
    place,
    token,
    tokenOf,
    at: (name) => path.join(place, name),
    watch: (argv, more = {}) =>
      type(['watch', ...(argv.includes('--dir') ? [] : ['--dir', path.join(place, 'state')]), ...argv], {
        now: t.clock.now(),
        fetch,
        ...more,
        env: { LEADTIME_URL: url, LEADTIME_TOKEN: token, ...more.env },
      }),
    publish: (draft) => publish(o, lab, draft),
    async close() {
      await t.close();
      await rm(place, { recursive: true, force: true });
    },
  };
}

async function publish({ t, coordinator }: Operators, lab: Somebody, draft: DraftLine): Promise<Published> {
  const title = `A hole in ${draft.package}`;
  const finding = { title, target: { purl: `pkg:npm/${draft.package}` }, weaknesses: ['CWE-125'] };
  await ok(t, lab, 'reports.submit', { body: JSON.stringify({ schema: 'leadtime.report/1', findings: [finding] }) });
  await t.work();
  const { rows } = await t.owner.query<{ id: string }>('SELECT id FROM vulnerability WHERE title = $1', [title]);
  const vulnerability = rows[0]?.id ?? '';
  const params = { id: vulnerability };
  await ok(t, coordinator, 'vulnerabilities.validate', { params, body: { outcome: 'reproduced', reason: 'It ran.' } });
  await t.work();
  await t.call(coordinator, 'cases.tell', { params, body: {} });
  await t.work();
  const cases = await t.owner.query<{ id: string }>('SELECT id FROM coordination_case WHERE vulnerability_id = $1', [
    vulnerability,
  ]);
  const drafted = await ok(t, coordinator, 'advisories.draft', { params: { id: cases.rows[0]?.id ?? '' } });
  const { id, publicId } = drafted.row;
  const { package: name, fixed, vendor, cve, tlp = 'TLP:CLEAR' } = draft;
  const affected = vendor ? { ecosystem: 'product', name, vendor } : { ecosystem: 'npm', name };
  const body = {
    title,
    summary: `${title} lets others in.`,
    details: 'It reads past its end.',
    tlp,
    affected: [{ ...affected, ...(fixed ? { fixed } : {}) }],
    ...(cve ? { cve } : {}),
    weaknesses: ['CWE-125'],
  };
  await ok(t, coordinator, 'advisories.edit', { params: { id }, body });
  await ok(t, coordinator, 'advisories.publish', {
    params: { id },
    body: { summary: 'First', overrideEmbargo: 'A test.' },
  });
  await t.work();
  return { id, publicId, vulnerability };
}

async function ok(t: TestHouse, ...call: Parameters<TestHouse['call']>) {
  const answer = await t.call(...call);
  if (answer.status >= 300) throw new Error(`${call[1]}: ${answer.text}`);
  return answer.body;
}
