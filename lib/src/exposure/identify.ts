// Which packages a component may be, and with which version: the package URL first, the source package for distributions, vendor and
// product or CPE names for what has no package URL that advisories use, then other names and what it was made from. Every step is kept
// as `via`; nothing is guessed from names alone.
import { parseCpe } from '../advisory/cpe.ts';
import type { Component } from '../advisory/inventory-model.ts';
import { equalityOnly, schemeOfNamespace } from '../version/ecosystem.ts';
import { ofMainModule, standsForCommit } from '../version/go.ts';
import { cpePackage, type PackageName, packageKey, packageOfPurl, productPackage } from '../version/package-name.ts';
import { type Purl, parsePurl } from '../version/purl.ts';
import { distributionOf, releaseOf } from '../version/release.ts';
import { minorOf } from '../version/rpm.ts';
import { packagesOfDigests } from './file-digests.ts';
import type { ComponentKey, Reason, Via } from './model.ts';
import { reason } from './reasons.ts';

export interface Identity {
  readonly keys: readonly ComponentKey[];
  /** Why nothing but the digests of its files can be looked up: where no advisory names those, it cannot be matched. */
  readonly cannotMatch?: Reason;
}

/** What of a component is needed to look it up. */
export type Identifiable = Pick<Component, 'name' | 'version' | 'purl' | 'badPurl' | 'vendor' | 'cpe' | 'kind'> &
  Partial<Pick<Component, 'otherPurls' | 'otherCpes' | 'derivedFrom' | 'isSubject' | 'hashes'>>;

export function identify(component: Identifiable): Identity {
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl);
  const purl = parsed?.ok ? parsed.value : undefined;
  const keys = [
    ...(purl ? keysOfPurl(purl, component) : []),
    ...(purl && component.kind !== 'product' ? [] : keysOfProduct(component)),
    ...keysOfWeakNames(component, purl),
  ];
  const files = packagesOfDigests(component.hashes ?? []).map((file) => componentKey(file, 'file-digest', file.name));
  return keys.length > 0
    ? { keys: [...keys, ...files] }
    : { keys: files, cannotMatch: whyNot(component, parsed !== undefined) };
}

/**
 * Names that are asked where no better one decides. A package of a distribution has none: its own feed alone judges it. CPE names are
 * asked only of what no package URL places in an ecosystem, for those of libraries are mostly guesses of the tool that wrote them.
 */
function keysOfWeakNames(component: Identifiable, purl: Purl | undefined): readonly ComponentKey[] {
  if (purl && DISTRIBUTION_TYPES.has(purl.type)) return [];
  const { cpe, otherCpes = [], otherPurls = [], derivedFrom = [], version } = component;
  const placed = purl && schemeOfNamespace(packageOfPurl(purl).namespace) !== undefined;
  const cpes = placed ? [] : [cpe, ...otherCpes].flatMap((text) => keyOfCpe(text, version));
  const others = otherPurls.flatMap((text) => keysOfName(text, version, 'other-package-url'));
  const origins = derivedFrom.flatMap((from) => keysOfName(from.purl, from.version, 'pedigree'));
  return [...cpes, ...others, ...origins];
}

function keyOfCpe(text: string | undefined, stated: string | undefined): readonly ComponentKey[] {
  const cpe = text === undefined ? undefined : parseCpe(text);
  if (!cpe) return [];
  const named = [cpe.version, cpe.update].filter((part) => part !== undefined).join(' ');
  return [componentKey(cpePackage(cpe), 'cpe-name', cpe.version === undefined ? stated : named)];
}

/** A package of a distribution that something was made from is not judged by its feed: it is no longer that package. */
function keysOfName(text: string | undefined, stated: string | undefined, via: Via): readonly ComponentKey[] {
  const parsed = text === undefined ? undefined : parsePurl(text);
  if (!parsed?.ok || DISTRIBUTION_TYPES.has(parsed.value.type)) return [];
  return [componentKey(packageOfPurl(parsed.value), via, parsed.value.version ?? stated)];
}

function whyNot(component: Identifiable, hasPurl: boolean): Reason {
  if (hasPurl || component.badPurl !== undefined) return reason('purl-invalid');
  if (component.cpe !== undefined) return reason('cpe-only');
  return reason(component.kind === 'product' ? 'vendor-missing' : 'no-identity');
}

function keysOfPurl(purl: Purl, { version: stated, isSubject }: Identifiable): readonly ComponentKey[] {
  const version = purl.version ?? stated;
  if (DISTRIBUTION_TYPES.has(purl.type)) return keysOfDistribution(purl, version);
  const key = componentKey(packageOfPurl(purl), 'package-url', version);
  if (purl.type !== 'golang' || !isSubject || key.version === undefined || !standsForCommit(key.version)) return [key];
  return [{ ...key, via: 'main-module', version: ofMainModule(key.version) }];
}

const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/**
 * A distribution's advisories name source packages, by release. The source is the `upstream` qualifier, the package itself where it is
 * one (`arch=source`) or where no qualifier says otherwise. Without a release the component is looked up under all releases at once.
 */
function keysOfDistribution(purl: Purl, version: string | undefined): readonly ComponentKey[] {
  const host = hostOf(purl);
  const base = `${purl.type}:${host.distribution}`;
  return sourcesOf(purl, version, host.distribution).flatMap((source) => {
    let first: ComponentKey | undefined;
    return placesOf(host, source.version).map(({ release, assumed }): ComponentKey => {
      const namespace = release === '' ? base : `${base}:${release}`;
      const named = { namespace, name: source.name };
      const via = assumed ? 'assumed-channel' : source.via;
      first ??= componentKey(named, via, source.version);
      return { ...first, ...named, package: packageKey(named), via }; // one order for all releases: it is read once
    });
  });
}

