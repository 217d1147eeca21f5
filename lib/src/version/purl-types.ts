// What each package URL type asks of its parts: which are needed or not allowed, and how they are folded (ECMA-427 and the
// registered type definitions). A type that is not here is kept as written.
import type { PurlParts } from './purl.ts';

export interface PurlTypeRule {
  readonly namespace?: 'required' | 'prohibited';
  /** Brings the parts to their canonical form. */
  readonly fold?: (parts: PurlParts) => PurlParts;
  /** What is wrong with the parts, or undefined. */
  readonly check?: (parts: PurlParts) => string | undefined;
}

const lower = (text: string | undefined): string | undefined => text?.toLowerCase();
const withNamespace = (parts: PurlParts, namespace: string | undefined): PurlParts =>
  namespace === undefined ? parts : { ...parts, namespace };
const foldName = (parts: PurlParts): PurlParts => ({ ...parts, name: parts.name.toLowerCase() });
const foldNamespace = (parts: PurlParts): PurlParts => withNamespace(parts, lower(parts.namespace));
const foldBoth = (parts: PurlParts): PurlParts => foldName(foldNamespace(parts));
const foldVersion = (parts: PurlParts): PurlParts =>
  parts.version === undefined ? parts : { ...parts, version: parts.version.toLowerCase() };

const distribution: PurlTypeRule = { namespace: 'required', fold: foldBoth };

export const PURL_TYPES: ReadonlyMap<string, PurlTypeRule> = new Map<string, PurlTypeRule>([
  ['alpm', distribution],
  ['apk', distribution],
  ['bazel', { namespace: 'prohibited' }],
  ['bitbucket', { namespace: 'required', fold: foldBoth }],
  ['bitnami', { namespace: 'prohibited', fold: foldName }],
  ['brew', { fold: foldBoth }],
  ['cargo', { namespace: 'prohibited' }],
  [
    'chrome-extension',
    {
      namespace: 'prohibited',
      fold: foldName,
      check: ({ name, version }) =>
        !/^[a-p]{32}$/.test(name)
          ? 'the name of an extension is 32 letters from a to p'
          : version !== undefined && !/^\d+(?:\.\d+){0,3}$/.test(version)
            ? 'the version of an extension is one to four numbers'
            : undefined,
    },
  ],
  ['cocoapods', { namespace: 'prohibited' }],
  ['composer', { namespace: 'required', fold: foldBoth }],
  ['conda', { namespace: 'prohibited' }],
  ['cpan', { check: ({ name }) => (name.includes('::') ? 'a distribution has no :: in its name' : undefined) }],
  ['cran', { namespace: 'prohibited' }],
  ['deb', distribution],
  ['gem', { namespace: 'prohibited' }],
  ['git', { namespace: 'required' }],
  ['github', { namespace: 'required', fold: foldBoth }],
  ['gitlab', { namespace: 'required', fold: foldBoth }],
  // The definition asks golang for a namespace; the standard library (pkg:golang/stdlib) has none and is in every Go inventory.
  ['golang', {}],
  ['hackage', { namespace: 'prohibited' }],
  ['hex', { fold: foldBoth }],
  ['huggingface', { namespace: 'required', fold: foldVersion }],
  [
    'julia',
    {
      namespace: 'prohibited',
      check: ({ qualifiers }) =>
        qualifiers.uuid === undefined ? 'a Julia package is told by its uuid qualifier' : undefined,
    },
  ],
  ['luarocks', { fold: foldBoth }],
  ['maven', { namespace: 'required' }],
  [
    'mlflow',
    {
      namespace: 'prohibited',
      fold: (parts) => (parts.qualifiers.repository_url?.includes('databricks') ? foldName(parts) : parts),
    },
  ],
  ['npm', {}],
  ['nuget', { namespace: 'prohibited' }],
  ['oci', { namespace: 'prohibited', fold: (parts) => foldVersion(foldName(parts)) }],
  ['opam', { namespace: 'prohibited' }],
  ['otp', { namespace: 'prohibited', fold: foldName }],
  [
    'pub',
    {
      namespace: 'prohibited',
      fold: (parts) => ({ ...parts, name: parts.name.toLowerCase().replace(/[^a-z0-9_]/g, '_') }),
    },
  ],
  [
    'pypi',
    {
      namespace: 'prohibited',
      fold: (parts) => foldVersion({ ...parts, name: parts.name.toLowerCase().replaceAll('_', '-') }),
    },
  ],
  ['qpkg', { namespace: 'required', fold: foldNamespace }],
  ['rpm', { namespace: 'required', fold: foldNamespace }],
  [
    'swid',
    {
      check: ({ qualifiers }) =>
        qualifiers.tag_id === undefined ? 'a SWID tag is told by its tag_id qualifier' : undefined,
    },
  ],
  ['swift', { namespace: 'required' }],
  ['vcpkg', { namespace: 'prohibited' }],
  ['vscode-extension', { namespace: 'required', fold: (parts) => foldVersion(foldBoth(parts)) }],
  ['yocto', { fold: foldNamespace }],
]);
