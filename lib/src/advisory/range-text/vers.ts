// Reads the `vers:` notation (package-url/vers-spec) as far as documents of vendors use it: constraints in order, each open or closed
// by its comparator. What does not read as a row of intervals is not read.
import { productVersion } from '../../version/index.ts';
import type { RangeEvent } from '../advisory-model.ts';
import type { SaidVersions } from './read.ts';

export function readVersText(text: string): SaidVersions | undefined {
  const [, scheme, body] = /^vers:([a-z0-9.+-]+)\/(.+)$/i.exec(text.replace(/\s/g, '')) ?? [];
  if (scheme === undefined || body === undefined) return undefined;
  if (body === '*') return { ranges: [[{ introduced: '0' }]], versions: [], except: [] };
  const parts = body.split('|').filter((part) => part !== '');
  const constraints = inOrder(parts.map(readConstraint));
  if (!constraints || constraints.length === 0) return undefined;
  const ranges: RangeEvent[][] = [];
  const versions: string[] = [];
  const except: string[] = [];
  let open: string | undefined;
  for (const constraint of constraints) {
    const { sign, version } = constraint;
    if (sign === '=') versions.push(version);
    else if (sign === '!=') except.push(version);
    else if (sign === '>' || sign === '>=') {
      if (open !== undefined) return undefined;
      open = version;
      if (sign === '>') except.push(version);
    } else {
      if (open === undefined && ranges.length > 0) return undefined;
      ranges.push([{ introduced: open ?? '0' }, sign === '<' ? { fixed: version } : { lastAffected: version }]);
      open = undefined;
    }
  }
  if (open !== undefined) ranges.push([{ introduced: open }]);
  if (ranges.length === 0 && except.length > 0) ranges.push([{ introduced: '0' }]);
  return { ranges, versions, except };
}

/** The notation asks for ascending versions; not all writers keep to it. What cannot be ordered is believed to be in order. */
function inOrder(constraints: readonly (Constraint | undefined)[]): readonly Constraint[] | undefined {
  const read = constraints.filter((one) => one !== undefined);
  if (read.length < constraints.length || read.length > 200) return undefined;
  const order = (a: Constraint | undefined, b: Constraint | undefined): number | undefined =>
    a && b && productVersion.compare(a.version, b.version);
  const falls = read.some((one, i) => i > 0 && (order(read[i - 1], one) ?? 0) > 0);
  if (!falls) return read;
  return read.every((one) => order(read[0], one) !== undefined)
    ? [...read].sort((a, b) => order(a, b) ?? 0)
    : undefined;
}

interface Constraint {
  readonly sign: string;
  readonly version: string;
}

function readConstraint(text: string): Constraint | undefined {
  const [, sign = '', written = ''] = /^(<=|>=|!=|<|>|=|)([^<>=!*|]+)$/.exec(text) ?? [];
  if (written === '') return undefined;
  try {
    return { sign: sign === '' ? '=' : sign, version: decodeURIComponent(written) };
  } catch {
    return undefined;
  }
}
