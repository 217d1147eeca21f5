// What a CycloneDX document may hold, written from the specification (ECMA-424 and the earlier versions), in the JSON form. Parts
// that describe no component, service, licence or relation (model cards, formulation, declarations, cryptography, evidence) are let pass.
import deprecatedLicenses from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import licenses from 'spdx-license-ids/index.json' with { type: 'json' };
import { quote } from '../../kit/index.ts';
import { own } from '../fields.ts';
import { CYCLONEDX_ALGORITHMS, isDigest } from '../sbom/digests.ts';
import {
  anything,
  boolean,
  type Check,
  instant,
  listOf,
  object,
  oneOf,
  type Shape,
  text,
  wholeNumber,
} from '../sbom/shape.ts';
import { COMPONENT_TYPES } from './reading.ts';

const since =
  (from: string) =>
  (version: string): boolean =>
    version >= from; // 1.0 to 1.7: one digit after the point
/** The schemas of 1.2 and 1.3 allow members that they do not name. */
const open = (version: string): boolean => !since('1.4')(version);

const reference: Check = (value, path, checking) =>
  text({ nonEmpty: since('1.4')(checking.version) })(value, path, checking);
const bomRef: Check = text({ nonEmpty: true });
const anyText = text();
const texts = listOf(anyText);

export const bom: Check = object(() => ({
  open,
  members: {
    $schema: anyText,
    bomFormat: oneOf(['CycloneDX']),
    specVersion: anyText,
    serialNumber: text({
      pattern: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
      form: 'a urn:uuid: serial number',
    }),
    version: (value, path, checking) => {
      wholeNumber(value, path, checking);
      if (Number(value) < 1) checking.problems.add('field.value', path, `${quote(value)} is less than 1.`);
    },
    metadata,
    components: listOf(component),
    services: listOf(service),
    externalReferences: listOf(externalReference),
    dependencies: listOf(dependency),
    compositions: listOf(composition),
    vulnerabilities: listOf(object(() => ({ members: {}, open: true }))),
    annotations: listOf(anything),
    formulation: listOf(anything),
    declarations: anything,
    definitions: anything,
    citations: listOf(citation),
    properties,
    signature: anything,
  },
  required: ['bomFormat', 'specVersion'],
}));

const metadata: Check = object(() => ({
  open,
  members: {
    timestamp: instant,
    lifecycles: listOf(object(() => ({ members: {}, open: true }))),
    tools: anything,
    authors: listOf(contact),
    component,
    manufacture: entity,
    manufacturer: entity,
    supplier: entity,
    licenses: licenseChoices,
    properties,
    distributionConstraints: object(() => ({ members: { tlp: oneOf(TLP) } })),
  },
}));
const TLP = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_AND_STRICT', 'RED'];

const component: Check = object(() => ({
  open,
  members: {
    type: oneOf(COMPONENT_TYPES),
    'mime-type': anyText,
    'bom-ref': bomRef,
    supplier: entity,
    manufacturer: entity,
    authors: listOf(contact),
    author: anyText,
    publisher: anyText,
    group: anyText,
    name: anyText,
    version: anyText,
    versionRange: anyText,
    isExternal: boolean,
    description: anyText,
    scope: oneOf(['required', 'optional', 'excluded']),
    hashes: listOf(hash),
    licenses: licenseChoices,
    copyright: anyText,
    patentAssertions: anything,
    cpe: anyText,
    purl: anyText,
    omniborId: texts,
    swhid: texts,
    swid,
    modified: boolean,
    pedigree,
    externalReferences: listOf(externalReference),
    components: listOf(component),
    evidence: anything,
    releaseNotes: anything,
    modelCard: anything,
    data: listOf(anything),
    cryptoProperties: anything,
    properties,
    tags: texts,
    signature: anything,
  },
  required: ['type', 'name'],
}));

const hash: Check = object(() => ({
  open,
  members: { alg: oneOf(CYCLONEDX_ALGORITHMS), content: anyText },
  required: ['alg', 'content'],
  also: (fields, path, { problems }) => {
    const { alg, content } = fields;
    if (typeof alg !== 'string' || typeof content !== 'string' || !CYCLONEDX_ALGORITHMS.includes(alg)) return;
    if (!isDigest(alg, content))
      problems.add('field.value', `${path}/content`, `${quote(content)} is no digest of ${alg}.`);
  },
}));

const swid: Check = object(() => ({
  open,
  members: {
    tagId: anyText,
    name: anyText,
    version: anyText,
    tagVersion: wholeNumber,
    patch: boolean,
    text: attachment,
    url: anyText,
  },
  required: ['tagId', 'name'],
}));

const attachment: Check = object(() => ({
  open,
  members: { contentType: anyText, encoding: oneOf(['base64']), content: anyText },
  required: ['content'],
}));

const pedigree: Check = object(() => ({
  open,
  members: {
    ancestors: listOf(component),
    descendants: listOf(component),
    variants: listOf(component),
    commits: listOf(object(() => ({ members: {}, open: true }))),
    patches: listOf(patch),
    notes: anyText,
  },
}));

