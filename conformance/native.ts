// Our orders beside the tools that define them: a million random pairs and a million neighbours for each that is on this machine. What we
// flag is left out and counted: at most 0.1 % of random pairs and 2 % of neighbours.
import { compareKeys, ecosystem, VERSION_FLAG, type VersionScheme } from '@leadtime/lib/version';
import { seededRandom } from '../lib/src/kit/testing/mutate.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { GRAMMARS, type Grammar, pairOf } from './native/generate.ts';
import { JUDGES, type Judge } from './native/judges.ts';

const PAIRS = 1_000_000;
const CHUNK = 100_000;
const MOST_FLAGGED = { random: 0.001, adjacent: 0.02 } as const;
const SHOWN = 5;

export default async function run(): Promise<SuiteResult> {
  return judge(
    'native',
    JUDGES.flatMap((one) => nativeCases(one, PAIRS, (line) => console.error(line))),
  );
}

export function nativeCases(one: Judge, pairs: number, log: (line: string) => void): readonly Case[] {
  const kinds = ['random', 'adjacent'] as const;
  const missing = one.missing();
  const id = (kind: string): string => `${one.ecosystem} beside ${one.tool}, ${kind} pairs`;
  if (missing !== undefined)
    return kinds.map((kind) => ({ id: id(kind), outcome: 'skipped', why: `${one.tool} is not here: ${missing}` }));
  return kinds.map((kind): Case => {
    const found = compareAll(one, pairs, kind === 'adjacent');
    log(
      `${id(kind)}: ${found.compared} compared, ${found.different.length} differ, ${found.flagged} flagged, ${found.foreign} are no versions to it`,
    );
    const share = found.flagged / pairs;
    const [first] = found.different;
    if (first !== undefined)
      return {
        id: id(kind),
        outcome: 'failed',
        why: `${found.different.length} differ: ${found.different.slice(0, SHOWN).join('; ')}`,
      };
    if (share > MOST_FLAGGED[kind])
      return { id: id(kind), outcome: 'failed', why: `${(100 * share).toFixed(2)} % are flagged` };
    return { id: id(kind), outcome: 'passed' };
  });
}

function compareAll(one: Judge, pairs: number, adjacent: boolean) {
  const grammar: Grammar | undefined = GRAMMARS[one.ecosystem as keyof typeof GRAMMARS];
  const { scheme } = ecosystem(one.ecosystem);
  if (!grammar || !scheme) throw new Error(`no grammar of ${one.ecosystem}`);
  const random = seededRandom(adjacent ? 2 : 1);
  const found = { compared: 0, flagged: 0, foreign: 0, different: [] as string[] };
  for (let done = 0; done < pairs; done += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, pairs - done) }, () => pairOf(grammar, random, adjacent));
    const signs = one.signs(chunk);
    if (signs.length !== chunk.length) throw new Error(`${one.tool} answered ${signs.length} of ${chunk.length} pairs`);
    for (const [i, [a, b]] of chunk.entries()) {
      const said = signs[i] ?? '?';
      const ours = signsOf(scheme, a, b);
      if (ours === undefined) found.flagged += 1;
      else if (said === '?') found.foreign += 1;
      else {
        found.compared += 1;
        if (ours.some((sign) => sign !== said))
          found.different.push(`${a} ${said} ${b}, we say ${ours.join(' by rule and by key ')}`);
      }
    }
  }
  return found;
}

/** By our rules and by our keys; undefined where we flag one of the two as out of order. */
function signsOf(scheme: VersionScheme, a: string, b: string): readonly [string, string] | undefined {
  const [x, y] = [scheme.read(a), scheme.read(b)];
  if (((x.flags | y.flags) & OUT_OF_ORDER) !== 0) return undefined;
  return [signOf(scheme.compare(a, b) ?? Number.NaN), signOf(compareKeys(x.key, y.key))];
}

const OUT_OF_ORDER = VERSION_FLAG.malformed | VERSION_FLAG.unordered | VERSION_FLAG.ambiguous;
const signOf = (order: number): string => (order < 0 ? '<' : order > 0 ? '>' : order === 0 ? '=' : '?');