/** What a package URL tells of the system that the package is installed on. */
interface Host {
  readonly distribution: string;
  /** In the spelling of releaseOf; '' where it is not told. */
  readonly release: string;
  /** Red Hat: 9.4, where the minor release is told. */
  readonly minor?: string;
  /** Red Hat: eus, aus, e4s, tus, `main`; where the repository tells. */
  readonly channel?: string;
}

/** `?distro=rhel-9.4`, `?distro=debian-12`, `?distro=bookworm`, `pkg:deb/debian:12/…`; `repository_id` names Red Hat's channels. */
function hostOf({ type, namespace = '', qualifiers }: Purl): Host {
  const [first = '', inNamespace = ''] = namespace.split(/[:/]/);
  const text = (qualifiers.distro ?? inNamespace).trim().toLowerCase();
  const [, prefix = '', rest = ''] = /^([a-z][a-z_-]*?)-(\d.*|[a-z]+)$/.exec(text) ?? [];
  const stated = distributionOf(prefix);
  // Packages of openSUSE go by the vendor's name too.
  const distribution = first === 'suse' && stated === 'opensuse' ? stated : distributionOf(first);
  const isForeign = prefix !== '' && stated !== distribution && /^\d/.test(rest);
  const written = stated === distribution ? rest : distributionOf(text) === distribution || isForeign ? '' : text;
  const release = releaseOf(distribution, written);
  if (type !== 'rpm' || distribution !== 'redhat') return { distribution, release };
  const minor = /^\d+\.\d+/.exec(written)?.[0];
  const repository = qualifiers.repository_id?.toLowerCase();
  const channel = repository === undefined ? undefined : (/-(eus|aus|e4s|tus)-/.exec(repository)?.[1] ?? 'main');
  return { distribution, release, ...(minor ? { minor } : {}), ...(channel ? { channel } : {}) };
}

interface Place {
  /** '' is the distribution without a release, `*` any release, `9:*` any channel of 9. */
  readonly release: string;
  readonly assumed?: boolean;
}

/** The releases and channels that a package may be of: its own, and where it does not say its channel, those of its release. */
function placesOf(host: Host, version: string | undefined): readonly Place[] {
  const { distribution, release, minor, channel } = host;
  const whole: Place = { release: '' };
  if (release === '') return [{ release: '*' }, whole];
  if (distribution === 'ubuntu' && /[+~]esm\d*/.test(version ?? '')) return [{ release: `${release}:pro` }, whole];
  if (channel === 'main') return [{ release }, whole];
  if (channel !== undefined)
    return [{ release: minor ? `${release}:${channel}${minor}` : `${release}:*`, assumed: !minor }, whole];
  if (!HAS_CHANNELS.has(distribution)) return [{ release }, whole];
  // Built for the very minor release that the host is at (or may be at): it may be kept there by an extended channel.
  const built = distribution === 'redhat' ? minorOf(version ?? '') : '';
  const mayBeKept = built !== '' && (minor === undefined || minor === built);
  return [{ release, assumed: mayBeKept }, { release: `${minor ?? release}:*`, assumed: true }, whole];
}

/** Distributions whose releases have channels with fixes of their own: Pro (ESM), EUS and its kin, LTSS. */
const HAS_CHANNELS: ReadonlySet<string> = new Set(['ubuntu', 'redhat', 'suse']);

interface Source {
  readonly name: string;
  readonly version: string | undefined;
  readonly via: Via;
}

function sourcesOf(purl: Purl, version: string | undefined, distribution: string): readonly Source[] {
  const { upstream, arch, epoch } = purl.qualifiers;
  const whole =
    version !== undefined && epoch !== undefined && /^\d+$/.test(epoch) && !version.includes(':')
      ? `${epoch}:${version}`
      : version;
  if (upstream === undefined || upstream === '' || NAMES_BINARIES.has(distribution)) {
    const own = arch === 'source' || purl.type !== 'deb' ? whole : ofSource(whole);
    return [{ name: purl.name, version: own, via: arch === 'source' ? 'source-package' : 'binary-name' }];
  }
  if (purl.type === 'rpm') return [sourceOfRpm(upstream.trim(), whole)];
  return upstream.split(',').map((text) => {
    const at = text.lastIndexOf('@');
    const name = (at > 0 ? text.slice(0, at) : text).trim().toLowerCase();
    return { name, version: at > 0 ? text.slice(at + 1) : ofSource(whole), via: 'upstream-qualifier' };
  });
}

/** Distributions whose advisories list the installable packages, not their sources. */
const NAMES_BINARIES: ReadonlySet<string> = new Set(['redhat', 'almalinux']);

/** `openssl-3.0.7-27.el9.src.rpm` or `openssl`. A file name tells no epoch: the package's own is taken, as it mostly is the source's. */
function sourceOfRpm(upstream: string, version: string | undefined): Source {
  const file = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream);
  const epoch = /^\d+:/.exec(version ?? '')?.[0] ?? '';
  return { name: file?.[1] ?? upstream, version: file ? `${epoch}${file[2]}` : version, via: 'upstream-qualifier' };
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