const patch: Check = object(() => ({
  open,
  members: {
    type: oneOf(['unofficial', 'monkey', 'backport', 'cherry-pick']),
    diff: object(() => ({ open, members: { text: attachment, url: anyText } })),
    resolves: listOf(issue),
  },
  required: ['type'],
}));

const issue: Check = object(() => ({
  open,
  members: {
    type: oneOf(['defect', 'enhancement', 'security']),
    id: anyText,
    name: anyText,
    description: anyText,
    source: object(() => ({ open, members: { name: anyText, url: anyText } })),
    references: texts,
  },
  required: ['type'],
}));

const licenseChoices: Check = (value, path, checking) => {
  listOf(licenseChoice)(value, path, checking);
  // Several expressions, or an expression beside licences, are allowed since 1.7 only.
  if (!Array.isArray(value) || value.length < 2 || since('1.7')(checking.version)) return;
  const at = value.findIndex((choice) => typeof choice === 'object' && choice !== null && 'expression' in choice);
  if (at >= 0)
    checking.problems.add('field.value', `${path}/${at}`, 'An expression stands alone: no other licence beside it.');
};

const licenseChoice: Check = object(() => ({
  open: true,
  members: { license, expression: anyText, 'bom-ref': bomRef },
  also: exactlyOne('license', 'expression'),
}));

const license: Check = object(() => ({
  open,
  members: {
    'bom-ref': bomRef,
    id: (value, path, checking) => {
      if (typeof value !== 'string' || !LICENSES.has(value))
        checking.problems.add('field.value', path, `${quote(value)} is no licence of the SPDX list.`);
    },
    name: anyText,
    acknowledgement: oneOf(['declared', 'concluded']),
    text: attachment,
    url: anyText,
    licensing: anything,
    properties,
  },
  also: exactlyOne('id', 'name'),
}));
const LICENSES: ReadonlySet<string> = new Set([...licenses, ...deprecatedLicenses]);

function exactlyOne(a: string, b: string): NonNullable<Shape['also']> {
  return (fields, path, { problems }) => {
    const [hasA, hasB] = [Object.hasOwn(fields, a), Object.hasOwn(fields, b)];
    if (hasA && hasB) problems.add('field.value', path, `Either ${quote(a)} or ${quote(b)}, not both.`);
    if (!hasA && !hasB) problems.add('field.missing', path, `Neither ${quote(a)} nor ${quote(b)} is there.`);
  };
}

const entity: Check = object(() => ({
  open,
  members: { 'bom-ref': bomRef, name: anyText, address: anything, url: texts, contact: listOf(contact) },
}));
const contact: Check = object(() => ({
  open,
  members: { 'bom-ref': bomRef, name: anyText, email: anyText, phone: anyText },
}));

const externalReference: Check = object(() => ({
  open,
  members: { url: anyText, comment: anyText, type: text({ nonEmpty: true }), hashes: listOf(hash), properties },
  required: ['url', 'type'],
}));

const property: Check = object(() => ({
  open,
  members: { name: anyText, value: anyText },
  also: (fields, path, { problems, version }) => {
    if (since('1.6')(version) && !Object.hasOwn(fields, 'name'))
      problems.add('field.missing', `${path}/name`, '"name" is absent.');
  },
}));
const properties = listOf(property);

const dependency: Check = object(() => ({
  open,
  members: { ref: reference, dependsOn: listOf(reference), provides: listOf(reference) },
  required: ['ref'],
}));

const service: Check = object(() => ({
  open,
  members: {
    'bom-ref': bomRef,
    provider: entity,
    group: anyText,
    name: anyText,
    version: anyText,
    description: anyText,
    endpoints: texts,
    authenticated: boolean,
    'x-trust-boundary': boolean,
    trustZone: anyText,
    data: listOf(serviceData),
    licenses: licenseChoices,
    patentAssertions: anything,
    externalReferences: listOf(externalReference),
    services: listOf(service),
    releaseNotes: anything,
    properties,
    tags: texts,
    signature: anything,
  },
  required: ['name'],
}));

const serviceData: Check = object(() => ({
  open,
  members: {
    flow: oneOf(['inbound', 'outbound', 'bi-directional', 'unknown']),
    classification: anyText,
    name: anyText,
    description: anyText,
    governance: anything,
    source: anything,
    destination: anything,
  },
  required: ['flow', 'classification'],
}));

const composition: Check = object(() => ({
  open,
  members: {
    'bom-ref': bomRef,
    aggregate: text({ nonEmpty: true }),
    assemblies: texts,
    dependencies: texts,
    vulnerabilities: texts,
    signature: anything,
  },
  required: ['aggregate'],
}));

/** Where in the document something was said, and by whom or what. */
const citation: Check = object(() => ({
  open,
  members: {
    'bom-ref': bomRef,
    pointers: texts,
    expressions: texts,
    timestamp: instant,
    attributedTo: reference,
    process: reference,
    note: anyText,
    signature: anything,
  },
  required: ['timestamp'],
  also: (fields, path, checking) => {
    exactlyOne('pointers', 'expressions')(fields, path, checking);
    if (own(fields, 'attributedTo') === undefined && own(fields, 'process') === undefined)
      checking.problems.add('field.missing', path, 'Neither "attributedTo" nor "process" is there.');
  },
}));
