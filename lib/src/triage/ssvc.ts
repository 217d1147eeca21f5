// SSVC values as CISA publishes them (CVE records, container "CISA ADP Vulnrichment") brought to decision points.
// Traps met in 25,000 records: values in capitals ("Yes", "Total", "PoC"), keys as "technicalImpact", SLOW or RAPID
// where yes or no belongs. What cannot be read is unknown and named, never guessed.
import { type Day, type Problem, parseDay, parseInstant, pointer, problemList, quote } from '../kit/index.ts';
import type { BodTable } from './bod-table.ts';
import type { BodDecision, YesNo } from './bod2604.ts';

export interface DecisionPoints {
  readonly exploitation: 'none' | 'poc' | 'active' | 'unknown';
  readonly automatable: YesNo;
  readonly technicalImpact: 'partial' | 'total' | 'unknown';
}

export interface SsvcReading extends DecisionPoints {
  readonly role?: string;
  readonly timestamp?: string;
  /** Where in the record the values stand; '' when there were none. */
  readonly path: string;
  readonly problems: readonly Problem[];
}

const UNKNOWN: DecisionPoints = { exploitation: 'unknown', automatable: 'unknown', technicalImpact: 'unknown' };
const LIMIT = 200; // containers, metrics and options looked at in one record

const VALUES: { readonly [point: string]: { readonly [value: string]: string } } = {
  exploitation: { none: 'none', poc: 'poc', publicpoc: 'poc', active: 'active', n: 'none', p: 'poc', a: 'active' },
  automatable: { yes: 'yes', no: 'no', y: 'yes', n: 'no' },
  technicalimpact: { partial: 'partial', total: 'total', p: 'partial', t: 'total' },
};
const POINT_OF: { readonly [key: string]: string } = {
  exploitation: 'exploitation',
  e: 'exploitation',
  automatable: 'automatable',
  a: 'automatable',
  technicalimpact: 'technicalimpact',
  ti: 'technicalimpact',
};

/** Decision points from an `options` list of the older computed form: `[{"Exploitation": "none"}, …]`. */
export function readSsvcOptions(
  options: unknown,
  path = '',
): DecisionPoints & { readonly problems: readonly Problem[] } {
  const problems = problemList();
  const found = new Map<string, string>();
  if (!Array.isArray(options)) {
    problems.add('field.type', path, `options must be a list, not ${quote(options)}`);
    return { ...UNKNOWN, problems: problems.kept };
  }
  for (const [i, option] of options.slice(0, LIMIT).entries()) {
    if (!isRecord(option)) {
      problems.add('field.type', pointer(path, i), `an option must be an object, not ${quote(option)}`);
      continue;
    }
    for (const [key, value] of Object.entries(option).slice(0, LIMIT)) {
      take(key, value, pointer(path, i, key), found, problems.add);
    }
  }
  return { ...pointsOf(found), problems: problems.kept };
}

/** Decision points from an SSVC SelectionList 2.0.0 (`selections[].key`, `values[].key`). */
export function readSelectionList(list: unknown): DecisionPoints & { readonly problems: readonly Problem[] } {
  const problems = problemList();
  const found = new Map<string, string>();
  const selections = isRecord(list) ? list.selections : undefined;
  if (!Array.isArray(selections)) {
    problems.add('field.missing', '/selections', 'a selection list needs selections');
    return { ...UNKNOWN, problems: problems.kept };
  }
  for (const [i, selection] of selections.slice(0, LIMIT).entries()) {
    if (!isRecord(selection) || typeof selection.key !== 'string' || !Array.isArray(selection.values)) continue;
    const values: unknown[] = selection.values;
    if (own(POINT_OF, fold(selection.key)) === undefined) continue; // other decision points are not ours to read
    if (values.length !== 1) {
      problems.add(
        'field.value',
        pointer('/selections', i, 'values'),
        'more or fewer than one value: taken as unknown',
      );
      continue;
    }
    const value = isRecord(values[0]) ? values[0].key : values[0];
    take(selection.key, value, pointer('/selections', i, 'values', 0), found, problems.add);
  }
  return { ...pointsOf(found), problems: problems.kept };
}

/** The newest SSVC values in a CVE record (CVE JSON 5, `containers.adp[].metrics[].other`). */
export function ssvcOfCveRecord(record: unknown): SsvcReading {
  let best: SsvcReading | undefined;
  for (const { content, path } of metricsOf(record, 'ssvc')) {
    const timestamp = typeof content.timestamp === 'string' ? parseInstant(content.timestamp) : undefined;
    if (best !== undefined && (timestamp ?? '') < (best.timestamp ?? '')) continue;
    const read = readSsvcOptions(content.options, pointer(path, 'options'));
    const role = typeof content.role === 'string' ? { role: content.role.slice(0, 100) } : {};
    best = { ...read, ...role, ...(timestamp ? { timestamp } : {}), path };
  }
  return best ?? { ...UNKNOWN, path: '', problems: [] };
}

