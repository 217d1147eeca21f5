// Brings an SPDX 2 document in tag-value form to its JSON form, so that one reader and one set of rules serve both. A line is a tag and
// its value; `<text>…</text>` may go on over lines; `#` begins a comment; PackageName, FileName, SnippetSPDXID and LicenseID begin
// an entry, to which what follows belongs (SPDX 2.3 clause 5 and annex on tag-value).
import { failed, ok, type ProblemList, quote, type Result } from '../../kit/index.ts';
import { readDocumentText } from '../document-text.ts';
import { SPDX_LIMITS } from './reading.ts';

export interface TagValue {
  readonly value: Readonly<Record<string, unknown>>;
  /** Lines, from 1, at which the entries of a list begin. */
  readonly lines: Readonly<Record<List, readonly number[]>>;
}

export type List = 'packages' | 'files' | 'snippets' | 'hasExtractedLicensingInfos' | 'relationships' | 'annotations';

/** Lines that are no tag and value are problems, and cost themselves alone. Fails where the text cannot be read at all. */
export function readTagValue(input: Uint8Array | string, problems: ProblemList): Result<TagValue> {
  const text = readDocumentText(input, SPDX_LIMITS.bytes);
  if (!text.ok) return text;
  const builder = new Builder(problems);
  for (const entry of entriesOf(text.value.text, problems)) builder.take(entry);
  if (builder.tags === 0)
    return failed([{ code: 'spdx.syntax', path: '/line/1', detail: 'There is no line with a tag and a value.' }]);
  return ok({ value: builder.document, lines: builder.lines });
}

interface Entry {
  readonly tag: string;
  readonly value: string;
  readonly line: number;
}

function* entriesOf(text: string, problems: ProblemList): Generator<Entry> {
  let line = 1;
  let ends = true; // whether any </text> is still ahead: looked for once in vain, never again
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const written = text.slice(at, end).trim();
    const started = line;
    const start = at;
    line += 1;
    at = end + 1;
    if (written === '' || written.startsWith('#')) continue;
    const colon = written.indexOf(':');
    const tag = written.slice(0, Math.max(colon, 0)).trim();
    if (!/^[A-Za-z][A-Za-z0-9]{0,60}$/.test(tag)) {
      problems.add('spdx.syntax', `/line/${started}`, `This is no tag and value: ${quote(written)}.`);
      continue;
    }
    const value = written.slice(colon + 1).trim();
    if (!value.startsWith(OPEN)) {
      yield { tag, value, line: started };
      continue;
    }
    const from = text.indexOf(OPEN, start) + OPEN.length;
    const close = ends ? text.indexOf(CLOSE, from) : -1;
    if (close < 0) {
      ends = false;
      problems.add('spdx.syntax', `/line/${started}`, `The text of ${tag} has no end (${CLOSE}).`);
      yield { tag, value: value.slice(OPEN.length), line: started };
      continue;
    }
    yield { tag, value: text.slice(from, close), line: started };
    for (let i = text.indexOf('\n', end); i >= 0 && i < close; i = text.indexOf('\n', i + 1)) line += 1;
    at = endOfLine(text, close) + 1;
  }
}

const OPEN = '<text>';
const CLOSE = '</text>';

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

type Fields = Record<string, unknown>;
type Owner = 'document' | 'creationInfo' | 'package' | 'file' | 'snippet' | 'license' | 'annotation';
type Kind = 'text' | 'list' | 'boolean' | 'checksum' | 'reference' | 'verification' | 'document';
type Rule = readonly [owner: Owner, member: string, kind?: Kind];

