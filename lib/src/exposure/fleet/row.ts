// The unit of a fleet: one package in one version, however many inventories hold it. Rows have one order, so that a package's rows
// stand side by side, those that bytes decide by version first and those that must be judged one by one after them.
import { compareKeys } from '../../version/index.ts';
import type { ComponentKey, Via } from '../model.ts';
import { mustJudgeVersion } from '../rows.ts';

/** What tells rows apart, ready to be compared: everything of a component that a verdict depends on. */
export interface RowKey {
  readonly key: ComponentKey;
  /** Package key and version text as bytes, see textBytes. */
  readonly name: Uint8Array;
  readonly text: Uint8Array;
  /** No two byte comparisons decide it: no version, or one that is flagged. */
  readonly judged: boolean;
}

/** A row with the inventories that hold it: ascending, none twice. */
export interface FleetRow extends RowKey {
  readonly inventories: ArrayLike<number>;
}

export const rowOf = (key: ComponentKey): RowKey => ({
  key,
  name: textBytes(key.package),
  text: textBytes(key.version?.text ?? ''),
  judged: key.version === undefined || mustJudgeVersion(key.version.flags),
});

/** Package, then what bytes decide before what is judged, then version key, text and the way it was identified. */
export function compareRows(a: RowKey, b: RowKey): number {
  return (
    compareKeys(a.name, b.name) ||
    Number(a.judged) - Number(b.judged) ||
    Number(a.key.version === undefined) - Number(b.key.version === undefined) ||
    compareKeys(a.key.version?.key ?? NONE, b.key.version?.key ?? NONE) ||
    compareKeys(a.text, b.text) ||
    VIA_NUMBER[a.key.via] - VIA_NUMBER[b.key.via]
  );
}

const NONE = new Uint8Array(0);

/** The number that rows keep for it, below 16: a new one is added at the end, none is moved. */
export const VIA_NUMBER: Readonly<Record<Via, number>> = {
  'package-url': 0,
  'upstream-qualifier': 1,
  'source-package': 2,
  'binary-name': 3,
  'vendor-and-product': 4,
  'assumed-channel': 5,
  'cpe-name': 6,
  'other-package-url': 7,
  pedigree: 8,
  'main-module': 9,
  'file-digest': 10,
};
const VIAS = new Map(Object.entries(VIA_NUMBER).map(([via, number]) => [number, via as Via])); // its own keys
export const viaOf = (number: number): Via => VIAS.get(number) ?? 'package-url';

/** UTF-8; a text with half of a surrogate pair, which UTF-8 would merge with others of its kind, as UTF-16 after 0xFF. */
export const textBytes = (text: string): Uint8Array =>
  text.isWellFormed() ? encoder.encode(text) : Buffer.concat([HALVES, Buffer.from(text, 'utf16le')]);

export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer[0] === 0xff ? buffer.toString('utf16le', 1) : buffer.toString('utf8');
}

const encoder = new TextEncoder();
const HALVES = Uint8Array.of(0xff);
