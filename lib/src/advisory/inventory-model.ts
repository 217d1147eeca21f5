// Our model of an inventory: what an operator says it runs, whatever format it came in. One bad entry never costs the others:
// it is kept as given, and what could not be read of it stands among the problems.
import type { Problem } from '../kit/index.ts';

export interface Inventory {
  readonly format: 'cyclonedx' | 'spdx' | 'sheet';
  /** How it was written down. */
  readonly encoding?: 'json' | 'xml' | 'tag-value' | 'json-ld';
  /** CycloneDX: 1.0 to 1.7. SPDX: 2.2, 2.3, 3.0.0 … */
  readonly specVersion?: string;
  /** CycloneDX serial number, urn:uuid:…. */
  readonly serialNumber?: string;
  /** What names the document among all: the namespace of an SPDX 2 document, the id of an SPDX 3 one. */
  readonly documentId?: string;
  /** When the inventory says it was made; an instant. */
  readonly madeAt?: string;
  /** What the inventory is of. CycloneDX keeps it apart (ordinal -1); SPDX lists it, so there it is one of `components`. */
  readonly subject?: Component;
  readonly components: readonly Component[];
  /** Of a sheet: its columns in order, and what each was taken for; null is kept and not read. */
  readonly columns?: readonly { readonly title: string; readonly meaning: string | null }[];
  /** How many components have a package URL that stood before in the same inventory. */
  readonly duplicates: number;
  /** What could not be read, and where: the first 1,000. */
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

export interface Component {
  /** From 0, in document order. */
  readonly ordinal: number;
  /** JSON pointer (of XML: into the JSON form of the same document), or `/line/12` of a sheet or tag-value text. */
  readonly path: string;
  /** CycloneDX component type (library, application, device, firmware, file, …), for SPDX too; `product` for a row of a sheet. */
  readonly kind: string;
  readonly name: string;
  /** Absent: not stated. Never guessed. */
  readonly version?: string;
  /** Namespace beside the name (Maven group, npm scope), as given. */
  readonly group?: string;
  /** Who makes or supplies it: what a product without a package URL is told by. */
  readonly vendor?: string;
  /** Canonical package URL. */
  readonly purl?: string;
  /** What stood in the place of a package URL and is none. */
  readonly badPurl?: string;
  readonly cpe?: string;
  /** Further package URLs (canonical) and CPE names of the same component: SPDX may give several. */
  readonly otherPurls?: readonly string[];
  readonly otherCpes?: readonly string[];
  /** What other entries of the document call it: CycloneDX bom-ref, SPDX element id. */
  readonly bomRef?: string;
  /** It is what the inventory is of; only where the format lists that among the components. */
  readonly isSubject?: true;
  /** Ordinal of the component that holds it; absent at the top. */
  readonly within?: number;
  /** The file that it came as, or that it is, as given. */
  readonly fileName?: string;
  /** What it is a copy, fork or patched form of (CycloneDX pedigree, SPDX COPY_OF and DESCENDANT_OF). */
  readonly derivedFrom?: readonly Origin[];
  /** CycloneDX: `excluded` is part of the build, not of what runs. */
  readonly scope?: 'required' | 'optional' | 'excluded';
  /** Of the component's bytes; of a file, of the file. Algorithms in CycloneDX's spelling, digests in small hex digits. */
  readonly hashes: readonly { readonly algorithm: string; readonly value: string }[];
  /** Where it runs, if the inventory says so. */
  readonly asset?: AssetClaim;
  /** How many of it. */
  readonly quantity?: number;
  /** Of a sheet: the line and its cells as given. */
  readonly row?: { readonly line: number; readonly cells: readonly string[] };
}

/** The identity of something that a component comes from. Not installed as such: nothing else of it is kept. */
export type Origin = Pick<Component, 'path' | 'name' | 'version' | 'group' | 'purl' | 'badPurl' | 'cpe' | 'hashes'>;

/** What an inventory says of the asset that a component is part of. Texts as given; `exposure` as understood. */
export interface AssetClaim {
  readonly name?: string;
  readonly location?: string;
  readonly environment?: string;
  readonly organisation?: string;
  readonly subOrganisation?: string;
  readonly type?: string;
  readonly exposure: 'public' | 'internal' | 'unknown';
}