/** Tags that begin an entry, and the list that it goes to. */
const BEGINS: ReadonlyMap<string, readonly [Owner, List]> = new Map([
  ['PackageName', ['package', 'packages']],
  ['FileName', ['file', 'files']],
  ['SnippetSPDXID', ['snippet', 'snippets']],
  ['LicenseID', ['license', 'hasExtractedLicensingInfos']],
  ['Annotator', ['annotation', 'annotations']],
]);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['SPDXVersion', ['document', 'spdxVersion']],
  ['DataLicense', ['document', 'dataLicense']],
  ['DocumentName', ['document', 'name']],
  ['DocumentNamespace', ['document', 'documentNamespace']],
  ['DocumentComment', ['document', 'comment']],
  ['ExternalDocumentRef', ['document', 'externalDocumentRefs', 'document']],
  ['Creator', ['creationInfo', 'creators', 'list']],
  ['Created', ['creationInfo', 'created']],
  ['CreatorComment', ['creationInfo', 'comment']],
  ['LicenseListVersion', ['creationInfo', 'licenseListVersion']],
  ['PackageName', ['package', 'name']],
  ['PackageVersion', ['package', 'versionInfo']],
  ['PackageFileName', ['package', 'packageFileName']],
  ['PackageSupplier', ['package', 'supplier']],
  ['PackageOriginator', ['package', 'originator']],
  ['PackageDownloadLocation', ['package', 'downloadLocation']],
  ['FilesAnalyzed', ['package', 'filesAnalyzed', 'boolean']],
  ['PackageVerificationCode', ['package', 'packageVerificationCode', 'verification']],
  ['PackageChecksum', ['package', 'checksums', 'checksum']],
  ['PackageHomePage', ['package', 'homepage']],
  ['PackageSourceInfo', ['package', 'sourceInfo']],
  ['PackageLicenseConcluded', ['package', 'licenseConcluded']],
  ['PackageLicenseInfoFromFiles', ['package', 'licenseInfoFromFiles', 'list']],
  ['PackageLicenseDeclared', ['package', 'licenseDeclared']],
  ['PackageLicenseComments', ['package', 'licenseComments']],
  ['PackageCopyrightText', ['package', 'copyrightText']],
  ['PackageSummary', ['package', 'summary']],
  ['PackageDescription', ['package', 'description']],
  ['PackageComment', ['package', 'comment']],
  ['PackageAttributionText', ['package', 'attributionTexts', 'list']],
  ['PrimaryPackagePurpose', ['package', 'primaryPackagePurpose']],
  ['BuiltDate', ['package', 'builtDate']],
  ['ReleaseDate', ['package', 'releaseDate']],
  ['ValidUntilDate', ['package', 'validUntilDate']],
  ['ExternalRef', ['package', 'externalRefs', 'reference']],
  ['FileName', ['file', 'fileName']],
  ['FileType', ['file', 'fileTypes', 'list']],
  ['FileChecksum', ['file', 'checksums', 'checksum']],
  ['LicenseConcluded', ['file', 'licenseConcluded']],
  ['LicenseInfoInFile', ['file', 'licenseInfoInFiles', 'list']],
  ['LicenseComments', ['file', 'licenseComments']],
  ['FileCopyrightText', ['file', 'copyrightText']],
  ['FileComment', ['file', 'comment']],
  ['FileNotice', ['file', 'noticeText']],
  ['FileContributor', ['file', 'fileContributors', 'list']],
  ['FileAttributionText', ['file', 'attributionTexts', 'list']],
  ['FileDependency', ['file', 'fileDependencies', 'list']],
  ['SnippetSPDXID', ['snippet', 'SPDXID']],
  ['SnippetFromFileSPDXID', ['snippet', 'snippetFromFile']],
  ['SnippetName', ['snippet', 'name']],
  ['LicenseID', ['license', 'licenseId']],
  ['ExtractedText', ['license', 'extractedText']],
  ['LicenseName', ['license', 'name']],
  ['LicenseCrossReference', ['license', 'seeAlsos', 'list']],
  ['LicenseComment', ['license', 'comment']],
  ['Annotator', ['annotation', 'annotator']],
  ['AnnotationDate', ['annotation', 'annotationDate']],
  ['AnnotationType', ['annotation', 'annotationType']],
  ['AnnotationComment', ['annotation', 'comment']],
]);

/** Tags of the standard whose content is neither read nor checked. */
const PASSED_OVER =
  /^(?:Snippet|LicenseInfoInSnippet$|ArtifactOf|Review|ExternalRefComment$|RelationshipComment$|SPDXREF$)/;

class Builder {
  readonly document: Fields = { creationInfo: {} };
  readonly lines: Record<List, number[]> = {
    packages: [],
    files: [],
    snippets: [],
    hasExtractedLicensingInfos: [],
    relationships: [],
    annotations: [],
  };
  tags = 0;
  private readonly problems: ProblemList;
  /** The entry that is open of each kind, and the innermost of all that may have an id. */
  private readonly open = new Map<Owner, Fields>();
  private current: Fields;

