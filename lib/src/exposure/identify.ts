// Which packages a component may be, and with which version: the package URL first, the source package for distributions, vendor and
// product for what has no package URL. Every step is kept as `via`; nothing is guessed from names alone.
import type { Component } from '../advisory/index.ts';
import {
  equalityOnly,
  type PackageName,
  type Purl,
  packageKey,
  packageOfPurl,
  parsePurl,
  productPackage,
  releaseOf,
  schemeOfNamespace,
} from '../version/index.ts';
import type { ComponentKey, Reason, Via } from './model.ts';
import { reason } from './reasons.ts';

export interface Identity {
  readonly keys: readonly ComponentKey[];
  /** Why there are no keys. */
  readonly cannotMatch?: Reason;
}

/** What of a component is needed to look it up. */
export type Identifiable = Pick<Component, 'name' | 'version' | 'purl' | 'badPurl' | 'vendor' | 'cpe' | 'kind'>;

export function identify(component: Identifiable): Identity {
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl);
  if (parsed?.ok && component.kind !== 'product') return { keys: keysOfPurl(parsed.value, component.version) };
  const keys = [...(parsed?.ok ? keysOfPurl(parsed.value, component.version) : []), ...keysOfProduct(component)];
  return keys.length > 0 ? { keys } : { keys, cannotMatch: whyNot(component, parsed !== undefined) };
}

function whyNot(component: Identifiable, hasPurl: boolean): Reason {
  if (hasPurl || component.badPurl !== undefined) return reason('purl-invalid');
  if (component.cpe !== undefined) return reason('cpe-only');
  return reason(component.kind === 'product' ? 'vendor-missing' : 'no-identity');
}

function keysOfPurl(purl: Purl, stated: string | undefined): readonly ComponentKey[] {
  const version = purl.version ?? stated;
  if (DISTRIBUTION_TYPES.has(purl.type)) return keysOfDistribution(purl, version);
  return [componentKey(packageOfPurl(purl), 'package-url', version)];
}

const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/**
 * A distribution's advisories name source packages, by release. The source is the `upstream` qualifier, the package itself where it is
 * one (`arch=source`) or where no qualifier says otherwise. Without a release the component is looked up under all releases at once.
 */
function keysOfDistribution(purl: Purl, version: string | undefined): readonly ComponentKey[] {
  const [distribution = '', inNamespace] = (purl.namespace ?? '').split(/[:/]/);
  const release = releaseOf(distribution, releaseText(purl.qualifiers.distro ?? inNamespace ?? '', distribution));
  const base = `${purl.type}:${distribution}`;
  const namespaces = [`${base}:${release === '' ? '*' : release}`, base];
  return sourcesOf(purl, version).flatMap((source) => {
    const [first, ...others] = namespaces.map((namespace) => ({ namespace, name: source.name }));
    if (!first) return [];
    const key = componentKey(first, source.via, source.version);
    return [key, ...others.map((named) => ({ ...key, ...named, package: packageKey(named) }))]; // one order for all releases
  });
}

/** `debian-12.5`, `12`, `bookworm`, `debian-bookworm`: the release without the distribution's name. */
const releaseText = (text: string, distribution: string): string => {
  const lower = text.toLowerCase();
  if (lower === distribution) return '';
  return lower.startsWith(`${distribution}-`) ? lower.slice(distribution.length + 1) : lower;
};

interface Source {
  readonly name: string;
  readonly version: string | undefined;
  readonly via: Via;
}

function sourcesOf(purl: Purl, version: string | undefined): readonly Source[] {
  const { upstream, arch, epoch } = purl.qualifiers;
  const whole =
    version !== undefined && epoch !== undefined && /^\d+$/.test(epoch) && !version.includes(':')
      ? `${epoch}:${version}`
      : version;
  if (upstream === undefined || upstream === '') {
    return [
      {
        name: purl.name,
        version: arch === 'source' ? whole : ofSource(whole),
        via: arch === 'source' ? 'source-package' : 'binary-name',
      },
    ];
  }
  return upstream.split(',').map((text) => {
    const at = text.lastIndexOf('@');
    const name = (at > 0 ? text.slice(0, at) : text).trim().toLowerCase();
    return { name, version: at > 0 ? text.slice(at + 1) : ofSource(whole), via: 'upstream-qualifier' };
  });
}

/** A rebuild on Debian's build machines (`+b1`) changes the binary's version, not its source's. */
const ofSource = (version: string | undefined): string | undefined => version?.replace(/\+b\d{1,9}$/, '');

function keysOfProduct({ vendor, name, version }: Identifiable): readonly ComponentKey[] {
  return vendor === undefined ? [] : [componentKey(productPackage(vendor, name), 'vendor-and-product', version)];
}

function componentKey(named: PackageName, via: Via, version: string | undefined): ComponentKey {
  const scheme = schemeOfNamespace(named.namespace) ?? equalityOnly;
  const { namespace, name } = named;
  return version === undefined || version.trim() === ''
    ? { package: packageKey(named), namespace, name, via }
    : { package: packageKey(named), namespace, name, via, version: scheme.read(version) };
}
