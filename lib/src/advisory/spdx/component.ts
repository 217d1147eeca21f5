// Makes a component of what an SPDX package or file says, whichever version and spelling it came in.
import type { ProblemList } from '../../kit/index.ts';
import { makePurl } from '../../version/index.ts';
import type { Component } from '../inventory-model.ts';
import { CPE, digestOf, identityOfPurl } from '../sbom/identity.ts';

/** An element as given; texts that say "not stated" are already gone. */
export interface Element {
  readonly path: string;
  readonly kind: string;
  readonly id?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  readonly vendor?: string | undefined;
  readonly fileName?: string | undefined;
  readonly references: readonly Reference[];
  readonly digests: readonly { readonly algorithm: string; readonly value: string; readonly path: string }[];
}

export interface Reference {
  /** As SPDX names it, without its namespace: purl, packageUrl, cpe23Type, cpe22, maven-central … */
  readonly type: string;
  readonly locator: string;
  readonly path: string;
}

export type Draft = { -readonly [Key in keyof Component]: Component[Key] };

export function componentOf(element: Element, ordinal: number, problems: ProblemList): Draft {
  const component: Draft = {
    ordinal,
    path: element.path,
    kind: element.kind,
    name: element.name,
    hashes: digestsOf(element, problems),
  };
  if (element.version !== undefined) component.version = element.version;
  if (element.vendor !== undefined) component.vendor = element.vendor;
  if (element.id !== undefined) component.bomRef = element.id;
  if (element.fileName !== undefined) component.fileName = element.fileName;
  if (element.references.length > 0) identify(component, element.references, problems);
  return component;
}

/** The first of each sort is the component's own; further ones are kept beside it. */
function identify(component: Draft, references: readonly Reference[], problems: ProblemList): void {
  const purls = new Set<string>();
  const cpes = new Set<string>();
  for (const { type, locator, path } of references) {
    if (PURL_TYPES.has(type)) {
      const { purl, badPurl } = identityOfPurl(locator, path, problems);
      if (purl !== undefined) purls.add(purl);
      if (badPurl !== undefined) component.badPurl ??= badPurl;
    } else if (CPE_TYPES.has(type)) {
      if (locator.length <= CPE.max && CPE.pattern.test(locator)) cpes.add(locator);
      else problems.add('field.value', path, `This is not ${CPE.form}.`);
    } else {
      const made = purlOfLocator(type, locator);
      if (made !== undefined) purls.add(made);
    }
  }
  const [purl, ...otherPurls] = purls;
  const [cpe, ...otherCpes] = cpes;
  if (purl !== undefined) component.purl = purl;
  if (cpe !== undefined) component.cpe = cpe;
  if (otherPurls.length > 0) component.otherPurls = otherPurls;
  if (otherCpes.length > 0) component.otherCpes = otherCpes;
}

const PURL_TYPES = new Set(['purl', 'packageUrl']);
const CPE_TYPES = new Set(['cpe22Type', 'cpe23Type', 'cpe22', 'cpe23']);

/** Locators of package managers that SPDX 2 annex F defines, as the package URL they stand for. */
function purlOfLocator(type: string, locator: string): string | undefined {
  const parts = LOCATORS.get(type)?.(locator);
  if (!parts?.name || !parts.version) return undefined;
  const { namespace } = parts;
  const made = makePurl({ ...parts, qualifiers: {}, ...(namespace ? { namespace } : {}) });
  return made.ok ? made.value.text : undefined;
}

interface Located {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version: string;
}
const LOCATORS: ReadonlyMap<string, (locator: string) => Located | undefined> = new Map([
  ['maven-central', mavenCentral],
  ['npm', (locator) => named('npm', locator, locator.lastIndexOf('@'))],
  ['nuget', (locator) => named('nuget', locator, locator.lastIndexOf('/'))],
]);

/** `group:artifact:version`. */
function mavenCentral(locator: string): Located | undefined {
  const [namespace = '', name = '', version = '', more] = locator.split(':', 4);
  return namespace === '' || more !== undefined ? undefined : { type: 'maven', namespace, name, version };
}

/** `[scope/]name` and version around one separator. */
function named(type: string, locator: string, at: number): Located | undefined {
  if (at < 1) return undefined;
  const path = locator.slice(0, at);
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  return { type, name, version: locator.slice(at + 1), ...(slash < 0 ? {} : { namespace: path.slice(0, slash) }) };
}

const NO_DIGESTS: Component['hashes'] = [];

function digestsOf({ digests }: Element, problems: ProblemList): Component['hashes'] {
  if (digests.length === 0) return NO_DIGESTS;
  const read: Component['hashes'][number][] = [];
  for (const { algorithm, value, path } of digests) {
    // Tools that must give a digest and have none write zeros: as an identity it would join what has nothing in common.
    if (ZEROS.test(value)) continue;
    const digest = digestOf(algorithm, value, path, problems);
    if (digest) read.push(digest);
  }
  return read;
}

const ZEROS = /^0*$/;
