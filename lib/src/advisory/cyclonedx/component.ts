// Reads one component: whatever can be read of it. One without a readable name is kept too: it is something that runs.
import { pointer } from '../../kit/index.ts';
import { type Fields, own } from '../fields.ts';
import type { Component, Origin } from '../inventory-model.ts';
import { CPE, identityOfPurl } from '../sbom/identity.ts';
import { readHashes } from './hashes.ts';
import { COMPONENT_TYPES, CYCLONEDX_LIMITS, type Reading } from './reading.ts';

export interface Place {
  readonly path: string;
  readonly ordinal: number;
  /** Ordinal of what holds it. */
  readonly within: number | undefined;
}

export function readComponent(fields: Fields, { path, ordinal, within }: Place, reading: Reading): Component {
  const { read } = reading;
  const component: Draft = {
    ordinal,
    path,
    kind: read.choice(fields, 'type', path, COMPONENT_TYPES, true) ?? 'unknown',
    ...readIdentity(fields, path, reading),
  };
  // Set one by one: objects put together from many small ones cost more than the reading.
  const vendor = readVendor(fields, path, reading);
  if (vendor !== undefined) component.vendor = vendor;
  const bomRef =
    own(fields, 'bom-ref') === undefined
      ? undefined
      : read.text(fields, 'bom-ref', path, { required: true, max: 4_096 });
  if (bomRef !== undefined) component.bomRef = bomRef;
  const scope = own(fields, 'scope') === undefined ? undefined : read.choice(fields, 'scope', path, SCOPES);
  if (scope !== undefined) component.scope = scope;
  if (within !== undefined) component.within = within;
  if (component.kind === 'file') component.fileName = component.name;
  const derivedFrom = own(fields, 'pedigree') === undefined ? [] : readAncestors(fields, path, reading);
  if (derivedFrom.length > 0) component.derivedFrom = derivedFrom;
  return component;
}

type Draft = { -readonly [Key in keyof Component]: Component[Key] };
type Named = { -readonly [Key in keyof Omit<Origin, 'path'>]: Origin[Key] };

const UNNAMED = '(no name)';
const SCOPES = ['required', 'optional', 'excluded'] as const;
const NAME = { required: true, max: 1_000 } as const;
const GROUP = { max: 1_000 } as const;
const VERSION = { max: 1_024 } as const;
const PURL = { max: 8_192 } as const;

function readIdentity(fields: Fields, path: string, reading: Reading): Named {
  const { read, problems } = reading;
  const named: Named = {
    name: read.text(fields, 'name', path, NAME) ?? UNNAMED,
    hashes: readHashes(fields, path, reading),
  };
  const version = readVersion(fields, path, reading);
  if (version !== undefined) named.version = version;
  const group = read.text(fields, 'group', path, GROUP);
  if (group !== undefined) named.group = group;
  const cpe = own(fields, 'cpe') === undefined ? undefined : read.text(fields, 'cpe', path, CPE);
  if (cpe !== undefined) named.cpe = cpe;
  const purl = read.text(fields, 'purl', path, PURL);
  return purl === undefined ? named : Object.assign(named, identityOfPurl(purl, pointer(path, 'purl'), problems));
}

/** Since 1.7 a component outside the product may have a range in place of a version: then its version is not stated. */
function readVersion(fields: Fields, path: string, { read, problems, specVersion }: Reading): string | undefined {
  const version = read.text(fields, 'version', path, VERSION);
  if (specVersion !== '1.7' || own(fields, 'versionRange') === undefined) return version;
  const at = pointer(path, 'versionRange');
  if (version !== undefined) problems.add('field.value', at, 'A component has a version or a version range, not both.');
  if (own(fields, 'isExternal') !== true)
    problems.add('field.value', at, 'Only an external component has a version range.');
  return version;
}

/** Who supplies it, else who makes it, else who publishes it. */
function readVendor(fields: Fields, path: string, { read }: Reading): string | undefined {
  for (const key of ['supplier', 'manufacturer']) {
    if (own(fields, key) === undefined) continue;
    const at = pointer(path, key);
    const holder = read.object(fields[key], at);
    const name = holder && read.text(holder, 'name', at, { max: 500 });
    if (name !== undefined) return name;
  }
  return own(fields, 'publisher') === undefined ? undefined : read.text(fields, 'publisher', path, { max: 500 });
}

/** `pedigree.ancestors`: what a copy or a fork was made from. */
function readAncestors(fields: Fields, path: string, reading: Reading): readonly Origin[] {
  const at = pointer(path, 'pedigree');
  const pedigree = reading.read.object(fields.pedigree, at);
  if (!pedigree) return [];
  return reading.read.list(pedigree, 'ancestors', at, CYCLONEDX_LIMITS.ancestors).flatMap((value, i) => {
    const place = pointer(at, 'ancestors', i);
    const ancestor = reading.read.object(value, place);
    return ancestor ? [{ path: place, ...readIdentity(ancestor, place, reading) }] : [];
  });
}