  constructor(problems: ProblemList) {
    this.problems = problems;
    this.current = this.document;
    this.open.set('document', this.document);
    this.open.set('creationInfo', this.document.creationInfo as Fields); // set above
  }

  take({ tag, value, line }: Entry): void {
    this.tags += 1;
    const begins = BEGINS.get(tag);
    if (begins) this.begin(begins, line);
    if (tag === 'SPDXID') this.set(this.current, 'SPDXID', value, line);
    else if (tag === 'Relationship') this.relationship(value, line);
    else this.member(tag, value, line);
    if (tag === 'SPDXID') this.fileOfPackage(value);
  }

  private begin([owner, list]: readonly [Owner, List], line: number): void {
    const entry: Fields = {};
    this.append(this.document, list, entry);
    this.lines[list].push(line);
    this.open.set(owner, entry);
    if (owner === 'package' || owner === 'file') this.current = entry;
  }

  private member(tag: string, value: string, line: number): void {
    const rule = RULES.get(tag);
    if (!rule) {
      if (!PASSED_OVER.test(tag))
        this.problems.add('field.unknown', `/line/${line}`, `${quote(tag)} is no tag of SPDX 2.`);
      return;
    }
    const [owner, member, kind = 'text'] = rule;
    const entry = this.open.get(owner);
    if (!entry)
      this.problems.add('reference.dangling', `/line/${line}`, `${tag} stands before the ${owner} it belongs to.`);
    else if (kind === 'list') this.append(entry, member, value);
    else if (kind === 'checksum') this.append(entry, member, this.checksum(value, line));
    else if (kind === 'document') this.append(entry, member, this.externalDocument(value, line));
    else if (kind === 'reference') this.append(entry, member, this.reference(value, line));
    else this.set(entry, member, single(kind, value), line);
  }

  private set(entry: Fields, member: string, value: unknown, line: number): void {
    if (entry[member] === undefined) entry[member] = value;
    else
      this.problems.add(
        'field.too-many',
        `/line/${line}`,
        `${quote(member)} stands twice in one entry; the first counts.`,
      );
  }

  private append(entry: Fields, member: string, value: unknown): void {
    const list = entry[member];
    if (Array.isArray(list)) list.push(value);
    else entry[member] = [value];
  }

  private checksum(value: string, line: number): Fields {
    const colon = value.indexOf(':');
    if (colon < 0)
      this.problems.add(
        'spdx.syntax',
        `/line/${line}`,
        `A checksum is written ALGORITHM: digits, not ${quote(value)}.`,
      );
    return { algorithm: value.slice(0, Math.max(colon, 0)).trim(), checksumValue: value.slice(colon + 1).trim() };
  }

  private externalDocument(value: string, line: number): Fields {
    const [externalDocumentId = '', spdxDocument = '', ...checksum] = value.split(/[ \t]+/);
    return { externalDocumentId, spdxDocument, checksum: this.checksum(checksum.join(' '), line) };
  }

  private reference(value: string, line: number): Fields {
    const [referenceCategory = '', referenceType = '', ...locator] = value.split(/[ \t]+/);
    if (locator.length === 0)
      this.problems.add(
        'spdx.syntax',
        `/line/${line}`,
        `A reference is written CATEGORY type locator, not ${quote(value)}.`,
      );
    return { referenceCategory, referenceType, referenceLocator: locator.join(' ') };
  }

  private relationship(value: string, line: number): void {
    const [spdxElementId = '', relationshipType = '', relatedSpdxElement = ''] = value.split(/[ \t]+/);
    if (relatedSpdxElement === '')
      this.problems.add('spdx.syntax', `/line/${line}`, `A relationship is written ID TYPE ID, not ${quote(value)}.`);
    this.append(this.document, 'relationships', { spdxElementId, relationshipType, relatedSpdxElement });
    this.lines.relationships.push(line);
  }

  /** A file that follows a package is one of it (clause 8.1). */
  private fileOfPackage(id: string): void {
    const holder = this.open.get('package');
    if (holder && this.current === this.open.get('file')) this.append(holder, 'hasFiles', id);
  }
}

function single(kind: Kind, value: string): unknown {
  if (kind === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (kind !== 'verification') return value;
  const [packageVerificationCodeValue = ''] = value.split('(', 1);
  return { packageVerificationCodeValue: packageVerificationCodeValue.trim() };
}
