// Our model of an inventory: what an operator says it runs, whatever format it came in. One bad entry never costs the others:
// it is kept as given, and what could not be read of it stands among the problems.
import type { Problem } from '../kit/index.ts';

export interface Inventory {
  readonly format: 'cyclonedx' | 'sheet';
  /** CycloneDX: 1.2 to 1.7. */
  readonly specVersion?: string;
  /** CycloneDX serial number, urn:uuid:…. */
  readonly serialNumber?: string;
  /** When the inventory says it was made; an instant. */
  readonly madeAt?: string;
  /** What the inventory is of. */
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
  /** JSON pointer, or `/line/12` of a sheet. */
  readonly path: string;
  /** CycloneDX component type (library, application, device, firmware, …); `product` for a row of a sheet. */
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
  readonly bomRef?: string;
  /** CycloneDX: `excluded` is part of the build, not of what runs. */
  readonly scope?: 'required' | 'optional' | 'excluded';
  readonly hashes: readonly { readonly algorithm: string; readonly value: string }[];
  /** Where it runs, if the inventory says so. */
  readonly asset?: AssetClaim;
  /** How many of it. */
  readonly quantity?: number;
  /** Of a sheet: the line and its cells as given. */
  readonly row?: { readonly line: number; readonly cells: readonly string[] };
}

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
