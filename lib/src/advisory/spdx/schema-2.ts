// What an SPDX 2.2 or 2.3 document may hold, written from the specification, in the JSON form.
import { quote } from '../../kit/index.ts';
import { own } from '../fields.ts';
import { anything, boolean, type Check, instant, listOf, object, oneOf, type Shape, text } from '../sbom/shape.ts';

const since23 = (version: string): boolean => version !== '2.2';

const anyText = text();
const texts = listOf(anyText);
const id: Check = text({
  pattern: /^SPDXRef-[A-Za-z0-9.+-]+$/,
  form: 'SPDXRef- and letters, digits, dots and hyphens',
});
/** Tools write underscores into ids, which the specification does not allow but its own schema does. */
const looseId: Check = text({ pattern: /^SPDXRef-\S+$/, form: 'an id that begins with SPDXRef-' });
const agent: Check = text({
  pattern: /^(?:(?:Person|Organization): ?\S|NOASSERTION$)/,
  form: 'Person: name, Organization: name or NOASSERTION',
});

export const document2: Check = object(() => ({
  members: {
    SPDXID: id,
    name: anyText,
    spdxVersion: oneOf(['SPDX-2.2', 'SPDX-2.3']),
    dataLicense: oneOf(['CC0-1.0']),
    comment: anyText,
    documentNamespace: text({ pattern: /^[A-Za-z][A-Za-z0-9+.-]*:[^#\s]+$/, form: 'an address without a fragment' }),
    creationInfo,
    externalDocumentRefs: listOf(externalDocument),
    hasExtractedLicensingInfos: listOf(extractedLicense),
    annotations,
    revieweds: listOf(anything),
    documentDescribes: texts,
    packages: listOf(package_),
    files: listOf(file),
    snippets: listOf(snippet),
    relationships: listOf(relationship),
  },
  required: ['SPDXID', 'name', 'spdxVersion', 'dataLicense', 'creationInfo', 'documentNamespace'],
}));

const creationInfo: Check = object(() => ({
  members: {
    created: instant,
    creators: listOf(
      text({ pattern: /^(?:Person|Organization|Tool): ?\S/, form: 'Person:, Organization: or Tool: and a name' }),
    ),
    comment: anyText,
    licenseListVersion: anyText,
  },
  required: ['created', 'creators'],
}));

const externalDocument: Check = object(() => ({
  members: { externalDocumentId: anyText, spdxDocument: anyText, checksum },
  required: ['externalDocumentId', 'spdxDocument', 'checksum'],
}));

const extractedLicense: Check = object(() => ({
  members: {
    licenseId: anyText,
    extractedText: anyText,
    name: anyText,
    comment: anyText,
    seeAlsos: texts,
    crossRefs: anything,
  },
  required: ['licenseId', 'extractedText'],
}));

const annotation: Check = object(() => ({
  members: {
    annotationDate: instant,
    annotationType: oneOf(['REVIEW', 'OTHER']),
    annotator: anyText,
    comment: anyText,
  },
  required: ['annotationDate', 'annotationType', 'annotator', 'comment'],
}));
const annotations = listOf(annotation);

const PACKAGE_MEMBERS: Shape['members'] = {
  SPDXID: looseId,
  name: anyText,
  versionInfo: anyText,
  packageFileName: anyText,
  supplier: agent,
  originator: agent,
  downloadLocation: anyText,
  filesAnalyzed: boolean,
  hasFiles: texts,
  packageVerificationCode: object(() => ({
    members: { packageVerificationCodeValue: anyText, packageVerificationCodeExcludedFiles: texts },
    required: ['packageVerificationCodeValue'],
  })),
  checksums: listOf((value, path, checking) => checksum(value, path, checking)),
  homepage: anyText,
  sourceInfo: anyText,
  licenseConcluded: anyText,
  licenseInfoFromFiles: texts,
  licenseDeclared: anyText,
  licenseComments: anyText,
  copyrightText: anyText,
  summary: anyText,
  description: anyText,
  comment: anyText,
  externalRefs: listOf((value, path, checking) => externalReference(value, path, checking)),
  attributionTexts: texts,
  annotations: (value, path, checking) => annotations(value, path, checking),
};
const PURPOSES = [
  ...['APPLICATION', 'FRAMEWORK', 'LIBRARY', 'CONTAINER', 'OPERATING-SYSTEM', 'DEVICE', 'FIRMWARE', 'SOURCE'],
  ...['ARCHIVE', 'FILE', 'INSTALL', 'OTHER'],
];
const package22: Check = object(() => ({
  members: PACKAGE_MEMBERS,
  required: ['SPDXID', 'name', 'downloadLocation', 'licenseConcluded', 'licenseDeclared', 'copyrightText'],
}));
const package23: Check = object(() => ({
  members: {
    ...PACKAGE_MEMBERS,
    primaryPackagePurpose: oneOf(PURPOSES),
    builtDate: instant,
    releaseDate: instant,
    validUntilDate: instant,
  },
  required: ['SPDXID', 'name', 'downloadLocation'],
}));
const package_: Check = (value, path, checking) =>
  (since23(checking.version) ? package23 : package22)(value, path, checking);

const ALGORITHMS_22 = ['SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'MD2', 'MD4', 'MD5', 'MD6'];
const ALGORITHMS_23 = [
  ...ALGORITHMS_22,
  ...['SHA3-256', 'SHA3-384', 'SHA3-512', 'BLAKE2b-256', 'BLAKE2b-384', 'BLAKE2b-512', 'BLAKE3', 'ADLER32'],
];
const checksum: Check = object(() => ({
  members: {
    algorithm: oneOf((version) => (since23(version) ? ALGORITHMS_23 : ALGORITHMS_22)),
    checksumValue: anyText,
  },
  required: ['algorithm', 'checksumValue'],
}));

const externalReference: Check = object(() => ({
  members: {
    referenceCategory: oneOf((version) =>
      since23(version)
        ? ['SECURITY', 'PACKAGE-MANAGER', 'PACKAGE_MANAGER', 'PERSISTENT-ID', 'PERSISTENT_ID', 'OTHER']
        : ['SECURITY', 'PACKAGE_MANAGER', 'PACKAGE-MANAGER', 'OTHER'],
    ),
    referenceType: anyText,
    referenceLocator: anyText,
    comment: anyText,
  },
  required: ['referenceCategory', 'referenceType', 'referenceLocator'],
}));

const FILE_MEMBERS: Shape['members'] = {
  SPDXID: looseId,
  fileName: anyText,
  fileTypes: listOf(
    oneOf([
      ...[
        'SOURCE',
        'BINARY',
        'ARCHIVE',
        'APPLICATION',
        'AUDIO',
        'IMAGE',
        'TEXT',
        'VIDEO',
        'DOCUMENTATION',
        'SPDX',
        'OTHER',
      ],
    ]),
  ),
  checksums: listOf(checksum),
  licenseConcluded: anyText,
  licenseInfoInFiles: texts,
  licenseComments: anyText,
  copyrightText: anyText,
  comment: anyText,
  noticeText: anyText,
  fileContributors: texts,
  fileDependencies: texts,
  attributionTexts: texts,
  artifactOfs: anything,
  annotations,
};
const file22: Check = object(() => ({
  members: FILE_MEMBERS,
  required: ['SPDXID', 'fileName', 'licenseConcluded', 'copyrightText'],
}));
const file23: Check = object(() => ({ members: FILE_MEMBERS, required: ['SPDXID', 'fileName', 'checksums'] }));
const file: Check = (value, path, checking) => (since23(checking.version) ? file23 : file22)(value, path, checking);

const snippet: Check = object(() => ({
  open: true,
  members: { SPDXID: looseId, snippetFromFile: anyText },
  required: ['SPDXID', 'snippetFromFile'],
}));

const relationship: Check = object(() => ({
  members: {
    spdxElementId: anyText,
    relationshipType: oneOf(RELATIONSHIPS),
    relatedSpdxElement: anyText,
    comment: anyText,
  },
  required: ['spdxElementId', 'relationshipType', 'relatedSpdxElement'],
}));
const RELATIONSHIPS = [
  ...['DESCRIBES', 'DESCRIBED_BY', 'CONTAINS', 'CONTAINED_BY', 'DEPENDS_ON', 'DEPENDENCY_OF', 'AMENDS', 'OTHER'],
  ...['DEPENDENCY_MANIFEST_OF', 'BUILD_DEPENDENCY_OF', 'DEV_DEPENDENCY_OF', 'OPTIONAL_DEPENDENCY_OF'],
  ...['PROVIDED_DEPENDENCY_OF', 'TEST_DEPENDENCY_OF', 'RUNTIME_DEPENDENCY_OF', 'EXAMPLE_OF', 'GENERATES'],
  ...['GENERATED_FROM', 'ANCESTOR_OF', 'DESCENDANT_OF', 'VARIANT_OF', 'DISTRIBUTION_ARTIFACT', 'PATCH_FOR'],
  ...['PATCH_APPLIED', 'COPY_OF', 'FILE_ADDED', 'FILE_DELETED', 'FILE_MODIFIED', 'EXPANDED_FROM_ARCHIVE'],
  ...['DYNAMIC_LINK', 'STATIC_LINK', 'DATA_FILE_OF', 'TEST_CASE_OF', 'BUILD_TOOL_OF', 'DEV_TOOL_OF', 'TEST_OF'],
  ...['TEST_TOOL_OF', 'DOCUMENTATION_OF', 'OPTIONAL_COMPONENT_OF', 'METAFILE_OF', 'PACKAGE_OF', 'PREREQUISITE_FOR'],
  ...['HAS_PREREQUISITE', 'REQUIREMENT_DESCRIPTION_FOR', 'SPECIFICATION_FOR'],
];

/** Relationships lead to what the document has, to another document, or to nothing that is stated. */
export const resolves: Check = (value, _path, { problems }) => {
  if (typeof value !== 'object' || value === null) return;
  const document = value as Readonly<Record<string, unknown>>; // its keys are read as unknown
  const list = (key: string): readonly unknown[] => {
    const entries = own(document, key);
    return Array.isArray(entries) ? entries : [];
  };
  const idIn = (entry: unknown): unknown =>
    typeof entry === 'object' && entry !== null ? own(entry as never, 'SPDXID') : undefined;
  const ids = new Set<unknown>([
    idIn(document),
    ...['packages', 'files', 'snippets'].flatMap((key) => list(key).map(idIn)),
  ]);
  const check = (ref: unknown, path: string): void => {
    if (typeof ref !== 'string' || ids.has(ref) || ref === 'NONE' || ref === 'NOASSERTION') return;
    if (!/^DocumentRef-[^:]+:SPDXRef-/.test(ref))
      problems.add('reference.dangling', path, `${quote(ref)} is not in the document.`);
  };
  for (const [i, entry] of list('relationships').entries()) {
    if (typeof entry !== 'object' || entry === null) continue;
    check(own(entry as never, 'spdxElementId'), `/relationships/${i}/spdxElementId`);
    check(own(entry as never, 'relatedSpdxElement'), `/relationships/${i}/relatedSpdxElement`);
  }
  for (const [i, ref] of list('documentDescribes').entries()) check(ref, `/documentDescribes/${i}`);
};
