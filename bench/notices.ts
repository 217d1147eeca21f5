// How long from an advisory's arrival to the last notice: operators with an inventory each, all of them reached by the same advisory, in
// a whole house on its database: the import, the look-up by package and version, exposures, duties with their dates, ledger entries and
// notices. Jobs run one after the other, as soon as they are there; a worker of its own adds what it takes to hear of a job.
//
// The story: the components of the advisory's package are found by index, and everything that follows for many operators is written
// together. No operator's inventory is matched anew. There is no peer to stand beside it: scanners scan again, one inventory at a time.
import { type Somebody, type TestHouse, testHouse } from '../server/test/house.ts';
import { bom } from '../server/test/operators.ts';
import { copyTemplate, startTestServer } from '../server/test/test-server.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';

const OPERATORS = [10, 100, 1_000] as const;
const COMPONENTS = 100;
/** The package that the n-th advisory is about; all operators run all of them. */
const ADVISORIES = 5;
const LIMIT_MS = 1_000;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const { server, stop } = await startTestServer();
  try {
    const figures: Figure[] = [];
    for (const operators of OPERATORS) {
      const database = await copyTemplate(server);
      const t = await testHouse({ database });
      const coordinator = await t.person(t.clearinghouse, 'coordinator');
      for (let i = 0; i < operators; i += 1) await enter(t, i);
      await t.work();
      log(`${operators} operators with ${COMPONENTS} components each`);
      const took: number[] = [];
      for (let n = 0; n < ADVISORIES; n += 1) took.push(await reach(t, { coordinator, operators, n }));
      took.sort((a, b) => a - b);
      const median = took[took.length >> 1] ?? 0;
      const isWhole = operators === OPERATORS.at(-1);
      figures.push({
        name: `from an advisory's import to the last of ${operators} notices, median of ${ADVISORIES}`,
        value: Math.round(median),
        unit: 'ms',
        goal: isWhole ? `<= ${LIMIT_MS} ms` : null,
        met: isWhole ? median <= LIMIT_MS : null,
      });
      await t.close();
      await database.drop();
    }
    return { bench: 'notices', figures };
  } finally {
    await stop();
  }
}

async function enter(t: TestHouse, i: number): Promise<void> {
  const operator = await t.person(await t.party(`Operator ${i}`, 'operator'), 'operator');
  const purls = Array.from({ length: COMPONENTS }, (_, k) => `pkg:npm/lib${k}@1.${i % 10}.${k % 7}`);
  const sent = await t.call(operator, 'inventories.upload', { query: { name: 'all' }, body: bom(purls) });
  if (sent.status !== 201) throw new Error(`an inventory was refused: ${sent.text}`);
}

async function reach(
  t: TestHouse,
  { coordinator, operators, n }: { coordinator: Somebody; operators: number; n: number },
): Promise<number> {
  const at = t.clock.now();
  const body = JSON.stringify({
    schema_version: '1.7.0',
    id: `BENCH-${n}`,
    published: at,
    modified: at,
    affected: [
      {
        package: { ecosystem: 'npm', name: `lib${n}` },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
      },
    ],
  });
  const before = await notices(t);
  const began = performance.now();
  const answer = await t.call(coordinator, 'feeds.import', { params: { source: 'osv' }, body });
  await t.work();
  const took = performance.now() - began;
  const told = (await notices(t)) - before;
  if (answer.status !== 202 || told !== operators) throw new Error(`${told} of ${operators} operators were told`);
  return took;
}

async function notices(t: TestHouse): Promise<number> {
  const { rows } = await t.owner.query(`SELECT count(*)::int AS n FROM notice WHERE kind = 'exposure.new'`);
  return Number(rows[0].n);
}
