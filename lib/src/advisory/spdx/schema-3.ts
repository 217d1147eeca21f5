// What the elements of an SPDX 3.0 graph must have, written from the model: the core and what software is described with. Members of
// other profiles (licensing, security, AI, data sets, builds) are let pass.
import { quote } from '../../kit/index.ts';
import { own } from '../fields.ts';
import { anything, type Check, type Checking, instant, listOf, object, text } from '../sbom/shape.ts';
import { type Node, refOf } from './graph-elements.ts';

const anyText = text();
const reference: Check = (value, path, { problems }) => {
  if (refOf(value) === undefined && (typeof value !== 'object' || value === null))
    problems.add('field.type', path, `An id or an element is expected, not ${quote(value)}.`);
};
const ELEMENT = {
  spdxId: text({ pattern: /^\S+:\S*$/, form: 'an IRI' }),
  creationInfo: reference,
  name: anyText,
  summary: anyText,
  description: anyText,
  comment: anyText,
  verifiedUsing: listOf(anything),
  externalIdentifier: listOf(
    object(() => ({
      open: true,
      members: { externalIdentifierType: anyText, identifier: anyText },
      required: ['externalIdentifierType', 'identifier'],
    })),
  ),
  externalRef: listOf(anything),
};
const REQUIRED = ['spdxId', 'creationInfo'];

const element: Check = object(() => ({ open: true, members: ELEMENT, required: REQUIRED }));
const software: Check = object(() => ({
  open: true,
  members: {
    ...ELEMENT,
    suppliedBy: reference,
    originatedBy: listOf(reference),
    builtTime: instant,
    releaseTime: instant,
    validUntilTime: instant,
    software_packageVersion: anyText,
    software_packageUrl: anyText,
    software_downloadLocation: anyText,
    software_homePage: anyText,
    software_sourceInfo: anyText,
    software_primaryPurpose: anyText,
    software_additionalPurpose: listOf(anyText),
    software_copyrightText: anyText,
  },
  required: REQUIRED,
}));
const relationship: Check = object(() => ({
  open: true,
  members: { ...ELEMENT, from: reference, to: listOf(reference), relationshipType: anyText },
  required: [...REQUIRED, 'from', 'to', 'relationshipType'],
}));
const collection: Check = object(() => ({
  open: true,
  members: {
    ...ELEMENT,
    element: listOf(reference),
    rootElement: listOf(reference),
    profileConformance: listOf(anyText),
  },
  required: REQUIRED,
}));
const creationInfo: Check = object(() => ({
  open: true,
  members: { specVersion: anyText, created: instant, createdBy: listOf(reference), createdUsing: listOf(reference) },
  required: ['specVersion', 'created', 'createdBy'],
}));

const BY_TYPE: ReadonlyMap<string, Check> = new Map([
  ...['Package', 'AIPackage', 'DatasetPackage', 'File'].map((type) => [type, software] as const),
  ...['SpdxDocument', 'Bom', 'Sbom', 'Bundle'].map((type) => [type, collection] as const),
  ...['Relationship', 'LifecycleScopedRelationship'].map((type) => [type, relationship] as const),
  ...['Person', 'Organization', 'SoftwareAgent', 'Agent', 'Tool'].map((type) => [type, element] as const),
  ['CreationInfo', creationInfo],
]);

/** Each element by its class; blank nodes, which cannot be in another document, must be in this one. */
export function checkGraph(nodes: readonly Node[], checking: Checking): void {
  const ids = new Set(nodes.map(({ fields }) => own(fields, '@id') ?? own(fields, 'spdxId')));
  for (const { fields, type, path } of nodes) {
    BY_TYPE.get(type)?.(fields, path, checking);
    const info = own(fields, 'creationInfo');
    if (typeof info === 'string' && info.startsWith('_:') && !ids.has(info))
      checking.problems.add('reference.dangling', `${path}/creationInfo`, `${quote(info)} is not in the document.`);
  }
}
