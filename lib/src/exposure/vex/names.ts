// Whether a product that a VEX statement names is a component of an inventory: by package URL, by CPE name, by digest, or by vendor and
// name. Three answers, because a statement may speak of versions in words, or of versions that the component's cannot be held against.
import { parseCpe } from '../../advisory/cpe.ts';
import type { Component, RangeEvent, VexComponent } from '../../advisory/index.ts';
import { equalityOnly, schemeOfNamespace } from '../../version/ecosystem.ts';
import { compareKeys } from '../../version/key.ts';
import { type PackageName, packageOfPurl, productPackage } from '../../version/package-name.ts';
import { type Purl, parsePurl } from '../../version/purl.ts';
import { hasOrder, type Reading } from '../../version/scheme.ts';
import { sweep } from '../sweep.ts';

export type Named = 'yes' | 'unclear' | 'no';

/** What of a component is needed to tell whether a statement speaks of it. */
export type Nameable = Pick<
  Component,
  'name' | 'version' | 'vendor' | 'purl' | 'otherPurls' | 'cpe' | 'otherCpes' | 'bomRef' | 'within' | 'ordinal'
> & { readonly hashes?: Component['hashes'] };

/** The surest identifier that both sides have decides; a weaker one is asked only where no surer one could be compared. */
export function names(stated: VexComponent, component: Nameable): Named {
  if (sharesDigest(stated, component)) return 'yes';
  const purls = [component.purl, ...(component.otherPurls ?? [])].flatMap(purlOf);
  const statedPurls = stated.purls.flatMap(purlOf);
  if (purls.length > 0 && statedPurls.length > 0)
    return best(statedPurls.flatMap((theirs) => purls.map((ours) => byPurl({ stated, theirs, ours, component }))));
  const cpes = [component.cpe, ...(component.otherCpes ?? [])].filter((cpe) => cpe !== undefined);
  if (cpes.length > 0 && stated.cpes.length > 0)
    return best(stated.cpes.flatMap((theirs) => cpes.map((ours) => byCpe({ stated, theirs, ours, component }))));
  return byProduct(stated, component);
}

const best = (answers: readonly Named[]): Named =>
  answers.includes('yes') ? 'yes' : answers.includes('unclear') ? 'unclear' : 'no';

const purlOf = (text: string | undefined): readonly Purl[] => {
  const parsed = text === undefined ? undefined : parsePurl(text);
  return parsed?.ok ? [parsed.value] : [];
};

const sharesDigest = ({ hashes }: VexComponent, component: Nameable): boolean =>
  hashes.some(({ algorithm, value }) =>
    (component.hashes ?? []).some(
      (own) => own.value.toLowerCase() === value.toLowerCase() && foldAlgorithm(own) === foldAlgorithm({ algorithm }),
    ),
  );

/** `SHA-256`, `sha256` and `sha-256` are one. */
const foldAlgorithm = ({ algorithm }: { readonly algorithm: string }): string =>
  algorithm.toLowerCase().replaceAll(/[-_]/g, '');

interface PurlPair {
  readonly stated: VexComponent;
  readonly theirs: Purl;
  readonly ours: Purl;
  readonly component: Nameable;
}

/** The same package, every qualifier that the statement names, and its version where it names one: no version is every version. */
function byPurl({ stated, theirs, ours, component }: PurlPair): Named {
  const same = theirs.type === ours.type && theirs.namespace === ours.namespace;
  const named = packageOfPurl(theirs);
  if (!same || named.name !== packageOfPurl(ours).name) return 'no';
  if (theirs.subpath !== undefined && theirs.subpath !== ours.subpath) return 'no';
  for (const [key, value] of Object.entries(theirs.qualifiers)) if (ours.qualifiers[key] !== value) return 'no';
  const installed = ours.version ?? component.version;
  return theirs.version === undefined
    ? holds(stated, named, installed)
    : equal(theirs.version, installed, named.namespace);
}

interface CpePair {
  readonly stated: VexComponent;
  readonly theirs: string;
  readonly ours: string;
  readonly component: Nameable;
}

function byCpe({ stated, theirs, ours, component }: CpePair): Named {
  const [a, b] = [parseCpe(theirs), parseCpe(ours)];
  if (!a || !b || a.part !== b.part) return 'no';
  const named = productPackage(a.vendor, a.product);
  if (named.name !== productPackage(b.vendor, b.product).name) return 'no';
  const installed = component.version ?? b.version;
  return a.version === undefined ? holds(stated, named, installed) : equal(a.version, installed, named.namespace);
}

/** Names alone would join strangers: a vendor on both sides, or nothing. */
function byProduct(stated: VexComponent, component: Nameable): Named {
  if (stated.vendor === undefined || stated.name === undefined || component.vendor === undefined) return 'no';
  const named = productPackage(stated.vendor, stated.name);
  if (named.name !== productPackage(component.vendor, component.name).name) return 'no';
  return holds(stated, named, component.version);
}

/** The versions that the statement names beside the identifier; none at all is every version. */
function holds({ version, versions, ranges, unread }: VexComponent, named: PackageName, installed?: string): Named {
  const single = [...(version === undefined ? [] : [version]), ...(versions ?? [])];
  if (single.length === 0 && !ranges?.length && !unread?.length) return 'yes';
  return best([
    ...single.map((one) => equal(one, installed, named.namespace)),
    ...(ranges ?? []).map((events) => inside(events, installed, named.namespace)),
    ...(unread?.length ? ['unclear' as const] : []),
  ]);
}

function equal(stated: string, installed: string | undefined, namespace: string): Named {
  if (installed === undefined) return 'unclear';
  if (stated === installed) return 'yes';
  const scheme = schemeOfNamespace(namespace) ?? equalityOnly;
  return scheme.compare(stated, installed) === 0 ? 'yes' : 'no';
}

/** Held against the range under every meaning that the version may have. */
function inside(events: readonly RangeEvent[], installed: string | undefined, namespace: string): Named {
  const scheme = schemeOfNamespace(namespace);
  const intervals = scheme && events.length > 0 ? sweep(events, scheme) : undefined;
  if (!scheme || !intervals || installed === undefined) return 'unclear';
  const version = scheme.read(installed);
  if (!hasOrder(version)) return 'unclear';
  const where = (reading: Reading): Named =>
    best(
      intervals.map(({ lo, hi }): Named => {
        const [from, to] = [compareKeys(reading.from, lo), compareKeys(reading.to, hi)];
        if (from >= 0 && to < 0) return 'yes';
        return compareKeys(reading.to, lo) < 0 || compareKeys(reading.from, hi) >= 0 ? 'no' : 'unclear';
      }),
    );
  const answers = scheme.readings(version, []).map(where);
  const [first = 'unclear'] = answers;
  return answers.every((answer) => answer === first) ? first : 'unclear';
}
