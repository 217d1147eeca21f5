// One made-up result of a scanner, as SARIF says it (2.1.0 §3.27): a function of a seed, a target and a number.
import { type FictionalPackage, packageAt } from './packages.ts';
import { type Random, randomOf } from './random.ts';
import { pathOf, symbolOf, WEAKNESS_KINDS, type WeaknessKind } from './weaknesses.ts';

/** What one run examined. */
export interface ScanTarget {
  readonly pkg: FictionalPackage;
  readonly version: string;
  readonly commit: string;
}
export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: {
      readonly startLine: number;
      readonly startColumn?: number;
      readonly endLine?: number;
      readonly snippet?: { readonly text: string };
    };
  };
  readonly logicalLocations?: readonly unknown[];
}
/** A SARIF result (§3.27), with the members that are used here. */
export interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly partialFingerprints?: Readonly<Record<string, string>>;
  readonly fingerprints?: Readonly<Record<string, string>>;
  readonly codeFlows?: readonly unknown[];
  readonly rank?: number;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Result number `index` of a tool on a target: the same numbers give the same result. `drift` moves its lines only. */
export function scanResult(seed: string | number, target: ScanTarget, index: number, drift = 0): SarifResult {
  const r = randomOf('sarif', seed, target.pkg.name, index);
  const language = target.pkg.ecosystem === 'npm' ? 'js' : 'c';
  const kind = r.weighted(KINDS[language]);
  const [symbol, path, line] = [symbolOf(language, r.pick), pathOf(language, r.pick), r.between(8, 1_900)];
  return resultOf({
    kind,
    symbol,
    path,
    line: line + drift,
    column: r.between(1, 48),
    text: `${kind.message.replaceAll('{symbol}', symbol).replaceAll('{path}', path)} ${aside(r, symbol)}`,
    snippet: kind.snippet,
    lineHash: `${r.hex(16)}:1`,
    identity: r.hex(32),
    steps: r.chance(35) ? r.between(2, 3) : 0,
    confidence: r.weighted([
      ['high', 3],
      ['medium', 5],
      ['low', 4],
    ] as const),
  });
}

/** One result from its facts. */
export function resultOf(facts: {
  readonly kind: WeaknessKind;
  readonly symbol: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly snippet: string;
  readonly lineHash: string;
  readonly identity: string;
  readonly steps: number;
  readonly confidence: string;
}): SarifResult {
  const { kind, path, line, symbol } = facts;
  const endLine = line + facts.snippet.split('\n').length - 1;
  const place = (startLine: number) => ({
    physicalLocation: {
      artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' },
      region: {
        startLine,
        startColumn: facts.column,
        endLine: Math.max(startLine, endLine),
        snippet: { text: facts.snippet },
      },
    },
    logicalLocations: [
      { name: symbol, fullyQualifiedName: `${path.replace(/\.\w+$/, '')}::${symbol}`, kind: 'function' },
    ],
  });
  return {
    ruleId: kind.rule,
    level: kind.level,
    message: { text: facts.text },
    locations: [place(line)],
    partialFingerprints: { 'primaryLocationLineHash/v1': facts.lineHash },
    fingerprints: { 'resultIdentity/v2': facts.identity },
    ...(facts.steps > 0 && { codeFlows: [flow(place, line, facts.steps)] }),
    rank: Number(kind.score) * 10,
    properties: {
      confidence: facts.confidence,
      'security-severity': kind.score,
      tags: ['security', `external/cwe/${kind.cwe.toLowerCase()}`],
    },
  };
}

/** The same result with its first sentence only, without snippets, flows and properties: about 350 bytes. */
export function briefly(result: SarifResult): SarifResult {
  const { codeFlows: _flows, properties: _properties, partialFingerprints: _partial, rank: _rank, ...kept } = result;
  const places = result.locations.map(({ physicalLocation: { artifactLocation, region } }) => ({
    physicalLocation: { artifactLocation: { uri: artifactLocation.uri }, region: { startLine: region.startLine } },
  }));
  const [sentence = ''] = result.message.text.split('. ');
  return { ...kept, message: { text: `${sentence}.` }, locations: places };
}

/** A scan target from the universe: package number `index`, at one of its later versions. */
export function targetAt(seed: string | number, ecosystem: 'npm' | 'Debian:12', index: number): ScanTarget {
  const pkg = packageAt(ecosystem, index);
  const r = randomOf('target', seed, pkg.name);
  return { pkg, version: pkg.versions[pkg.versions.length - 1 - r.below(3)] ?? '0', commit: r.hex(40) };
}

const weightsOf = (language: 'js' | 'c') =>
  WEAKNESS_KINDS.filter((kind) => kind.language === language).map((kind) => [kind, kind.weight] as const);
const KINDS = { js: weightsOf('js'), c: weightsOf('c') };

function flow(place: (line: number) => unknown, line: number, steps: number): unknown {
  const locations = Array.from({ length: steps }, (_, i) => ({
    location: place(Math.max(1, line - (steps - 1 - i) * 7)),
    nestingLevel: i,
  }));
  return { threadFlows: [{ locations }] };
}

const ASIDES = [
  'Nothing between the entry point and {symbol} looks at it.',
  'The test suite never reaches this line with such an input.',
  'An older copy of the same code in another folder was corrected; this one was not.',
  'Seen with the default configuration.',
  'Only reached when the compatibility switch is on.',
  'The caller is exported, so any dependent can reach it.',
  'A length check stands two calls above, but on another field.',
  'Reached from the command line as well as from the network.',
] as const;

function aside(r: Random, symbol: string): string {
  return r.pick(ASIDES).replaceAll('{symbol}', symbol);
}
