// Writes an inventory as an SPDX 2.3 document in JSON. Read again it gives the same components, but for what is named as lost.
import type { Instant, ProblemList } from '../../kit/index.ts';
import type { Component, Inventory } from '../inventory-model.ts';
import { loseCommon, losses, type WrittenSbom, written } from '../sbom/written.ts';

export interface SpdxOptions {
  /** An address that no other document has. */
  readonly namespace: string;
  readonly name: string;
  readonly created: Instant;
  /** Who or what makes the document. */
  readonly tool: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

export function writeSpdx(inventory: Inventory, { namespace, name, created, tool }: SpdxOptions): WrittenSbom {
  const lost = losses();
  const { subject, components } = inventory;
  const all = subject?.ordinal === -1 ? [subject, ...components] : components;
  const idOf = namer(all);
  const files = all.filter(isFile);
  const document = {
    SPDXID: 'SPDXRef-DOCUMENT',
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    name,
    documentNamespace: namespace,
    creationInfo: { created: created.replace(/\.\d+Z$/, 'Z'), creators: [`Tool: ${tool}`] },
    packages: all
      .filter((component) => !isFile(component))
      .map((component) => packageOf(component, idOf(component), lost)),
    ...(files.length === 0 ? {} : { files: files.map((component) => fileOf(component, idOf(component), lost)) }),
    relationships: [
      ...(subject === undefined ? [] : [relation('SPDXRef-DOCUMENT', 'DESCRIBES', idOf(subject))]),
      ...components.flatMap((component) => {
        const holder = component.within === undefined ? undefined : components[component.within];
        return holder ? [relation(idOf(holder), 'CONTAINS', idOf(component))] : [];
      }),
    ],
  };
  return written(document, lost);
}

/** A file without a digest is a package: SPDX 2.3 asks a file for one. */
const isFile = ({ kind, hashes }: Component): boolean => kind === 'file' && hashes.length > 0;

/** The component's own id where SPDX allows it, else one by its place. */
function namer(components: readonly Component[]): (component: Component) => string {
  const taken = new Set(components.map(({ bomRef }) => bomRef));
  return ({ bomRef, ordinal }) => {
    if (bomRef !== undefined && /^SPDXRef-[A-Za-z0-9.-]+$/.test(bomRef)) return bomRef;
    const made = ordinal < 0 ? 'SPDXRef-subject' : `SPDXRef-component-${ordinal}`;
    return taken.has(made) ? `${made}-0` : made;
  };
}

const relation = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): JsonObject => ({
  spdxElementId,
  relationshipType,
  relatedSpdxElement,
});

function packageOf(component: Component, id: string, lost: ProblemList): JsonObject {
  loseCommon(component, lost);
  const { kind, name, version, vendor, fileName, group, purl, cpe, scope, derivedFrom } = component;
  const purpose = PURPOSES.get(kind);
  if (purpose === undefined && kind !== 'unknown') lose(component, `the type ${kind}`, lost);
  if (scope !== undefined) lose(component, 'a scope', lost);
  if (derivedFrom !== undefined) lose(component, 'what it is derived from without listing that as a package', lost);
  if (group !== undefined && purl === undefined) lose(component, 'a group', lost);
  const purls = [...(purl === undefined ? [] : [purl]), ...(component.otherPurls ?? [])];
  const cpes = [...(cpe === undefined ? [] : [cpe]), ...(component.otherCpes ?? [])];
  const references = [
    ...purls.map((locator) => reference('PACKAGE-MANAGER', 'purl', locator)),
    ...cpes.map((locator) => reference('SECURITY', /^cpe:\//i.test(locator) ? 'cpe22Type' : 'cpe23Type', locator)),
  ];
  return {
    SPDXID: id,
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    ...(vendor === undefined ? {} : { supplier: `Organization: ${vendor}` }),
    ...(fileName === undefined ? {} : { packageFileName: fileName }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...(purpose === undefined ? {} : { primaryPackagePurpose: purpose }),
    ...checksumsOf(component, lost),
    ...(references.length === 0 ? {} : { externalRefs: references }),
  };
}

const lose = ({ path }: Component, what: string, lost: ProblemList): void =>
  lost.add('field.unknown', path, `The format has no place for ${what}.`);

const PURPOSES: ReadonlyMap<string, string> = new Map(
  ['application', 'framework', 'library', 'container', 'operating-system', 'device', 'firmware', 'file'].map((kind) => [
    kind,
    kind.toUpperCase(),
  ]),
);

const reference = (referenceCategory: string, referenceType: string, referenceLocator: string): JsonObject => ({
  referenceCategory,
  referenceType,
  referenceLocator,
});

function fileOf(component: Component, id: string, lost: ProblemList): JsonObject {
  loseCommon(component, lost);
  const { version, vendor, purl, cpe } = component;
  if ([version, vendor, purl, cpe].some((said) => said !== undefined))
    lose(component, 'version, vendor, package URL and CPE of a file', lost);
  return { SPDXID: id, fileName: component.fileName ?? component.name, ...checksumsOf(component, lost) };
}

/** SPDX 2.3 writes SHA256 and SHA3-256; of what CycloneDX has, it lacks Streebog. */
function checksumsOf(component: Component, lost: ProblemList): JsonObject {
  const checksums = component.hashes.flatMap(({ algorithm, value }) => {
    if (!algorithm.startsWith('Streebog') && algorithm !== 'SHA3-224')
      return [{ algorithm: algorithm.replace(/^SHA-/, 'SHA'), checksumValue: value }];
    lose(component, `digests of ${algorithm}`, lost);
    return [];
  });
  return checksums.length === 0 ? {} : { checksums };
}
