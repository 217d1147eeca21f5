// What each package URL type asks of its parts: which are needed or not allowed, which are written in small letters, which
// qualifiers it defines (ECMA-427 and the registered type definitions). A type that is not here is kept as written.
import type { PurlParts } from './purl.ts';

export interface PurlType {
  /** expected: the definition asks for one, but inventories are full of packages that have none. */
  readonly namespace?: 'required' | 'expected' | 'prohibited';
  readonly lowerNamespace?: boolean;
  readonly lowerName?: boolean;
  readonly lowerVersion?: boolean;
  /** Qualifiers that the definition names. */
  readonly keys?: readonly string[];
  /** Qualifiers without which the package is not told. */
  readonly needs?: readonly string[];
  /** The namespace is one segment and the name all that follows it. */
  readonly longName?: boolean;
  /** What small letters do not settle. */
  readonly fold?: (parts: PurlParts) => PurlParts;
  /** What is wrong with the folded parts, or undefined. */
  readonly check?: (parts: PurlParts) => string | undefined;
}

const lowerBoth = { lowerNamespace: true, lowerName: true } as const;
const owned = { namespace: 'required', ...lowerBoth } as const;
const bare = { namespace: 'prohibited' } as const;

export const PURL_TYPES: ReadonlyMap<string, PurlType> = new Map<string, PurlType>([
  ['alpm', { ...owned, keys: ['arch'] }],
  ['apk', { ...owned, keys: ['arch'] }],
  ['bazel', { ...bare, keys: ['repository_url'] }],
  ['bitbucket', owned],
  ['bitnami', { ...bare, lowerName: true, keys: ['arch', 'distro'] }],
  ['brew', { ...lowerBoth, keys: ['repository_url'] }],
  ['cargo', bare],
  ['chrome-extension', { ...bare, lowerName: true, check: chromeExtension }],
  ['cocoapods', bare],
  ['composer', owned],
  ['conan', { keys: ['user', 'channel', 'rrev', 'prev'] }],
  ['conda', { ...bare, keys: ['build', 'channel', 'subdir', 'type'] }],
  ['cpan', { keys: ['author', 'distpath', 'repository_url', 'download_url', 'vcs_url', 'ext'], check: cpan }],
  ['cran', bare],
  ['deb', { ...owned, keys: ['arch'] }],
  ['docker', {}],
  ['gem', { ...bare, keys: ['platform'] }],
  ['generic', { keys: ['download_url', 'checksum'] }],
  ['git', { namespace: 'required', longName: true, fold: foldGit }],
  ['github', owned],
  ['gitlab', owned], // in use, not registered
  // The standard library (pkg:golang/stdlib) and modules of one word have no namespace, and are in every Go inventory.
  ['golang', { namespace: 'expected' }],
  ['hackage', bare],
  ['hex', lowerBoth],
  ['huggingface', { namespace: 'required', lowerVersion: true }],
  ['julia', { ...bare, keys: ['uuid'], needs: ['uuid'] }],
  ['luarocks', { ...lowerBoth, keys: ['repository_url'] }],
  ['maven', { namespace: 'required', keys: ['classifier', 'type'] }],
  ['mlflow', { ...bare, keys: ['model_uuid', 'run_id'], fold: foldMlflow }],
  ['npm', {}],
  ['nuget', bare],
  ['oci', { ...bare, lowerName: true, lowerVersion: true, keys: ['arch', 'repository_url', 'tag'] }],
  ['opam', bare],
  ['otp', { ...bare, lowerName: true, keys: ['repository_url', 'platform', 'arch'] }],
  ['pub', { ...bare, fold: (parts) => withName(parts, parts.name.toLowerCase().replace(/[^a-z0-9_]/g, '_')) }],
  ['pypi', { ...bare, lowerVersion: true, keys: ['file_name'], fold: foldPypi }],
  ['qpkg', { namespace: 'required', lowerNamespace: true }],
  ['rpm', { namespace: 'required', lowerNamespace: true, keys: ['epoch', 'arch'] }],
  ['swid', { keys: ['tag_id', 'tag_version', 'patch', 'tag_creator_name', 'tag_creator_regid'], needs: ['tag_id'] }],
  ['swift', { namespace: 'required' }],
  ['vcpkg', { ...bare, keys: ['port_version', 'repository_revision', 'triplet'] }],
  ['vscode-extension', { ...owned, lowerVersion: true, keys: ['platform'] }],
  ['yocto', { lowerNamespace: true, keys: ['repository_url', 'layer_version'] }],
]);

function withName(parts: PurlParts, name: string): PurlParts {
  return name === parts.name ? parts : { ...parts, name };
}

function foldPypi(parts: PurlParts): PurlParts {
  return withName(parts, parts.name.toLowerCase().replaceAll('_', '-'));
}

/** Paths on these hosts mean the same in capitals; elsewhere they need not. */
function foldGit(parts: PurlParts): PurlParts {
  return /^(?:github|bitbucket)(?:\.com|\.org)?$/i.test(parts.namespace ?? '')
    ? { ...withName(parts, parts.name.toLowerCase()), namespace: (parts.namespace ?? '').toLowerCase() }
    : parts;
}

/** Databricks folds the names of models, Azure keeps them. */
function foldMlflow(parts: PurlParts): PurlParts {
  return parts.qualifiers.repository_url?.includes('databricks') ? withName(parts, parts.name.toLowerCase()) : parts;
}

function chromeExtension({ name, version }: PurlParts): string | undefined {
  if (!/^[a-p]{32}$/.test(name)) return 'the name of an extension is 32 letters from a to p';
  return version === undefined || /^\d+(?:\.\d+){0,3}$/.test(version)
    ? undefined
    : 'the version of an extension is one to four numbers';
}

function cpan({ name }: PurlParts): string | undefined {
  return name.includes('::') ? 'a distribution has no :: in its name' : undefined;
}
