// Writes an inventory as a CycloneDX document in JSON. Read again it gives the same components, but for what is named as lost.
import type { ProblemList } from '../../kit/index.ts';
import type { Component, Inventory, Origin } from '../inventory-model.ts';
import { CYCLONEDX_ALGORITHMS } from '../sbom/digests.ts';
import { loseCommon, losses, type WrittenSbom, written } from '../sbom/written.ts';
import { COMPONENT_TYPES } from './reading.ts';

export interface CycloneDxOptions {
  readonly specVersion?: '1.6' | '1.7';
  /** urn:uuid:…; the inventory's own where it has one. */
  readonly serialNumber?: string;
}

type JsonObject = Record<string, unknown>;

export function writeCycloneDx(inventory: Inventory, options: CycloneDxOptions = {}): WrittenSbom {
  const lost = losses();
  const serialNumber = options.serialNumber ?? inventory.serialNumber;
  const apart = inventory.subject?.ordinal === -1 ? inventory.subject : undefined;
  const subject = apart && componentOf(apart, lost);
  const metadata = {
    ...(inventory.madeAt === undefined ? {} : { timestamp: inventory.madeAt }),
    ...(subject === undefined ? {} : { component: subject }),
  };
  const components = nested(inventory.components, lost, subject);
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: options.specVersion ?? '1.6',
    ...(serialNumber === undefined ? {} : { serialNumber }),
    version: 1,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    components,
  };
  return written(document, lost);
}

/** Those at the top; the others go into what holds them, in order. Holders may stand after what they hold. */
function nested(components: readonly Component[], lost: ProblemList, subject: JsonObject | undefined): JsonObject[] {
  const made = components.map((component) => componentOf(component, lost));
  const top: JsonObject[] = [];
  for (const [i, component] of components.entries()) {
    const one = made[i] ?? {};
    const ofSubject = subject !== undefined && component.path.startsWith('/metadata/component/');
    const holder = component.within === undefined ? (ofSubject ? subject : undefined) : made[component.within];
    if (holder === undefined) top.push(one);
    else if (Array.isArray(holder.components)) holder.components.push(one);
    else holder.components = [one];
  }
  return top;
}

function componentOf(component: Component, lost: ProblemList): JsonObject {
  loseCommon(component, lost);
  const { kind, vendor, bomRef, scope, derivedFrom, otherPurls = [], otherCpes = [] } = component;
  const type = COMPONENT_TYPES.find((known) => known === kind);
  if (type === undefined) lost.add('field.value', component.path, `Its type ${kind} is written as library.`);
  for (const other of [...otherPurls, ...otherCpes])
    lost.add('field.unknown', component.path, `The format has no place for a further name: ${other.slice(0, 200)}.`);
  if (component.fileName !== undefined && component.fileName !== component.name)
    lost.add('field.unknown', component.path, 'The format has no place for the file that it came as.');
  return {
    type: type ?? 'library',
    ...(bomRef === undefined ? {} : { 'bom-ref': bomRef }),
    ...(vendor === undefined ? {} : { supplier: { name: vendor } }),
    ...identityOf(component, lost),
    ...(scope === undefined ? {} : { scope }),
    ...(derivedFrom === undefined
      ? {}
      : { pedigree: { ancestors: derivedFrom.map((origin) => ({ type: 'library', ...identityOf(origin, lost) })) } }),
  };
}

function identityOf({ group, name, version, hashes, cpe, purl, path }: Origin, lost: ProblemList): JsonObject {
  const known = hashes.filter(({ algorithm }) => CYCLONEDX_ALGORITHMS.includes(algorithm));
  for (const { algorithm } of hashes.filter((hash) => !known.includes(hash)))
    lost.add('field.value', path, `The format has no digests of ${algorithm}.`);
  return {
    ...(group === undefined ? {} : { group }),
    name,
    ...(version === undefined ? {} : { version }),
    ...(known.length === 0
      ? {}
      : { hashes: known.map(({ algorithm, value }) => ({ alg: algorithm, content: value })) }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
  };
}
