// Reads `cpeApplicability` (CVE JSON 5.1): CPE names with version bounds, joined by AND and OR. A name that is not itself vulnerable is
// what the product runs on or with: context, and never affected (a browser's hole is none of the kernel's below it).
import { type ProblemList, pointer } from '../../kit/index.ts';
import type { Affected, RangeEvent, Unaffected } from '../advisory-model.ts';
import { type CpeParts, parseCpe } from '../cpe.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';

export interface Applicability {
  readonly affected: readonly Affected[];
  readonly unaffected: readonly Unaffected[];
}

interface Match {
  readonly cpe: CpeParts;
  readonly criteria: string;
  readonly vulnerable: boolean;
  readonly events: readonly RangeEvent[];
  readonly except: readonly string[];
}

export function readApplicability(
  container: Fields,
  path: string,
  author: string,
  problems: ProblemList,
): Applicability {
  const read = fieldReader(problems);
  const affected: Affected[] = [];
  const unaffected: Unaffected[] = [];
  for (const [i, value] of read.list(container, 'cpeApplicability', path, 5_000).entries()) {
    const at = pointer(path, 'cpeApplicability', i);
    const configuration = read.object(value, at);
    if (!configuration) continue;
    const matches = readNodes(configuration, at, read, problems);
    const context = matches.filter(({ vulnerable }) => !vulnerable).map(({ criteria }) => criteria);
    for (const { cpe, criteria, events, except } of matches.filter(({ vulnerable }) => vulnerable)) {
      const base = {
        ecosystem: 'cpe',
        name: `${cpe.part}:${cpe.vendor}:${cpe.product}`,
        cpes: [criteria],
        author,
        ...(context.length > 0 ? { context } : {}),
        ...(cpe.targetSoftware === undefined ? {} : { limitedTo: [`software: ${cpe.targetSoftware}`] }),
      };
      const version = [cpe.version, cpe.update].filter((part) => part !== undefined).join(' ');
      affected.push(
        version !== '' && events.length === 0
          ? { ...base, ranges: [], versions: [version] }
          : { ...base, ranges: [{ type: 'ECOSYSTEM', events: opened(events) }], versions: [] },
      );
      if (except.length > 0) unaffected.push({ ...base, ranges: [], versions: except, because: 'not_affected' });
    }
  }
  return { affected, unaffected };
}

/** A negated node says what does *not* apply; what then does is not for us to say. */
function readNodes(configuration: Fields, path: string, read: FieldReader, problems: ProblemList): readonly Match[] {
  const matches: Match[] = [];
  const negated = (holder: Fields, at: string): boolean => {
    const is = own(holder, 'negate') === true;
    if (is) problems.add('range.invalid', pointer(at, 'negate'), 'A negated list of CPE names cannot be read.');
    return is;
  };
  if (negated(configuration, path)) return [];
  for (const [i, value] of read.list(configuration, 'nodes', path, 5_000).entries()) {
    const at = pointer(path, 'nodes', i);
    const node = read.object(value, at);
    if (!node || negated(node, at)) continue;
    for (const [j, one] of read.list(node, 'cpeMatch', at, 50_000).entries()) {
      const match = readMatch(one, pointer(at, 'cpeMatch', j), read, problems);
      if (match) matches.push(match);
    }
  }
  return matches;
}

function readMatch(value: unknown, path: string, read: FieldReader, problems: ProblemList): Match | undefined {
  const match = read.object(value, path);
  const criteria = match && read.text(match, 'criteria', path, { required: true, max: 2_000 });
  if (!match || criteria === undefined) return undefined;
  const cpe = parseCpe(criteria);
  if (!cpe) {
    problems.add('field.value', pointer(path, 'criteria'), 'It is not the CPE name of a product.');
    return undefined;
  }
  const bound = (key: string): string | undefined => read.text(match, key, path, { max: 500 });
  const [from, after] = [bound('versionStartIncluding'), bound('versionStartExcluding')];
  const [last, below] = [bound('versionEndIncluding'), bound('versionEndExcluding')];
  const start = from ?? after;
  return {
    cpe,
    criteria,
    vulnerable: own(match, 'vulnerable') !== false,
    events: [
      ...(start === undefined ? [] : [{ introduced: start }]),
      ...(last !== undefined ? [{ lastAffected: last }] : below !== undefined ? [{ fixed: below }] : []),
    ],
    except: from === undefined && after !== undefined ? [after] : [],
  };
}

const opened = (events: readonly RangeEvent[]): readonly RangeEvent[] =>
  events.some((event) => 'introduced' in event) ? events : [{ introduced: '0' }, ...events];
