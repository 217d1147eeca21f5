// Made-up software bills of materials as CycloneDX 1.6 JSON (ECMA-424), over the fictional universe.
import { type FictionalEcosystem, type FictionalPackage, packageAt, purlOf } from './packages.ts';
import { type Random, randomOf } from './random.ts';

/** A component that must be in the bill, whatever chance says. */
export interface GivenComponent {
  readonly pkg: FictionalPackage;
  readonly version: string;
}
export interface BomOptions {
  readonly components: number;
  readonly seed: string | number;
  /** What the bill describes. */
  readonly name?: string;
  readonly ecosystems?: readonly FictionalEcosystem[];
  /** How many packages of each ecosystem are drawn from; small indices are the common packages. */
  readonly packages?: number;
  readonly given?: readonly GivenComponent[];
  readonly at?: string;
}

/** A CycloneDX 1.6 document as UTF-8. One component in fifty has no version, one in thirty-three no package URL: as in life. */
export function cyclonedxBom(options: BomOptions): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(cyclonedxDocument(options), null, 1)}\n`);
}

export function cyclonedxDocument(options: BomOptions) {
  const r = randomOf('cyclonedx', options.seed);
  const name = options.name ?? 'example-application';
  const components = [...componentsOf(r, options)];
  const root = `app:${name}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${r.uuid()}`,
    version: 1,
    metadata: {
      timestamp: options.at ?? '2026-11-01T06:00:00Z',
      tools: { components: [{ type: 'application', name: 'exemplar-sbom', version: '2.4.0' }] },
      component: { type: 'application', 'bom-ref': root, name, version: '1.0.0' },
      properties: [{ name: 'example:synthetic', value: 'true' }],
    },
    components,
    dependencies: dependenciesOf(r, root, components),
  };
}

function* componentsOf(r: Random, options: BomOptions) {
  const seen = new Set<string>();
  const put = (pkg: FictionalPackage, version: string, binary: string, whole: boolean) => {
    const ref = purlOf(pkg, version, binary);
    if (seen.has(ref)) return undefined;
    seen.add(ref);
    const scope = binary.startsWith('@') ? binary.slice(0, binary.indexOf('/')) : undefined;
    const versionless = !whole && r.chance(2);
    return {
      type: 'library',
      'bom-ref': ref,
      ...(scope !== undefined && { group: scope }),
      name: scope === undefined ? binary : binary.slice(scope.length + 1),
      ...(!versionless && { version }),
      hashes: [{ alg: 'SHA-256', content: r.hex(64) }],
      licenses: [{ license: { id: r.pick(['Apache-2.0', 'MIT', 'BSD-3-Clause', 'GPL-2.0-or-later', 'MPL-2.0']) } }],
      ...((whole || !r.chance(3)) && { purl: versionless ? purlOf(pkg, undefined, binary) : ref }),
    };
  };
  for (const { pkg, version } of options.given ?? []) {
    for (const binary of pkg.binaries) {
      const component = put(pkg, version, binary, true);
      if (component) yield component;
    }
  }
  const ecosystems = options.ecosystems ?? (['npm', 'Debian:12'] as const);
  while (seen.size < options.components) {
    const pkg = packageAt(r.pick(ecosystems), r.skewed(options.packages ?? 2_000));
    const version = pkg.versions[Math.max(0, pkg.versions.length - 1 - r.skewed(pkg.versions.length))] ?? '0';
    const component = put(pkg, version, r.pick(pkg.binaries), false);
    if (component) yield component;
  }
}

/** A tree with a few shared branches: the application needs some, those need others further down the list. */
function dependenciesOf(r: Random, root: string, components: readonly { readonly 'bom-ref': string }[]) {
  const refs = components.map((component) => component['bom-ref']);
  const direct = refs.slice(0, Math.max(1, Math.ceil(refs.length / 8)));
  const below = refs.flatMap((ref, i) => {
    const dependsOn = Array.from(
      { length: r.below(4) },
      () => refs[i + 1 + r.below(Math.max(1, refs.length - i - 1))] ?? '',
    );
    const unique = [...new Set(dependsOn)].filter((other) => other !== '');
    return unique.length > 0 ? [{ ref, dependsOn: unique }] : [];
  });
  return [{ ref: root, dependsOn: direct }, ...below];
}
