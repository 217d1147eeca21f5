// Who should be told of what, told plainly: every component of every operator against every advisory, by the rules of OSV, again for
// each change. It shares no code with lib/exposure, nor with our readers of inventories and package URLs.
import { isVulnerable, type Order, type PlainAffected } from '../naive/evaluate.ts';
import type { DatedInventory, DatedRecord } from './days.ts';

export interface Runs {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

export interface Naive {
  /**
   * Operators and advisories of which they are told for the first time, `operator advisory`. Of advisories on one vulnerability, those
   * that name something which none of the others told of.
   */
  advise(records: readonly DatedRecord[]): readonly string[];
  send(inventory: DatedInventory): readonly string[];
  /** What the operator runs of what the advisory names. */
  named(operator: string, advisory: string): readonly Runs[];
  /** What the advisory is about: its first CVE number, else its first of GitHub's, else its own. */
  about(advisory: string): string;
}

export function naive(orderOf: (ecosystem: string) => Order): Naive {
  const records = new Map<string, DatedRecord>();
  const inventories = new Map<string, Map<string, readonly Runs[]>>();
  const told = new Set<string>();

  const named = (operator: string, record: DatedRecord): readonly { runs: Runs; entries: readonly PlainAffected[] }[] =>
    [...(inventories.get(operator)?.values() ?? [])].flat().flatMap((runs) => {
      const entries = (record.affected ?? []).filter((entry) => isOf(entry, runs));
      return entries.length > 0 ? [{ runs, entries }] : [];
    });
  const affected = (operator: string, record: DatedRecord): readonly Runs[] =>
    record.withdrawn === undefined
      ? named(operator, record).flatMap(({ runs, entries }) =>
          isVulnerable(entries, runs.version, orderOf(runs.ecosystem)) === true ? [runs] : [],
        )
      : [];
  /** What it is affected by, of which no other told advisory on the same vulnerability tells. */
  const news = (operator: string, record: DatedRecord): readonly Runs[] => {
    const own = affected(operator, record);
    if (own.length === 0) return [];
    const others = [...records.values()].filter(
      (other) => other !== record && aboutOf(other) === aboutOf(record) && told.has(`${operator} ${other.id}`),
    );
    const known = new Set(others.flatMap((other) => affected(operator, other)));
    return own.filter((runs) => !known.has(runs));
  };
  const tell = (operators: Iterable<string>, of: Iterable<DatedRecord>): readonly string[] => {
    const all = [...of];
    const anew: string[] = [];
    for (const operator of operators)
      for (const record of all) {
        const pair = `${operator} ${record.id}`;
        if (told.has(pair) || news(operator, record).length === 0) continue;
        told.add(pair);
        anew.push(pair);
      }
    return anew;
  };
  return {
    advise(changed) {
      for (const record of changed) records.set(record.id, record);
      return tell(
        inventories.keys(),
        changed.filter((record) => records.get(record.id) === record),
      );
    },
    send({ operator, name, bytes }) {
      const own = inventories.get(operator) ?? new Map<string, readonly Runs[]>();
      inventories.set(operator, own.set(name, runsOf(Buffer.from(bytes).toString('utf8'))));
      return tell([operator], records.values());
    },
    named(operator, advisory) {
      const record = records.get(advisory);
      return record ? named(operator, record).map(({ runs }) => runs) : [];
    },
    about(advisory) {
      const record = records.get(advisory);
      return record ? aboutOf(record) : advisory;
    },
  };
}

function aboutOf({ id, aliases = [] }: DatedRecord): string {
  const numbers = [id, ...aliases].toSorted();
  return numbers.find((n) => n.startsWith('CVE-')) ?? numbers.find((n) => n.startsWith('GHSA-')) ?? id;
}

const isOf = ({ package: named }: PlainAffected, { ecosystem, name }: Runs): boolean =>
  named?.ecosystem === ecosystem && plainName(ecosystem, named.name) === plainName(ecosystem, name);

/** PEP 503: Python's names are the same in any case, and with `-`, `_` or `.`. */
const plainName = (ecosystem: string, name: string): string =>
  ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;

const ECOSYSTEM: Readonly<Record<string, string>> = { golang: 'Go', pypi: 'PyPI', cargo: 'crates.io', npm: 'npm' };

/** Those of the advisories that name what one of the inventories lists. */
export function concerning(inventories: readonly DatedInventory[]): (record: DatedRecord) => boolean {
  const all = inventories.flatMap(({ bytes }) => runsOf(Buffer.from(bytes).toString('utf8')));
  const names = new Set(all.map(({ ecosystem, name }) => `${ecosystem} ${plainName(ecosystem, name)}`));
  return ({ affected = [] }) =>
    affected.some(
      ({ package: named }) => named && names.has(`${named.ecosystem} ${plainName(named.ecosystem, named.name)}`),
    );
}

/** `pkg:type/namespace/name@version?…#…`, of an inventory in any form. */
function runsOf(text: string): readonly Runs[] {
  return purlsOf(text).flatMap((purl) => {
    const [, type = '', name = '', version = ''] = /^pkg:([a-z]+)\/+([^@?#]+)@([^?#]+)/.exec(purl) ?? [];
    const ecosystem = ECOSYSTEM[type];
    if (ecosystem === undefined) return [];
    return [{ ecosystem, name: decodeURIComponent(name), version: decodeURIComponent(version) }];
  });
}

function purlsOf(text: string): readonly string[] {
  if (text.trimStart().startsWith('{')) return purlsOfJson(JSON.parse(text));
  const bare = text.replace(/<pedigree>[\s\S]*?<\/pedigree>/g, '').replace(/<tools>[\s\S]*?<\/tools>/g, '');
  return [...bare.matchAll(/<purl>([^<]+)<\/purl>|^ExternalRef: PACKAGE[-_]MANAGER purl (\S+)/gm)].map(
    ([, xml, tag = '']) => (xml ?? tag).replaceAll('&amp;', '&').trim(),
  );
}

/** Of what is listed as a component or a package; not of tools, of origins, or of the document's own subject. */
function purlsOfJson(document: Json): readonly string[] {
  const listed = (components: readonly Json[] | undefined): readonly string[] =>
    (components ?? []).flatMap(({ purl, components: inner }) => [...(purl ? [purl] : []), ...listed(inner)]);
  const packages = (document.packages ?? []).flatMap(({ externalRefs = [] }) =>
    externalRefs
      .filter(({ referenceType }) => /purl$/.test(referenceType ?? ''))
      .slice(0, 1)
      .map((reference) => reference.referenceLocator ?? ''),
  );
  const graph = (document['@graph'] ?? []).flatMap((node) => node.software_packageUrl ?? node.packageUrl ?? []);
  return [...listed(document.components), ...listed(document.metadata?.component?.components), ...packages, ...graph];
}

/** Of the outside inventories, which are valid by their schemas. */
interface Json {
  readonly purl?: string;
  readonly components?: readonly Json[];
  readonly metadata?: { readonly component?: Json };
  readonly packages?: readonly {
    readonly externalRefs?: readonly { readonly referenceType?: string; readonly referenceLocator?: string }[];
  }[];
  readonly '@graph'?: readonly { readonly software_packageUrl?: string; readonly packageUrl?: string }[];
}
