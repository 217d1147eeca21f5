// Reads one component: whatever can be read of it. One without a readable name is kept too: it is something that runs.
//
// Inventories have hundreds of thousands of these, so members are taken by their names (`fields.version`), which the runtime does
// several times faster than a look by key. It is safe for these names: none of them is a name of Object.prototype.
import { pointer } from '../../kit/index.ts';
import { isCanonicalPurl } from '../../version/purl-canonical.ts';
import type { FieldReader, Fields, TextRule } from '../fields.ts';
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
  const { type, scope } = fields;
  const component: Draft = {
    ordinal,
    path,
    kind: isOne(TYPES, type) ? type : (read.choice(fields, 'type', path, COMPONENT_TYPES, true) ?? 'unknown'),
    name: UNNAMED,
    hashes: readHashes(fields, path, reading),
  };
  // Set one by one: objects put together from many small ones cost more than the reading.
  readIdentity(component, fields, path, reading);
  const vendor = readVendor(fields, path, reading);
  if (vendor !== undefined) component.vendor = vendor;
  const ref = fields['bom-ref'];
  // Most tools use the package URL, which was read already.
  const bomRef =
    ref === component.purl ? component.purl : readText(ref, { fields, key: 'bom-ref', path, read }, BOM_REF);
  if (bomRef !== undefined) component.bomRef = bomRef;
  const known = scope === undefined ? undefined : read.choice(fields, 'scope', path, SCOPES);
  if (known !== undefined) component.scope = known;
  if (within !== undefined) component.within = within;
  if (component.kind === 'file') component.fileName = component.name;
  const derivedFrom = fields.pedigree === undefined ? [] : readAncestors(fields, path, reading);
  if (derivedFrom.length > 0) component.derivedFrom = derivedFrom;
  return component;
}

type Draft = { -readonly [Key in keyof Component]: Component[Key] };
type DraftOrigin = { -readonly [Key in keyof Origin]: Origin[Key] };

const UNNAMED = '(no name)';
const SCOPES = ['required', 'optional', 'excluded'] as const;
const TYPES: ReadonlySet<unknown> = new Set(COMPONENT_TYPES);
const isOne = (set: ReadonlySet<unknown>, value: unknown): value is string => set.has(value);
const NAME = { required: true, max: 1_000 } as const;
const GROUP = { max: 1_000 } as const;
const VERSION = { max: 1_024 } as const;
const PURL = { max: 8_192 } as const;
const BOM_REF = { required: true, max: 4_096 } as const;
const VENDOR = { max: 500 } as const;

function readIdentity(into: Draft | DraftOrigin, fields: Fields, path: string, reading: Reading): void {
  const { read, problems } = reading;
  const { name, group, cpe, purl } = fields;
  into.name = isPlainText(name, 1_000) ? name : (read.text(fields, 'name', path, NAME) ?? UNNAMED);
  const version = readVersion(fields, path, reading);
  if (version !== undefined) into.version = version;
  const known = readText(group, { fields, key: 'group', path, read }, GROUP);
  if (known !== undefined) into.group = known;
  const cpeName = cpe === undefined ? undefined : read.text(fields, 'cpe', path, CPE);
  if (cpeName !== undefined) into.cpe = cpeName;
  if (typeof purl === 'string' && isCanonicalPurl(purl)) {
    into.purl = purl;
    return;
  }
  const written = purl === undefined ? undefined : read.text(fields, 'purl', path, PURL);
  if (written !== undefined) Object.assign(into, identityOfPurl(written, pointer(path, 'purl'), problems));
}

interface Member {
  readonly fields: Fields;
  readonly key: string;
  readonly path: string;
  readonly read: FieldReader;
}

/** Most texts are sound, and most members absent: both are told here without asking further. */
function readText(value: unknown, { fields, key, path, read }: Member, rule: TextRule): string | undefined {
  if (value === undefined) return undefined;
  return isPlainText(value, rule.max ?? 0) ? value : read.text(fields, key, path, rule);
}

/** Not empty, not too long, with nothing in it that `read.text` would refuse. */
function isPlainText(value: unknown, max: number): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > max || !value.isWellFormed()) return false;
  for (let i = 0; i < value.length; i += 1) {
    const c = value.charCodeAt(i);
    if (c < 0x21 || c === 0x7f) return false; // a space may stand in a text, but not be all of it: that is left to the reader
  }
  return true;
}

/** Since 1.7 a component outside the product may have a range in place of a version: then its version is not stated. */
function readVersion(fields: Fields, path: string, { read, problems, specVersion }: Reading): string | undefined {
  const version = readText(fields.version, { fields, key: 'version', path, read }, VERSION);
  if (specVersion !== '1.7' || fields.versionRange === undefined) return version;
  const at = pointer(path, 'versionRange');
  if (version !== undefined) problems.add('field.value', at, 'A component has a version or a version range, not both.');
  if (fields.isExternal !== true) problems.add('field.value', at, 'Only an external component has a version range.');
  return version;
}

/** Who supplies it, else who makes it, else who publishes it. */
function readVendor(fields: Fields, path: string, { read }: Reading): string | undefined {
  const { supplier, manufacturer, publisher } = fields;
  const named =
    (supplier === undefined ? undefined : nameOf(supplier, pointer(path, 'supplier'), read)) ??
    (manufacturer === undefined ? undefined : nameOf(manufacturer, pointer(path, 'manufacturer'), read));
  return named ?? readText(publisher, { fields, key: 'publisher', path, read }, VENDOR);
}

function nameOf(value: unknown, path: string, read: FieldReader): string | undefined {
  const entity = read.object(value, path);
  return entity && read.text(entity, 'name', path, VENDOR);
}

/** `pedigree.ancestors`: what a copy or a fork was made from. */
function readAncestors(fields: Fields, path: string, reading: Reading): readonly Origin[] {
  const at = pointer(path, 'pedigree');
  const pedigree = reading.read.object(fields.pedigree, at);
  if (!pedigree) return [];
  return reading.read.list(pedigree, 'ancestors', at, CYCLONEDX_LIMITS.ancestors).flatMap((value, i) => {
    const place = pointer(at, 'ancestors', i);
    const ancestor = reading.read.object(value, place);
    if (!ancestor) return [];
    const origin: DraftOrigin = { path: place, name: UNNAMED, hashes: readHashes(ancestor, place, reading) };
    readIdentity(origin, ancestor, place, reading);
    return [origin];
  });
}
