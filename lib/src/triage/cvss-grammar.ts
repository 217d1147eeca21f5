// Which metrics and values each CVSS version has, and which are mandatory. Written from FIRST's specifications:
// v2 guide §2.4, v3.0 and v3.1 §6, v4.0 §7. The calculator takes anything; this is what refuses.
import { failed, ok, problemList, quote, type Result } from '../kit/index.ts';

export const CVSS_VERSIONS = ['2.0', '3.0', '3.1', '4.0'] as const;
export type CvssVersion = (typeof CVSS_VERSIONS)[number];

export interface ParsedVector {
  readonly version: CvssVersion;
  /** In the order of the specification, without metrics that are Not Defined. */
  readonly canonical: string;
  readonly metrics: { readonly [metric: string]: string };
}

interface Grammar {
  readonly prefix: string;
  /** Metric, then its values; the base metrics first. */
  readonly metrics: readonly (readonly [metric: string, values: string])[];
  readonly base: number;
  /** The value that means Not Defined. */
  readonly undefinedValue: string;
  /** v4.0 and v2 fix the order of metrics; v3 takes any. */
  readonly ordered: boolean;
}

const V3: Omit<Grammar, 'prefix'> = {
  metrics: [
    ['AV', 'N A L P'],
    ['AC', 'L H'],
    ['PR', 'N L H'],
    ['UI', 'N R'],
    ['S', 'U C'],
    ['C', 'H L N'],
    ['I', 'H L N'],
    ['A', 'H L N'],
    ['E', 'X H F P U'],
    ['RL', 'X U W T O'],
    ['RC', 'X C R U'],
    ['CR', 'X H M L'],
    ['IR', 'X H M L'],
    ['AR', 'X H M L'],
    ['MAV', 'X N A L P'],
    ['MAC', 'X L H'],
    ['MPR', 'X N L H'],
    ['MUI', 'X N R'],
    ['MS', 'X U C'],
    ['MC', 'X N L H'],
    ['MI', 'X N L H'],
    ['MA', 'X N L H'],
  ],
  base: 8,
  undefinedValue: 'X',
  ordered: false,
};

const GRAMMARS: { readonly [V in CvssVersion]: Grammar } = {
  '2.0': {
    prefix: '',
    metrics: [
      ['AV', 'L A N'],
      ['AC', 'H M L'],
      ['Au', 'M S N'],
      ['C', 'N P C'],
      ['I', 'N P C'],
      ['A', 'N P C'],
      ['E', 'U POC F H ND'],
      ['RL', 'OF TF W U ND'],
      ['RC', 'UC UR C ND'],
      ['CDP', 'N L LM MH H ND'],
      ['TD', 'N L M H ND'],
      ['CR', 'L M H ND'],
      ['IR', 'L M H ND'],
      ['AR', 'L M H ND'],
    ],
    base: 6,
    undefinedValue: 'ND',
    ordered: true,
  },
  '3.0': { prefix: 'CVSS:3.0/', ...V3 },
  '3.1': { prefix: 'CVSS:3.1/', ...V3 },
  '4.0': {
    prefix: 'CVSS:4.0/',
    metrics: [
      ['AV', 'N A L P'],
      ['AC', 'L H'],
      ['AT', 'N P'],
      ['PR', 'N L H'],
      ['UI', 'N P A'],
      ['VC', 'H L N'],
      ['VI', 'H L N'],
      ['VA', 'H L N'],
      ['SC', 'H L N'],
      ['SI', 'H L N'],
      ['SA', 'H L N'],
      ['E', 'X A P U'],
      ['CR', 'X H M L'],
      ['IR', 'X H M L'],
      ['AR', 'X H M L'],
      ['MAV', 'X N A L P'],
      ['MAC', 'X L H'],
      ['MAT', 'X N P'],
      ['MPR', 'X N L H'],
      ['MUI', 'X N P A'],
      ['MVC', 'X H L N'],
      ['MVI', 'X H L N'],
      ['MVA', 'X H L N'],
      ['MSC', 'X H L N'],
      ['MSI', 'X S H L N'],
      ['MSA', 'X S H L N'],
      ['S', 'X N P'],
      ['AU', 'X N Y'],
      ['R', 'X A U I'],
      ['V', 'X D C'],
      ['RE', 'X L M H'],
      ['U', 'X Clear Green Amber Red'],
    ],
    base: 11,
    undefinedValue: 'X',
    ordered: true,
  },
};

const MAX_LENGTH = 400; // the longest v4.0 vector has 213 characters

/** Reads a vector strictly: known metrics and values, each once, all base metrics, the order where the version fixes one. */
export function parseVector(vector: string): Result<ParsedVector> {
  const problems = problemList();
  const bad = (detail: string) => problems.add('cvss.syntax', '', detail);
  if (vector.length > MAX_LENGTH) {
    bad(`${vector.length} characters are more than any vector has`);
    return failed(problems.kept, problems.total);
  }
  const version = versionOf(vector);
  if (version === undefined) {
    bad(`${quote(vector)} is of no known version: 4.0, 3.1, 3.0, or 2.0 without a prefix`);
    return failed(problems.kept, problems.total);
  }
  const grammar = GRAMMARS[version];
  const metrics = new Map<string, string>();
  let last = -1;
  for (const part of bodyOf(vector, grammar).split('/')) {
    const [metric = '', value = '', ...rest] = part.split(':');
    const index = grammar.metrics.findIndex(([name]) => name === metric);
    const values = grammar.metrics[index]?.[1].split(' ');
    if (values === undefined || rest.length > 0) bad(`${quote(part)} is no metric of version ${version}`);
    else if (metrics.has(metric)) bad(`${metric} stands twice`);
    else if (!values.includes(value)) bad(`${quote(part)}: ${metric} takes ${values.join(', ')}`);
    else if (grammar.ordered && index < last) bad(`${metric} is out of order`);
    else metrics.set(metric, value);
    last = Math.max(last, index);
  }
  for (const [metric] of grammar.metrics.slice(0, grammar.base)) {
    if (!metrics.has(metric)) bad(`base metric ${metric} is missing`);
  }
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const kept = grammar.metrics.flatMap(([metric]) => {
    const value = metrics.get(metric);
    return value === undefined || value === grammar.undefinedValue ? [] : [[metric, value] as const];
  });
  return ok({
    version,
    canonical: grammar.prefix + kept.map((pair) => pair.join(':')).join('/'),
    metrics: Object.fromEntries(kept),
  });
}

function versionOf(vector: string): CvssVersion | undefined {
  const named = /^CVSS:(\d\.\d)\//.exec(vector)?.[1];
  if (named !== undefined) return CVSS_VERSIONS.find((v) => v === named && v !== '2.0');
  return /^\(?AV:/.test(vector) ? '2.0' : undefined;
}

/** The part after the prefix; v2 vectors are often written in parentheses. */
function bodyOf(vector: string, grammar: Grammar): string {
  const body = vector.slice(grammar.prefix.length);
  return grammar.prefix === '' && body.startsWith('(') && body.endsWith(')') ? body.slice(1, -1) : body;
}
