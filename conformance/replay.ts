// The outside advisories against the outside inventories, day by day by their dates, through a whole house: every notice that an
// operator gets is one that the naive evaluator tells, on the same day, and none is missing. We may keep silent only where an order that
// is needed is not known, or where the version is peculiar and stands as undetermined.
import { ecosystem, equalityOnly } from '@leadtime/lib/version';
import { copyTemplate, startTestServer, type TestDatabase } from '../server/test/test-server.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { plainOrder } from './osv-queries.ts';
import { type Day, outsideDays } from './replay/days.ts';
import { replayHouse } from './replay/house.ts';
import { type Naive, naive } from './replay/naive.ts';

export default async function run(): Promise<SuiteResult> {
  const { server, stop } = await startTestServer();
  try {
    const database = await copyTemplate(server);
    const { cases, line } = await replay(database);
    console.error(line);
    await database.drop();
    return judge('replay', cases);
  } finally {
    await stop();
  }
}

/** @param keep the days, and what of them, that are played; the rest of a day has not happened. */
export async function replay(
  database: TestDatabase,
  keep: (days: readonly Day[]) => readonly Day[] = (days) => days,
): Promise<{ cases: readonly Case[]; line: string }> {
  const outside = outsideDays();
  if (!outside)
    return {
      cases: [{ id: 'outside days', outcome: 'skipped', why: '../shared/data is absent' }],
      line: 'replay: no data',
    };
  const days = keep(outside);
  const house = await replayHouse(days[0]?.date ?? '2000-01-01', database);
  const truth = naive(plainOrder);
  const cases: Case[] = [];
  const count = { advisories: 0, inventories: 0, notices: 0, undetermined: 0 };
  try {
    for (const { date, advisories, inventories } of days) {
      await house.begin(date);
      const played = async (id: string, expected: readonly string[], told: readonly string[]): Promise<void> => {
        count.notices += told.length;
        const missing = missingOf(expected, told, truth);
        const open = missing.length > 0 ? await house.undetermined() : new Set<string>();
        const excused = missing.filter((pair) => open.has(pair) && isPeculiar(pair, truth.named));
        count.undetermined += excused.length;
        cases.push(
          verdictOf(
            id,
            missing.filter((pair) => !excused.includes(pair)),
            missingOf(told, expected, truth),
            told,
          ),
        );
      };
      if (advisories.length > 0)
        await played(`${date} advisories`, truth.advise(advisories), await house.advise(advisories));
      for (const one of inventories)
        await played(`${date} ${one.operator} ${one.name}`, truth.send(one), await house.send(one));
      count.advisories += advisories.length;
      count.inventories += inventories.length;
    }
  } finally {
    await house.close();
  }
  const line = `replay: ${days.length} days, ${count.advisories} advisories, ${count.inventories} inventories, ${count.notices} notices; ${count.undetermined} of what the naive evaluator tells stand as undetermined`;
  return { cases, line };
}

/** Those of which the others do not tell, by the same advisory or by another on the same vulnerability: which of them is first is chance. */
function missingOf(pairs: readonly string[], others: readonly string[], truth: Naive): readonly string[] {
  const about = (pair: string): string => {
    const at = pair.lastIndexOf(' ');
    return `${pair.slice(0, at)} ${truth.about(pair.slice(at + 1))}`;
  };
  const told = new Set(others.map(about));
  return pairs.filter((pair) => !told.has(about(pair)));
}

function verdictOf(id: string, missing: readonly string[], extra: readonly string[], told: readonly string[]): Case {
  const twice = told.filter((pair, i) => told.indexOf(pair) !== i);
  if (missing.length + extra.length + twice.length === 0) return { id, outcome: 'passed' };
  const why = [
    ['not told', missing],
    ['told, and the rules say no', extra],
    ['told twice', twice],
  ] as const;
  return {
    id,
    outcome: 'failed',
    why: why
      .filter(([, pairs]) => pairs.length > 0)
      .map(([what, pairs]) => `${what}: ${pairs.slice(0, 5).join('; ')} (${pairs.length})`)
      .join('. '),
  };
}

function isPeculiar(pair: string, named: Naive['named']): boolean {
  const at = pair.lastIndexOf(' ');
  return named(pair.slice(0, at), pair.slice(at + 1)).some(
    ({ ecosystem: name, version }) => (ecosystem(name).scheme ?? equalityOnly).read(version).flags !== 0,
  );
}