/** The KEV day that a CVE record carries, if it does. The catalogue itself is the authority: `advisory/kev`. */
export function kevOfCveRecord(record: unknown): { readonly dateAdded?: Day; readonly path: string } | undefined {
  for (const { content, path } of metricsOf(record, 'kev')) {
    const day = typeof content.dateAdded === 'string' ? parseDay(content.dateAdded) : undefined;
    return day ? { dateAdded: day, path } : { path };
  }
  return undefined;
}

/** An SSVC SelectionList 2.0.0 of one decision, for exchange. Missing values are left out, as the schema asks. */
export function selectionListOf(decision: BodDecision, table: BodTable, at: string, targets: readonly string[] = []) {
  const chosen = {
    kev: decision.inputs.kev === 'unknown' ? undefined : decision.inputs.kev.listed ? 'Y' : 'N',
    exposed: decision.inputs.exposure === 'internal' ? 'N' : 'Y',
    automatable: { yes: 'Y', no: 'N', unknown: undefined }[decision.inputs.automatable],
    impact: { partial: 'P', total: 'T', unknown: undefined }[decision.inputs.technicalImpact],
    outcome: decision.outcome === 'unknown' ? undefined : decision.outcome,
  };
  const ids = { ...table.table.inputs, outcome: { id: table.table.outcome, name: 'Remediation timeline' } };
  const selections = (['kev', 'exposed', 'automatable', 'impact', 'outcome'] as const).flatMap((point) => {
    const value = chosen[point];
    const [namespace = '', key = '', version = ''] = ids[point].id.split(':');
    return value === undefined ? [] : [{ namespace, key, version, name: ids[point].name, values: [{ key: value }] }];
  });
  return {
    timestamp: at,
    schemaVersion: '2.0.0' as const,
    ...(targets.length ? { target_ids: [...targets] } : {}),
    selections,
    references: [{ uri: table.directive.citation.address ?? '', summary: table.title }].filter((r) => r.uri !== ''),
  };
}

type Add = ReturnType<typeof problemList>['add'];

function take(key: string, value: unknown, path: string, found: Map<string, string>, add: Add): void {
  const point = own(POINT_OF, fold(key));
  if (point === undefined) return;
  const read = typeof value === 'string' ? own(VALUES[point] ?? {}, fold(value)) : undefined;
  if (read === undefined) {
    add('field.value', path, `${quote(value)} is no value of ${quote(key)}: taken as unknown`);
    found.set(point, 'unknown');
    return;
  }
  if (found.has(point) && found.get(point) !== read) {
    add('field.value', path, `${quote(key)} has two values: taken as unknown`);
    found.set(point, 'unknown');
    return;
  }
  found.set(point, read);
}

function pointsOf(found: ReadonlyMap<string, string>): DecisionPoints {
  return {
    exploitation: one(['none', 'poc', 'active'], found.get('exploitation')),
    automatable: one(['yes', 'no'], found.get('automatable')),
    technicalImpact: one(['partial', 'total'], found.get('technicalimpact')),
  };
}

const one = <T extends string>(allowed: readonly T[], value: string | undefined): T | 'unknown' =>
  allowed.find((candidate) => candidate === value) ?? 'unknown';

/** Lower case without blanks, dashes and underscores: "Technical Impact", "technicalImpact", "technical_impact". */
const fold = (text: string): string =>
  text
    .slice(0, 100)
    .toLowerCase()
    .replace(/[\s_-]/g, '');

const own = (table: { readonly [key: string]: string }, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* metricsOf(record: unknown, type: string): Generator<{ content: Record<string, unknown>; path: string }> {
  const containers = isRecord(record) ? record.containers : undefined;
  const adp = isRecord(containers) ? containers.adp : undefined;
  if (!Array.isArray(adp)) return;
  for (const [a, container] of adp.slice(0, LIMIT).entries()) {
    const metrics: unknown = isRecord(container) ? container.metrics : undefined;
    if (!Array.isArray(metrics)) continue;
    for (const [m, metric] of metrics.slice(0, LIMIT).entries()) {
      const other: unknown = isRecord(metric) ? metric.other : undefined;
      if (!isRecord(other) || other.type !== type || !isRecord(other.content)) continue;
      yield { content: other.content, path: pointer('/containers/adp', a, 'metrics', m, 'other', 'content') };
    }
  }
}
